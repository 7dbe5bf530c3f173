/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.BatchMetadata;
import org.apache.kafka.storage.internals.log.CompletedTxn;
import org.apache.kafka.storage.internals.log.LogOffsetMetadata;
import org.apache.kafka.storage.internals.log.ProducerAppendInfo;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.apache.kafka.storage.internals.log.ProducerStateManager;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.apache.kafka.storage.internals.log.VerificationStateEntry;

/**
 * What a log knows about its idempotent and transactional producers: Kafka's own
 * {@link ProducerStateManager}, never snapshotted (no file is ever touched) and rebuilt from the log
 * instead. Confined to the broker's loop.
 *
 * <p>Unlike Kafka's snapshots, rebuilding forgets producers whose last batch is no longer in the log.
 */
public final class ProducerStates {
    private static final int MAX_TRANSACTION_TIMEOUT_MS = 900_000;
    private static final File NOWHERE = new File("/nonexistent/kafka-trial");

    private final TopicPartition partition;
    private final Time time;
    private final ProducerStateManagerConfig config;
    private final AbortedIndex aborted;
    private final Bug bug;
    private ProducerStateManager states;

    ProducerStates(
            TopicPartition partition, Time time, ProducerStateManagerConfig config, AbortedIndex aborted, Bug bug) {
        this.partition = partition;
        this.time = time;
        this.config = config;
        this.aborted = aborted;
        this.bug = bug;
        this.states = empty();
    }

