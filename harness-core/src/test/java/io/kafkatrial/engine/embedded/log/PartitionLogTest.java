/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.RecordValidationException;
import org.junit.jupiter.api.Test;

class PartitionLogTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int ALL = Integer.MAX_VALUE;

    private final Disk disk = new Disk(Uuid.randomUuid());
    private final TopicIdPartition orders = new TopicIdPartition(Uuid.randomUuid(), 0, "orders");
    private final PartitionLog log = disk.open(orders, new LogConfig(Map.of()));

    private static SimpleRecord record(long timestamp, String value) {
        return new SimpleRecord(timestamp, "k".getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static MemoryRecords batch(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = record(NOW + i, values[i]);
        }
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    private Appended append(String... values) {
        return append(0, batch(values));
    }

    private Appended append(int epoch, MemoryRecords records) {
        return log.appendAsLeader(records, epoch, Writer.CLIENT, NOW);
    }

    private static List<String> values(MemoryRecords records) {
        List<String> values = new ArrayList<>();
        for (Record record : records.records()) {
            values.add(UTF_8.decode(record.value()).toString());
        }
        return values;
    }

    private List<String> all() {
        List<String> values = new ArrayList<>();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            MemoryRecords read = log.read(offset, log.endOffset(), ALL, true);
            if (read.sizeInBytes() == 0) {
                break;
            }
            values.addAll(values(read));
            for (MutableRecordBatch batch : read.batches()) {
                offset = batch.nextOffset();
            }
        }
        return values;
    }

    @Test
    void leaderGivesOffsetsAndStampsItsEpoch() {
        append("a", "b");
        Appended second = append(4, batch("c"));

        assertThat(second).isEqualTo(new Appended(2, 2, -1, false));
        assertThat(log.endOffset()).isEqualTo(3);
        MutableRecordBatch batch =
                log.read(2, 3, ALL, true).batches().iterator().next();
        assertThat(batch.baseOffset()).isEqualTo(2);
        assertThat(batch.partitionLeaderEpoch()).isEqualTo(4);
        assertThat(batch.isValid()).isTrue();
        assertThat(log.epochs()).hasToString("{0=0, 4=2}");
    }

    @Test
    void readGivesTheWholeBatchThatHoldsTheOffset() {
        append("a", "b", "c");
        append("d");

        assertThat(values(log.read(1, 4, ALL, true))).containsExactly("a", "b", "c", "d");
        assertThat(values(log.read(3, 4, ALL, true))).containsExactly("d");
        assertThat(log.read(4, 4, ALL, true).sizeInBytes()).isZero();
    }

    @Test
    void readGivesOnlyBatchesThatEndBelowTheBound() {
        append("a", "b", "c");
        append("d");

        assertThat(values(log.read(0, 3, ALL, true))).containsExactly("a", "b", "c");
        assertThat(log.read(0, 2, ALL, true).sizeInBytes())
                .as("bound within the batch")
                .isZero();
    }

    @Test
    void firstBatchMayExceedTheLimitIfItMust() {
        append("a");
        append("b");
        int one = log.read(0, 1, ALL, true).sizeInBytes();

        assertThat(values(log.read(0, 2, 1, true))).containsExactly("a");
        assertThat(log.read(0, 2, 1, false).sizeInBytes()).isZero();
        assertThat(values(log.read(0, 2, 2 * one, false))).containsExactly("a", "b");
        assertThat(values(log.read(0, 2, 2 * one - 1, false))).containsExactly("a");
    }

    @Test
    void offsetsOutsideAreRefused() {
        append("a");

        assertThatThrownBy(() -> log.read(2, 9, ALL, true)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThatThrownBy(() -> log.read(-1, 9, ALL, true)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void everyOffsetIsFoundAcrossManySegments() {
        log.configure(new LogConfig(Map.of("segment.bytes", "1048576")));
        String value = "x".repeat(10_000);
        for (int i = 0; i < 500; i++) {
            append(value + i);
        }

        for (int offset = 0; offset < 500; offset += 7) {
            MemoryRecords read = log.read(offset, 500, 1, true);
            assertThat(read.batches().iterator().next().baseOffset()).isEqualTo(offset);
        }
        assertThat(all()).hasSize(500);
        assertThat(log.search().readableBytes(0, 500)).as("different segments").isEqualTo(ALL);
        assertThat(log.search().readableBytes(498, 500))
                .isEqualTo(log.read(498, 500, ALL, true).sizeInBytes());
    }

    @Test
    void whatWasReadStaysTrueAfterTruncationAndNewAppends() {
        append("a");
        append("old");
        MemoryRecords read = log.read(1, 2, ALL, true);

        log.truncateTo(1, NOW);
        append("new");

        assertThat(values(read)).containsExactly("old");
        assertThat(all()).containsExactly("a", "new");
    }

    @Test
    void truncationDropsTheBatchThatHoldsTheOffset() {
        append("a");
        append("b", "c");
        log.updateHighWatermark(3);

        log.truncateTo(2, NOW);

        assertThat(all()).containsExactly("a");
        assertThat(log.endOffset()).isEqualTo(2);
        assertThat(log.highWatermark()).isEqualTo(2);
    }

    @Test
    void truncationToTheStartLeavesAnEmptyLogThatGoesOn() {
        append("a");
        log.truncateTo(0, NOW);
        assertThat(log.endOffset()).isZero();
        assertThat(log.latestEpoch()).isEmpty();

        append("b");
        assertThat(all()).containsExactly("b");
    }

    @Test
    void duplicatesAndGapsOfIdempotentProducersAreFound() {
        append(0, idempotent(0, "a", "b"));
        append(0, idempotent(2, "c"));

        assertThat(append(0, idempotent(0, "a", "b"))).isEqualTo(new Appended(0, 1, NOW, true));
        assertThatThrownBy(() -> append(0, idempotent(7, "h"))).isInstanceOf(OutOfOrderSequenceException.class);
        assertThat(all()).containsExactly("a", "b", "c");
    }

    @Test
    void truncationTakesProducersBack() {
        append(0, idempotent(0, "a"));
        append(0, idempotent(1, "b"));

        log.truncateTo(1, NOW);

        assertThat(append(0, idempotent(1, "b")).duplicate()).isFalse();
        assertThat(append(0, idempotent(0, "a")).duplicate()).isTrue();
    }

    @Test
    void restartRebuildsProducersAndTakesTheHighWatermarkFromTheCheckpoint() {
        append(0, idempotent(0, "a"));
        log.updateHighWatermark(1);
        disk.checkpoint();
        append(0, idempotent(1, "b"));
        log.updateHighWatermark(2);

        boolean first = disk.mount();
        boolean afterCrash = disk.mount();

        assertThat(first).isTrue();
        assertThat(afterCrash).isFalse();
        assertThat(log.highWatermark()).isEqualTo(1);
        assertThat(append(0, idempotent(1, "b")).duplicate()).isTrue();
        assertThat(append(0, idempotent(2, "c")).duplicate()).isFalse();
    }

    private static MemoryRecords idempotent(int sequence, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = record(NOW, values[i]);
        }
        return MemoryRecords.withIdempotentRecords(Compression.NONE, 7L, (short) 0, sequence, records);
    }

    @Test
    void followerTakesBatchesVerbatimAndLeavesLaterEpochsOut() {
        append(1, batch("a"));
        append(2, batch("b"));
        PartitionLog follower = disk.open(new TopicIdPartition(Uuid.randomUuid(), 0, "copy"), new LogConfig(Map.of()));

        Appended appended = follower.appendAsFollower(log.read(0, 2, ALL, true), 1, NOW);

        assertThat(appended).isEqualTo(new Appended(0, 0, -1, false));
        assertThat(values(follower.read(0, 1, ALL, true))).containsExactly("a");
        assertThat(follower.epochs()).hasToString("{1=0}");
    }

    @Test
    void corruptBatchIsRefusedByLeaderAndFollower() {
        MemoryRecords corrupt = batch("a");
        ByteBuffer bytes = corrupt.buffer();
        bytes.put(bytes.limit() - 2, (byte) (bytes.get(bytes.limit() - 2) + 1));

        assertThatThrownBy(() -> append(0, corrupt)).isInstanceOf(CorruptRecordException.class);
        assertThatThrownBy(() -> log.appendAsFollower(corrupt, 0, NOW)).isInstanceOf(CorruptRecordException.class);
        assertThat(log.endOffset()).isZero();
    }

    @Test
    void topicSettingsAreObeyed() {
        log.configure(new LogConfig(Map.of("max.message.bytes", "100")));
        assertThatThrownBy(() -> append("x".repeat(200))).isInstanceOf(RecordTooLargeException.class);

        log.configure(new LogConfig(Map.of("message.timestamp.type", "LogAppendTime")));
        assertThat(append("a").logAppendTimeMs()).isEqualTo(NOW);

        log.configure(new LogConfig(Map.of("message.timestamp.after.max.ms", "1000")));
        MemoryRecords tooNew = MemoryRecords.withRecords(Compression.NONE, record(NOW + 5_000, "x"));
        assertThatThrownBy(() -> append(0, tooNew)).isInstanceOf(RecordValidationException.class);

        log.configure(new LogConfig(Map.of("compression.type", "gzip")));
        append("b");
        assertThat(log.read(1, 2, ALL, true).batches().iterator().next().isCompressed())
                .isTrue();
        assertThat(all()).containsExactly("a", "b");
    }

    @Test
    void recordsAreFoundByTime() {
        append(0, MemoryRecords.withRecords(Compression.NONE, record(100, "a"), record(300, "b")));
        append(0, MemoryRecords.withRecords(Compression.NONE, record(200, "c")));

        assertThat(log.search().firstNotBefore(150)).contains(new TimedOffset(300, 1, 0));
        assertThat(log.search().firstNotBefore(301)).isEmpty();
        assertThat(log.search().maxTimestamp()).contains(new TimedOffset(300, 1, 0));
        assertThat(log.search().earliest()).isEqualTo(new TimedOffset(-1, 0, 0));
    }

    @Test
    void raisedLogStartHidesWhatLiesBefore() {
        append("a");
        append("b");
        log.updateHighWatermark(2);

        log.raiseStartOffset(1);

        assertThat(log.startOffset()).isEqualTo(1);
        assertThatThrownBy(() -> log.read(0, 2, ALL, true)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThatThrownBy(() -> log.raiseStartOffset(3)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void nothingIsEverWrittenToTheFileSystem() {
        append(0, idempotent(0, "a"));
        log.truncateTo(0, NOW);
        disk.unmount();
        disk.mount();

        assertThat(new File("/nonexistent")).doesNotExist();
    }
}
