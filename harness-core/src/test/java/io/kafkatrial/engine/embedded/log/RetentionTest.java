/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static io.kafkatrial.engine.embedded.log.Batches.NOW;
import static io.kafkatrial.engine.embedded.log.Batches.append;
import static io.kafkatrial.engine.embedded.log.Batches.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class RetentionTest {
    /** Ten records of 80 bytes fit less than once into 800. */
    private static final Map<String, String> SMALL = Map.of("internal.segment.bytes", "800");

    private final Disk disk = new Disk(Uuid.randomUuid());

    private PartitionLog log(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(SMALL);
        config.putAll(more);
        return disk.open(new TopicIdPartition(Uuid.randomUuid(), 0, "orders"), new LogConfig(config));
    }

    private static PartitionLog filled(PartitionLog log, int records) {
        for (int i = 0; i < records; i++) {
            append(log, NOW + i, "k" + i, "v".repeat(10));
        }
        log.updateHighWatermark(log.endOffset());
        return log;
    }

    @Test
    void oldSegmentsGoByTime() {
        PartitionLog log = filled(log(Map.of("retention.ms", "1000")), 40);

        assertThat(log.deleteOldSegments(NOW + 1015)).isTrue();

        assertThat(log.startOffset()).isBetween(5L, 16L);
        assertThat(content(log)).hasSize((int) (40 - log.startOffset()));
        assertThatThrownBy(() -> log.read(0, 40, 1000, true)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void evenTheActiveSegmentGoesWhenAllOfItIsOld() {
        PartitionLog log = filled(log(Map.of("retention.ms", "1000")), 40);

        log.deleteOldSegments(NOW + 2000);

        assertThat(log.startOffset()).isEqualTo(40);
        assertThat(log.endOffset()).isEqualTo(40);
        assertThat(log.sizeInBytes()).isZero();
        append(log, NOW + 2000, "k", "v");
        assertThat(content(log)).containsExactly("40:k=v");
        assertThat(log.deleteOldSegments(NOW + 2001)).isFalse();
    }

    @Test
    void oldestSegmentsGoBySize() {
        PartitionLog log = filled(log(Map.of("retention.bytes", "1600", "retention.ms", "-1")), 40);

        log.deleteOldSegments(NOW);

        assertThat(log.startOffset()).isPositive();
        assertThat(log.sizeInBytes()).isBetween(1600L, 2400L);
    }

    @Test
    void nothingAboveTheHighWatermarkGoes() {
        PartitionLog log = log(Map.of("retention.ms", "1000"));
        for (int i = 0; i < 40; i++) {
            append(log, NOW + i, "k" + i, "v".repeat(10));
        }
        log.updateHighWatermark(3);

        assertThat(log.deleteOldSegments(NOW + 100_000)).isFalse();
        assertThat(log.startOffset()).isZero();
    }

    @Test
    void compactedTopicIsNotExpired() {
        PartitionLog log = filled(log(Map.of("retention.ms", "1", "cleanup.policy", "compact")), 40);

        assertThat(log.deleteOldSegments(NOW + 100_000)).isFalse();
    }

    @Test
    void segmentsBeforeTheLogStartGoWhateverThePolicy() {
        PartitionLog log = filled(log(Map.of("retention.ms", "-1", "cleanup.policy", "compact")), 40);
        long before = log.sizeInBytes();
        log.raiseStartOffset(35);

        log.deleteOldSegments(NOW);

        assertThat(log.startOffset()).isEqualTo(35);
        assertThat(log.sizeInBytes()).isLessThan(before / 2);
        assertThat(content(log))
                .hasSizeGreaterThanOrEqualTo(5)
                .last()
                .asString()
                .startsWith("39:");
    }

    @Test
    void raisedStartFallsBackToTheCheckpointAfterACrash() {
        PartitionLog log = filled(log(Map.of()), 5);
        disk.checkpoint();
        log.raiseStartOffset(2);
        disk.checkpointStartOffsets();
        log.raiseStartOffset(4);

        disk.mount();

        assertThat(log.startOffset()).isEqualTo(2);
        assertThat(log.highWatermark()).isEqualTo(5);
    }
}