    private ProducerStateManager empty() {
        try {
            return new ProducerStateManager(partition, NOWHERE, MAX_TRANSACTION_TIMEOUT_MS, config, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an append will change, or the batch it repeats. */
    record Prepared(
            Map<Long, ProducerAppendInfo> producers, List<CompletedTxn> completed, Optional<BatchMetadata> duplicate) {}

    /**
     * Check sequences, epochs and transactions of all batches without changing what is known of producers.
     *
     * @throws org.apache.kafka.common.errors.ApiException OutOfOrderSequenceException,
     *     InvalidProducerEpochException, InvalidTxnStateException, … exactly as Kafka's
     */
    Prepared prepare(MemoryRecords records, Writer writer) {
        Map<Long, ProducerAppendInfo> producers = new HashMap<>();
        List<CompletedTxn> completed = new ArrayList<>();
        for (MutableRecordBatch batch : records.batches()) {
            if (!batch.hasProducerId()) {
                continue;
            }
            if (writer.origin() == AppendOrigin.CLIENT) {
                Optional<BatchMetadata> duplicate = findDuplicate(batch);
                if (duplicate.isPresent()) {
                    return new Prepared(producers, completed, duplicate);
                }
            }
            if (writer.origin() != AppendOrigin.REPLICATION && batch.isTransactional()) {
                checkTransaction(batch, writer.guard());
            }
            add(batch, writer, producers).ifPresent(completed::add);
        }
        return new Prepared(producers, completed, Optional.empty());
    }

    private Optional<BatchMetadata> findDuplicate(RecordBatch batch) {
        ProducerStateEntry entry = states.activeProducers().get(batch.producerId());
        if (entry == null || entry.producerEpoch() != batch.producerEpoch()) {
            return Optional.empty();
        }
        return entry.batchMetadata().stream()
                .filter(known -> known.firstSeq() == batch.baseSequence() && known.lastSeq() == batch.lastSequence())
                .findFirst();
    }

    /** Nothing may begin a transaction here that its coordinator does not know of: nobody would end it (KIP-890). */
    private void checkTransaction(RecordBatch batch, VerificationGuard guard) {
        if (isOpen(batch.producerId(), batch.producerEpoch())) {
            return;
        }
        checkEpoch(batch.producerId(), batch.producerEpoch());
        if (config.transactionVerificationEnabled()
                && !batch.isControlBatch()
                && !guardOf(batch.producerId()).verify(guard)
                && bug != Bug.TRANSACTION_UNVERIFIED) {
            throw new InvalidTxnStateException("Record was not part of an ongoing transaction");
        }
    }

    private boolean isOpen(long producerId, short epoch) {
        ProducerStateEntry entry = states.activeProducers().get(producerId);
        return entry != null && entry.currentTxnFirstOffset().isPresent() && entry.producerEpoch() == epoch;
    }

    private void checkEpoch(long producerId, short epoch) {
        ProducerStateEntry entry = states.activeProducers().get(producerId);
        if (entry != null && epoch < entry.producerEpoch()) {
            throw new InvalidProducerEpochException("Epoch of producer " + producerId + " is " + epoch
                    + ", which is smaller than the last seen epoch " + entry.producerEpoch());
        }
    }

    private VerificationGuard guardOf(long producerId) {
        VerificationStateEntry entry = states.verificationStateEntry(producerId);
        return entry == null ? VerificationGuard.SENTINEL : entry.verificationGuard();
    }

    /**
     * Begin to verify that the coordinator knows of the transaction a producer wants to begin here. The guard
     * goes with the append when the coordinator has agreed; if a marker comes in between, it is worth nothing.
     *
     * @param sequence of the first record to come
     * @param addsPartition whether the coordinator adds the partition rather than only verifies it
     * @return {@link VerificationGuard#SENTINEL} if the transaction is open here and needs no verification
     * @throws InvalidProducerEpochException if the producer is fenced
     */
    public VerificationGuard startVerification(long producerId, short epoch, int sequence, boolean addsPartition) {
        checkEpoch(producerId, epoch);
        return isOpen(producerId, epoch)
                ? VerificationGuard.SENTINEL
                : states.maybeCreateVerificationStateEntry(producerId, sequence, epoch, addsPartition)
                        .verificationGuard();
    }

    private Optional<CompletedTxn> add(RecordBatch batch, Writer writer, Map<Long, ProducerAppendInfo> producers) {
        AppendOrigin origin = bug == Bug.MARKER_EPOCHS_UNCHECKED && batch.isControlBatch()
                ? AppendOrigin.REPLICATION
                : writer.origin();
        ProducerAppendInfo info = producers.computeIfAbsent(batch.producerId(), id -> states.prepareUpdate(id, origin));
        Optional<LogOffsetMetadata> start =
                batch.isTransactional() ? Optional.of(new LogOffsetMetadata(batch.baseOffset())) : Optional.empty();
        Optional<CompletedTxn> completed = info.append(batch, start, writer.transactionVersion());
        if (batch.isTransactional()) {
            forgetVerification(batch);
        }
        return completed;
    }

    /** It has served, unless a marker of the producer's last transaction comes after the next one was announced. */
    private void forgetVerification(RecordBatch batch) {
        VerificationStateEntry entry = states.verificationStateEntry(batch.producerId());
        boolean nextBegan = entry != null
                && entry.supportsEpochBump()
                && batch.isControlBatch()
                && batch.producerEpoch() == entry.epoch();
        if (!nextBegan) {
            states.clearVerificationStateEntry(batch.producerId());
        }
    }

    /** Make a prepared change, its batches having been appended. */
    void commit(Prepared prepared, long logEndOffset) {
        update(prepared, logEndOffset, bug != Bug.ABORTED_NOT_INDEXED);
    }

    private void update(Prepared prepared, long logEndOffset, boolean index) {
        prepared.producers().values().forEach(states::update);
        for (CompletedTxn completed : prepared.completed()) {
            if (completed.isAborted() && index) {
                aborted.add(new AbortedTransaction(
                        completed.producerId(),
                        completed.firstOffset(),
                        completed.lastOffset(),
                        states.lastStableOffset(completed)));
            }
            states.completeTxn(completed);
        }
        states.updateMapEndOffset(logEndOffset);
    }

    /** Forget everything and learn it again from the log. */
    void rebuild(Iterable<MemoryRecords> log, long logEndOffset) {
        states = empty();
        for (MemoryRecords records : log) {
            update(prepare(records, Writer.LEADER), logEndOffset, false);
        }
        states.updateMapEndOffset(logEndOffset);
    }

    /**
     * Forget producers that have been silent for {@code producer.id.expiration.ms} and have no transaction
     * open, and verifications nobody came back from for as long.
     */
    void expire(long nowMs) {
        states.removeExpiredProducers(nowMs);
    }

    /** Whether this batch is all that tells a producer's last sequence or epoch. */
    boolean isLastOfProducer(RecordBatch batch) {
        ProducerStateEntry entry =
                batch.hasProducerId() ? states.activeProducers().get(batch.producerId()) : null;
        if (entry == null) {
            return false;
        }
        return entry.lastDataOffset() >= 0
                ? batch.lastOffset() == entry.lastDataOffset()
                : batch.isControlBatch() && batch.producerEpoch() == entry.producerEpoch();
    }

    boolean isEmpty() {
        return states.isEmpty();
    }

    void onHighWatermark(long highWatermark) {
        states.onHighWatermarkUpdated(highWatermark);
    }

    void onLogStart(long logStartOffset) {
        states.onLogStartOffsetIncremented(logStartOffset);
    }

    /** The first offset of a transaction that is open, or whose end is not committed yet. */
    OptionalLong firstUnstableOffset() {
        if (bug == Bug.STABLE_BEFORE_MARKER_IS_COMMITTED) {
            return states.firstUndecidedOffset();
        }
        return states.firstUnstableOffset()
                .map(metadata -> OptionalLong.of(metadata.messageOffset))
                .orElseGet(OptionalLong::empty);
    }

    /** Every producer that is not forgotten, in the words of DescribeProducers (KIP-664). */
    public List<ProducerState> active() {
        List<ProducerState> active = new ArrayList<>();
        states.activeProducers().forEach((id, entry) -> {
            int lastSequence = RecordBatch.NO_SEQUENCE;
            for (BatchMetadata batch : entry.batchMetadata()) {
                lastSequence = batch.lastSeq();
            }
            active.add(new ProducerState()
                    .setProducerId(id)
                    .setProducerEpoch(entry.producerEpoch())
                    .setLastSequence(lastSequence)
                    .setLastTimestamp(entry.lastTimestamp())
                    .setCoordinatorEpoch(entry.coordinatorEpoch())
                    .setCurrentTxnStartOffset(entry.currentTxnFirstOffset().orElse(-1)));
        });
        return active;
    }
}
