/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static io.kafkatrial.engine.embedded.log.Batches.NOW;
import static io.kafkatrial.engine.embedded.log.Batches.append;
import static io.kafkatrial.engine.embedded.log.Batches.content;
import static io.kafkatrial.engine.embedded.log.Batches.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class DurabilityTest {
    private final Disk disk = new Disk(Uuid.randomUuid());
    private final TopicIdPartition orders = new TopicIdPartition(new Uuid(7, 7), 0, "orders");

    private PartitionLog open(Map<String, String> config) {
        return disk.open(orders, new LogConfig(config));
    }

    private static void fill(PartitionLog log, int records) {
        for (int i = 0; i < records; i++) {
            append(log, NOW + i, "k" + i, "some value " + i);
        }
    }

    @Test
    void processCrashLosesNothingThoughNothingIsFlushed() {
        PartitionLog log = open(Map.of());
        disk.mount();
        fill(log, 100);
        List<String> before = content(log);

        boolean clean = disk.mount();

        assertThat(clean).isFalse();
        assertThat(log.durableOffset()).isZero();
        assertThat(content(log)).isEqualTo(before).hasSize(100);
    }

    @Test
    void powerLossTakesPartOfTheUnflushedTail() {
        Set<Long> ends = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            Disk fresh = new Disk(Uuid.randomUuid());
            PartitionLog log = fresh.open(orders, new LogConfig(Map.of()));
            fill(log, 100);
            List<String> before = content(log);
            fresh.losePower(seed);
            fresh.mount();
            ends.add(log.endOffset());
            assertThat(content(log)).isEqualTo(before.subList(0, (int) log.endOffset()));
            assertThat(log.durableOffset()).isEqualTo(log.endOffset());
        }
        assertThat(ends).hasSizeGreaterThan(20);
    }

    @Test
    void sameSeedLosesTheSame() {
        PartitionLog one = open(Map.of());
        Disk other = new Disk(Uuid.randomUuid());
        PartitionLog two = other.open(orders, new LogConfig(Map.of()));
        fill(one, 100);
        fill(two, 100);

        disk.losePower(5);
        other.losePower(5);

        assertThat(one.endOffset()).isEqualTo(two.endOffset()).isLessThan(100);
    }

    @Test
    void tornBatchGoesAsAWhole() {
        for (long seed = 0; seed < 40; seed++) {
            Disk fresh = new Disk(Uuid.randomUuid());
            PartitionLog log = fresh.open(orders, new LogConfig(Map.of()));
            for (int batch = 0; batch < 3; batch++) {
                append(
                        log,
                        NOW,
                        IntStream.range(0, 10)
                                .mapToObj(i -> record(NOW, "k", "value " + i))
                                .toArray(org.apache.kafka.common.record.internal.SimpleRecord[]::new));
            }
            fresh.losePower(seed);
            assertThat(log.endOffset()).isIn(0L, 10L, 20L, 30L);
            assertThat(content(log)).hasSize((int) log.endOffset());
        }
    }

    @Test
    void logGoesOnAfterPowerLoss() {
        PartitionLog log = open(Map.of());
        fill(log, 50);
        disk.losePower(1);
        disk.mount();
        long end = log.endOffset();

        append(log, NOW, "after", "x");

        assertThat(log.endOffset()).isEqualTo(end + 1);
        assertThat(content(log)).hasSize((int) end + 1).last().isEqualTo(end + ":after=x");
    }

    @Test
    void flushMessagesForcesToDisk() {
        PartitionLog log = open(Map.of("flush.messages", "10"));
        fill(log, 25);

        assertThat(log.durableOffset()).isEqualTo(20);
        for (long seed = 0; seed < 20; seed++) {
            disk.losePower(seed);
            assertThat(log.endOffset()).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void flushOfEveryMessageLosesNothing() {
        PartitionLog log = open(Map.of("flush.messages", "1"));
        fill(log, 25);

        disk.losePower(3);

        assertThat(content(log)).hasSize(25);
    }

    @Test
    void flushMsForcesToDiskWhenItIsDue() {
        PartitionLog log = open(Map.of("flush.ms", "1000"));
        append(log, NOW, "k", "v");

        log.flushIfDue(NOW + 999);
        assertThat(log.durableOffset()).isZero();
        log.flushIfDue(NOW + 1000);
        assertThat(log.durableOffset()).isEqualTo(1);
    }

    @Test
    void rollForcesTheFullSegmentToDisk() {
        PartitionLog log = open(Map.of("internal.segment.bytes", "500"));
        fill(log, 10);

        long rolledAt = log.durableOffset();
        assertThat(rolledAt).isPositive().isLessThan(10);
        disk.losePower(9);
        assertThat(log.endOffset()).isGreaterThanOrEqualTo(rolledAt);
    }

    @Test
    void segmentIsRolledWhenItIsOld() {
        PartitionLog log = open(Map.of("segment.ms", "1000"));
        append(log, NOW, "k", "v");
        append(log, NOW + 1000, "k", "v");
        assertThat(log.durableOffset()).isZero();

        append(log, NOW + 1001, "k", "v");

        assertThat(log.durableOffset()).isEqualTo(2);
    }

    @Test
    void cleanStopForcesEverythingToDisk() {
        PartitionLog log = open(Map.of());
        fill(log, 25);

        disk.unmount();
        disk.losePower(3);

        assertThat(disk.mount()).isTrue();
        assertThat(content(log)).hasSize(25);
    }

    @Test
    void highWatermarkEpochsAndProducersFollowThePowerLoss() {
        PartitionLog log = open(Map.of("flush.messages", "3"));
        for (int i = 0; i < 5; i++) {
            MemoryRecords batch = MemoryRecords.withIdempotentRecords(
                    Compression.NONE, 77, (short) 0, i, record(NOW, "k", "a longer value " + i));
            log.appendAsLeader(batch, i, Writer.CLIENT, NOW);
        }
        log.updateHighWatermark(5);
        disk.checkpoint();
        long seed = 0;
        disk.losePower(seed);
        disk.mount();

        long end = log.endOffset();
        assertThat(end).isBetween(3L, 4L);
        assertThat(log.highWatermark()).isEqualTo(end);
        assertThat(log.latestEpoch()).hasValue((int) end - 1);
        MemoryRecords lost = MemoryRecords.withIdempotentRecords(
                Compression.NONE, 77, (short) 0, (int) end, record(NOW, "k", "again"));
        assertThat(log.appendAsLeader(lost, 9, Writer.CLIENT, NOW).firstOffset())
                .isEqualTo(end);
    }

    @Test
    void truncationMovesTheDurableMarkBack() {
        PartitionLog log = open(Map.of("flush.messages", "1"));
        fill(log, 10);
        log.truncateTo(4, NOW);
        open(Map.of());
        append(log, NOW, "k", "not flushed");

        assertThat(log.durableOffset()).isEqualTo(4);
    }

    @Test
    void fullDiskRefusesAppendsAndTakesTheDirectoryOffline() {
        PartitionLog log = open(Map.of());
        fill(log, 1);
        disk.device().full(true);

        assertThatThrownBy(() -> append(log, NOW, "k", "v"))
                .isInstanceOf(KafkaStorageException.class)
                .hasMessageContaining("No space left");
        assertThat(disk.device().isOffline()).isTrue();
        assertThat(log.endOffset()).isEqualTo(1);
        disk.device().full(false);
        assertThatThrownBy(() -> append(log, NOW, "k", "v")).isInstanceOf(KafkaStorageException.class);
        disk.mount();
        append(log, NOW, "k", "v");
        assertThat(log.endOffset()).isEqualTo(2);
    }

    @Test
    void failedDirectoryRefusesReadsToo() {
        PartitionLog log = open(Map.of());
        fill(log, 1);
        disk.device().broken(true);

        assertThatThrownBy(() -> log.read(0, 1, 1000, true)).isInstanceOf(KafkaStorageException.class);
    }

    @Test
    void recordsOfAnotherLogKeepTheirOwnCut() {
        PartitionLog log = open(Map.of());
        PartitionLog other = disk.open(new TopicIdPartition(new Uuid(8, 8), 0, "other"), new LogConfig(Map.of()));
        fill(log, 100);
        fill(other, 100);

        disk.losePower(11);

        assertThat(log.endOffset()).isNotEqualTo(other.endOffset());
        for (RecordBatch batch : other.read(0, other.endOffset(), 1 << 20, true).batches()) {
            assertThat(batch.isValid()).isTrue();
        }
    }
}
