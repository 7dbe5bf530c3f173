/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static io.kafkatrial.engine.embedded.log.Batches.NOW;
import static io.kafkatrial.engine.embedded.log.Batches.append;
import static io.kafkatrial.engine.embedded.log.Batches.content;
import static io.kafkatrial.engine.embedded.log.Batches.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class CompactionTest {
    private static final long HOUR = 3_600_000;

    private final Disk disk = new Disk(Uuid.randomUuid());

    private PartitionLog log(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(
                Map.of("cleanup.policy", "compact", "segment.ms", "100", "min.cleanable.dirty.ratio", "0"));
        config.putAll(more);
        return disk.open(new TopicIdPartition(Uuid.randomUuid(), 0, "table"), new LogConfig(config));
    }

    /** Everything so far becomes cleanable: a new active segment begins. */
    private static void roll(PartitionLog log, long atMs) {
        append(log, atMs + 1_000, "roll", "" + atMs);
        log.updateHighWatermark(log.endOffset());
    }

    @Test
    void lastValueOfEveryKeyStaysAtItsOffset() {
        PartitionLog log = log(Map.of());
        append(log, NOW, "a", "1");
        append(log, NOW, "b", "1");
        append(log, NOW, "a", "2");
        append(log, NOW, record(NOW, "c", "1"), record(NOW, "a", "3"), record(NOW, "b", "2"));
        roll(log, NOW);

        assertThat(log.compact(NOW + 2_000)).isTrue();

        assertThat(content(log)).containsExactly("3:c=1", "4:a=3", "5:b=2", "6:roll=" + NOW);
        assertThat(log.startOffset()).isZero();
        assertThat(log.endOffset()).isEqualTo(7);
        assertThat(log.compact(NOW + 3_000)).as("nothing is dirty any more").isFalse();
    }

    @Test
    void activeSegmentIsNeverTouched() {
        PartitionLog log = log(Map.of());
        append(log, NOW, "a", "1");
        append(log, NOW, "a", "2");
        log.updateHighWatermark(2);

        assertThat(log.compact(NOW + HOUR)).isFalse();
        assertThat(content(log)).hasSize(2);
    }

    @Test
    void uncommittedRecordsAreNotCompacted() {
        PartitionLog log = log(Map.of());
        append(log, NOW, "a", "1");
        append(log, NOW, "a", "2");
        append(log, NOW + 1_000, "roll", "x");
        log.updateHighWatermark(1);

        assertThat(log.compact(NOW + 2_000)).isFalse();
    }

    @Test
    void youngRecordsWaitForTheCompactionLag() {
        PartitionLog log = log(Map.of("min.compaction.lag.ms", "60000"));
        append(log, NOW, "a", "1");
        append(log, NOW, "a", "2");
        roll(log, NOW);

        assertThat(log.compact(NOW + 59_000)).isFalse();
        assertThat(log.compact(NOW + 60_001)).isTrue();
        assertThat(content(log)).hasSize(2);
    }

    @Test
    void littleDirtWaitsForTheRatio() {
        PartitionLog log = log(Map.of("min.cleanable.dirty.ratio", "0.5"));
        for (int i = 0; i < 20; i++) {
            append(log, NOW, "k" + i, "some value that takes room");
        }
        roll(log, NOW);
        assertThat(log.compact(NOW + 2_000)).isTrue();
        append(log, NOW + 1_000, "k1", "x");
        roll(log, NOW + 2_000);

        assertThat(log.compact(NOW + 4_000)).isFalse();
    }

    @Test
    void tombstoneStaysUntilDeleteRetentionIsOver() {
        PartitionLog log = log(Map.of("delete.retention.ms", "60000"));
        append(log, NOW, "a", "1");
        append(log, NOW, "a", null);
        roll(log, NOW);
        log.compact(NOW + 2_000);
        assertThat(content(log)).contains("1:a=-").doesNotContain("0:a=1");

        roll(log, NOW + 10_000);
        log.compact(NOW + 61_000);
        assertThat(content(log)).as("the time runs from the first cleaning").contains("1:a=-");

        roll(log, NOW + 20_000);
        log.compact(NOW + 63_000);
        assertThat(content(log)).noneMatch(record -> record.contains(":a="));
    }

    @Test
    void readingFromAGapFindsTheNextRecord() {
        PartitionLog log = log(Map.of());
        for (int i = 0; i < 10; i++) {
            append(log, NOW, "a", "" + i);
        }
        roll(log, NOW);
        log.compact(NOW + 2_000);

        MemoryRecords read = log.read(3, log.endOffset(), 1 << 20, true);

        assertThat(read.batches().iterator().next().lastOffset()).isEqualTo(9);
    }

    @Test
    void followerTakesACompactedLogAsItIs() {
        PartitionLog log = log(Map.of());
        for (int i = 0; i < 10; i++) {
            append(log, NOW, "a", "" + i);
        }
        roll(log, NOW);
        log.compact(NOW + 2_000);
        PartitionLog follower = log(Map.of());

        while (follower.endOffset() < log.endOffset()) {
            follower.appendAsFollower(log.read(follower.endOffset(), log.endOffset(), 1 << 20, true), 0, NOW);
        }

        assertThat(content(follower)).isEqualTo(content(log)).containsExactly("9:a=9", "10:roll=" + NOW);
    }

    @Test
    void lastSequenceOfAProducerSurvivesCompactionAndCrash() {
        PartitionLog log = log(Map.of());
        log.appendAsLeader(
                MemoryRecords.withIdempotentRecords(Compression.NONE, 5, (short) 0, 0, record(NOW, "a", "1")),
                0,
                Writer.CLIENT,
                NOW);
        append(log, NOW, "a", "2");
        roll(log, NOW);
        log.compact(NOW + 2_000);
        assertThat(content(log)).doesNotContain("0:a=1");
        disk.mount();

        MemoryRecords again =
                MemoryRecords.withIdempotentRecords(Compression.NONE, 5, (short) 0, 0, record(NOW, "a", "1"));
        assertThat(log.appendAsLeader(again, 0, Writer.CLIENT, NOW).duplicate()).isTrue();
    }

    @Test
    void abortedRecordsDoNotHideCommittedOnes() {
        PartitionLog log = log(Map.of());
        append(log, NOW, "a", "committed");
        log.appendAsLeader(
                MemoryRecords.withTransactionalRecords(Compression.NONE, 5, (short) 0, 0, record(NOW, "a", "aborted")),
                0,
                Writer.verified(log.producers().startVerification(5, (short) 0, 0, false)),
                NOW);
        log.appendAsFollower(
                MemoryRecords.withEndTransactionMarker(
                        2, NOW, 0, 5, (short) 0, new EndTransactionMarker(ControlRecordType.ABORT, 0)),
                0,
                NOW);
        roll(log, NOW);
        log.updateHighWatermark(log.endOffset());

        assertThat(log.compact(NOW + 2_000)).isTrue();

        List<String> left = content(log);
        assertThat(left).contains("0:a=committed").doesNotContain("1:a=aborted");
    }

    @Test
    void compactAndDeleteDoesBoth() {
        PartitionLog log = log(Map.of("cleanup.policy", "compact,delete", "retention.ms", "3600000"));
        append(log, NOW, "a", "1");
        append(log, NOW, "a", "2");
        roll(log, NOW);
        log.compact(NOW + 2_000);
        assertThat(content(log)).containsExactly("1:a=2", "2:roll=" + NOW);

        append(log, NOW + HOUR, "b", "1");
        log.updateHighWatermark(log.endOffset());
        log.deleteOldSegments(NOW + HOUR + 500);

        assertThat(content(log)).containsExactly("2:roll=" + NOW, "3:b=1");
    }
}
