/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static io.kafkatrial.engine.embedded.log.Batches.NOW;
import static io.kafkatrial.engine.embedded.log.Batches.append;
import static io.kafkatrial.engine.embedded.log.Batches.content;
import static io.kafkatrial.engine.embedded.log.Batches.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.junit.jupiter.api.Test;

/** What transactions do to one log. */
class LogTransactionsTest {
    private static final short TV_1 = 1;
    private static final short TV_2 = 2;
    private static final long DAY = 86_400_000;

    private final Disk disk = new Disk(Uuid.randomUuid());

    private PartitionLog log(String... config) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            map.put(config[i], config[i + 1]);
        }
        return disk.open(new TopicIdPartition(Uuid.randomUuid(), 0, "orders"), new LogConfig(map));
    }

    private static MemoryRecords batch(long producer, int epoch, int sequence, String... values) {
        var records = new org.apache.kafka.common.record.internal.SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = record(NOW, values[i], "v");
        }
        return MemoryRecords.withTransactionalRecords(Compression.NONE, producer, (short) epoch, sequence, records);
    }

    private static Appended write(PartitionLog log, long producer, int epoch, int sequence, String... values) {
        VerificationGuard guard = log.producers().startVerification(producer, (short) epoch, sequence, false);
        return log.appendAsLeader(batch(producer, epoch, sequence, values), 0, Writer.verified(guard), NOW);
    }

    private static void end(PartitionLog log, long producer, int epoch, ControlRecordType type) {
        end(log, producer, epoch, type, 0, TV_1);
    }

    private static void end(
            PartitionLog log, long producer, int epoch, ControlRecordType type, int coordinatorEpoch, short version) {
        MemoryRecords marker = MemoryRecords.withEndTransactionMarker(
                NOW, producer, (short) epoch, new EndTransactionMarker(type, coordinatorEpoch));
        log.appendAsLeader(marker, 0, Writer.coordinator(VerificationGuard.SENTINEL, version), NOW);
    }

    private static void commitAll(PartitionLog log) {
        log.updateHighWatermark(log.endOffset());
    }

    private static List<AbortedTransaction> abortedIn(PartitionLog log, long from) {
        return log.search().abortedTransactions(from, log.read(from, log.endOffset(), Integer.MAX_VALUE, true));
    }

    @Test
    void openTransactionHoldsTheLastStableOffsetUntilItsMarkerIsCommitted() {
        PartitionLog log = log();
        append(log, NOW, "a", "1");
        write(log, 5, 0, 0, "b", "c");
        append(log, NOW, "d", "1");
        commitAll(log);
        assertThat(log.lastStableOffset()).isEqualTo(1);

        end(log, 5, 0, ControlRecordType.COMMIT);
        assertThat(log.lastStableOffset()).as("the marker may still be lost").isEqualTo(1);
        commitAll(log);

        assertThat(log.lastStableOffset()).isEqualTo(log.endOffset()).isEqualTo(5);
        assertThat(abortedIn(log, 0)).isEmpty();
    }

    @Test
    void abortedTransactionsAreFoundByEveryRangeTheyOverlap() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a", "b");
        write(log, 6, 0, 0, "c");
        end(log, 5, 0, ControlRecordType.ABORT);
        end(log, 6, 0, ControlRecordType.ABORT);
        append(log, NOW, "d", "1");
        commitAll(log);

        AbortedTransaction first = new AbortedTransaction(5, 0, 3, 2);
        AbortedTransaction second = new AbortedTransaction(6, 2, 4, 5);
        assertThat(abortedIn(log, 0)).containsExactly(first, second);
        assertThat(abortedIn(log, 3)).containsExactly(first, second);
        assertThat(abortedIn(log, 4)).containsExactly(second);
        assertThat(abortedIn(log, 5)).isEmpty();
    }

    @Test
    void readersAreNotToldOfAbortsFarBehindWhatTheyRead() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.ABORT);
        append(log, NOW, "long", "x".repeat(10_000));
        append(log, NOW, "more", "x".repeat(10_000));
        write(log, 6, 0, 0, "b");
        end(log, 6, 0, ControlRecordType.ABORT);
        commitAll(log);

        List<AbortedTransaction> near = log.search().abortedTransactions(0, log.read(0, log.endOffset(), 1, true));

        assertThat(near).extracting(AbortedTransaction::producerId).containsExactly(5L);
    }

    @Test
    void nothingBeginsATransactionThatWasNotVerified() {
        PartitionLog log = log();

        assertThatThrownBy(() -> log.appendAsLeader(batch(5, 0, 0, "a"), 0, Writer.CLIENT, NOW))
                .isInstanceOf(InvalidTxnStateException.class);

        assertThat(log.endOffset()).isZero();
        assertThat(log.producers().active()).isEmpty();
        disk.verifyTransactions(false);
        assertThat(log.appendAsLeader(batch(5, 0, 0, "a"), 0, Writer.CLIENT, NOW)
                        .firstOffset())
                .isZero();
    }

    @Test
    void verificationIsWorthNothingAfterAMarkerCameInBetween() {
        PartitionLog log = log();
        VerificationGuard guard = log.producers().startVerification(5, (short) 0, 0, false);
        end(log, 5, 0, ControlRecordType.ABORT);

        assertThatThrownBy(() -> log.appendAsLeader(batch(5, 0, 0, "late"), 0, Writer.verified(guard), NOW))
                .isInstanceOf(InvalidTxnStateException.class);

        commitAll(log);
        assertThat(log.lastStableOffset()).isEqualTo(log.endOffset());
    }

    @Test
    void onceATransactionIsOpenItNeedsNoVerification() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");

        assertThat(log.producers().startVerification(5, (short) 0, 1, false)).isEqualTo(VerificationGuard.SENTINEL);
        assertThat(log.appendAsLeader(batch(5, 0, 1, "b"), 0, Writer.CLIENT, NOW)
                        .firstOffset())
                .isEqualTo(1);
    }

    @Test
    void fencedProducerIsToldBeforeAnybodyIsAsked() {
        PartitionLog log = log();
        write(log, 5, 3, 0, "a");

        assertThatThrownBy(() -> log.producers().startVerification(5, (short) 2, 1, true))
                .isInstanceOf(InvalidProducerEpochException.class);
        assertThatThrownBy(() -> log.appendAsLeader(batch(5, 2, 1, "b"), 0, Writer.CLIENT, NOW))
                .isInstanceOf(InvalidProducerEpochException.class);
    }

    @Test
    void markerOfAnOldCoordinatorIsRefused() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.COMMIT, 4, TV_1);
        write(log, 5, 0, 1, "b");

        assertThatThrownBy(() -> end(log, 5, 0, ControlRecordType.ABORT, 3, TV_1))
                .isInstanceOf(TransactionCoordinatorFencedException.class);

        assertThat(log.producers().active())
                .containsExactly(new ProducerState()
                        .setProducerId(5)
                        .setProducerEpoch(0)
                        .setLastSequence(1)
                        .setLastTimestamp(NOW)
                        .setCoordinatorEpoch(4)
                        .setCurrentTxnStartOffset(2));
    }

    @Test
    void markerEpochIsAtLeastTheProducersInTheFirstVersionAndGreaterInTheSecond() {
        PartitionLog log = log();
        write(log, 5, 1, 0, "a");

        assertThatThrownBy(() -> end(log, 5, 0, ControlRecordType.COMMIT, 0, TV_1))
                .isInstanceOf(InvalidProducerEpochException.class);
        assertThatThrownBy(() -> end(log, 5, 1, ControlRecordType.COMMIT, 0, TV_2))
                .as("a late marker of the transaction before")
                .isInstanceOf(InvalidProducerEpochException.class);
        end(log, 5, 2, ControlRecordType.COMMIT, 0, TV_2);
        end(log, 5, 2, ControlRecordType.COMMIT, 0, TV_2); // repeated after the answer was lost
        commitAll(log);

        assertThat(log.lastStableOffset()).isEqualTo(3);
    }

    @Test
    void crashKeepsOpenTransactionsAndTheIndexOfAbortedOnes() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.ABORT);
        write(log, 6, 0, 0, "b");
        commitAll(log);
        List<AbortedTransaction> before = abortedIn(log, 0);

        disk.mount();
        commitAll(log);

        assertThat(abortedIn(log, 0)).isEqualTo(before).hasSize(1);
        assertThat(log.lastStableOffset()).isEqualTo(2);
        assertThat(log.producers().active())
                .extracting(ProducerState::currentTxnStartOffset)
                .containsExactly(-1L, 2L);
    }

    @Test
    void powerLossOpensTransactionsAgainWhoseMarkersAreGone() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.ABORT);
        log.flush();
        write(log, 6, 0, 0, "b");
        log.flush();
        end(log, 6, 0, ControlRecordType.ABORT);
        long seed = 0;
        while (log.endOffset() == 4) {
            disk.losePower(seed++);
        }

        disk.mount();
        commitAll(log);

        assertThat(log.endOffset()).isEqualTo(3);
        assertThat(abortedIn(log, 0)).extracting(AbortedTransaction::producerId).containsExactly(5L);
        assertThat(log.lastStableOffset()).isEqualTo(2);
    }

    @Test
    void truncationOpensTransactionsAgainWhoseMarkersAreCutOff() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.ABORT);
        log.updateHighWatermark(1);

        log.truncateTo(1, NOW);

        assertThat(abortedIn(log, 0)).isEmpty();
        assertThat(log.lastStableOffset()).isZero();
        log.truncateFullyAndStartAt(10);
        assertThat(log.lastStableOffset()).isEqualTo(10);
    }

    @Test
    void deletedSegmentsTakeTheirAbortedTransactionsAlong() {
        PartitionLog log = log("retention.ms", "1000", "segment.bytes", "1048576", "segment.ms", "100");
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.ABORT);
        append(log, NOW + 5_000, "later", "1");
        commitAll(log);

        assertThat(log.deleteOldSegments(NOW + 5_500)).isTrue();

        assertThat(log.startOffset()).isEqualTo(2);
        assertThat(abortedIn(log, 2)).isEmpty();
    }

    @Test
    void compactionForgetsAnAbortOnlyWhenNothingOfItIsLeft() {
        PartitionLog log = log(
                "cleanup.policy",
                "compact",
                "segment.ms",
                "100",
                "min.cleanable.dirty.ratio",
                "0",
                "delete.retention.ms",
                "10000");
        append(log, NOW, "a", "committed");
        write(log, 5, 0, 0, "a");
        end(log, 5, 0, ControlRecordType.ABORT);
        write(log, 5, 0, 1, "b");
        end(log, 5, 0, ControlRecordType.COMMIT);
        append(log, NOW + 1_000, "roll", "1");
        commitAll(log);
        log.compact(NOW + 2_000);
        assertThat(content(log)).contains("0:a=committed", "3:b=v").doesNotContain("1:a=v");
        assertThat(abortedIn(log, 0)).extracting(AbortedTransaction::lastOffset).containsExactly(2L);

        append(log, NOW + 4_000, "roll", "2");
        commitAll(log);
        log.compact(NOW + 5_000);

        assertThat(abortedIn(log, 0)).isEmpty();
    }

    @Test
    void compactionStopsAtAnOpenTransaction() {
        PartitionLog log = log("cleanup.policy", "compact", "segment.ms", "100", "min.cleanable.dirty.ratio", "0");
        append(log, NOW, "a", "1");
        append(log, NOW + 1_000, "a", "2");
        append(log, NOW + 2_000, "b", "1");
        write(log, 5, 0, 0, "c");
        append(log, NOW + 3_000, "b", "2");
        append(log, NOW + 5_000, "roll", "1");
        commitAll(log);

        log.compact(NOW + 6_000);

        assertThat(content(log)).contains("1:a=2", "2:b=1", "3:c=v", "4:b=2").doesNotContain("0:a=1");
    }

    @Test
    void producerOfAnOpenTransactionIsNeverForgotten() {
        PartitionLog log = log();
        write(log, 5, 0, 0, "a");
        write(log, 6, 0, 0, "b");
        end(log, 6, 0, ControlRecordType.COMMIT);

        log.expireProducers(NOW + DAY);

        assertThat(log.producers().active())
                .extracting(ProducerState::producerId)
                .containsExactly(5L);
    }
}
