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
import org.apache.kafka.common.TopicPartition;
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

/**
 * What a log knows about its idempotent and transactional producers: Kafka's own
 * {@link ProducerStateManager}, never snapshotted (no file is ever touched) and rebuilt from the log
 * instead. Confined to the broker's loop.
 *
 * <p>Unlike Kafka's snapshots, rebuilding forgets producers whose last batch is no longer in the log.
 */
final class ProducerStates {
    private static final int MAX_TRANSACTION_TIMEOUT_MS = 900_000;
    private static final short NO_TRANSACTION_VERSION = -1;
    private static final File NOWHERE = new File("/nonexistent/kafka-trial");

    private final TopicPartition partition;
    private final Time time;
    private final ProducerStateManagerConfig config;
    private ProducerStateManager states;

    ProducerStates(TopicPartition partition, Time time, ProducerStateManagerConfig config) {
        this.partition = partition;
        this.time = time;
        this.config = config;
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
     * Check sequences and epochs of all batches without changing anything.
     *
     * @throws org.apache.kafka.common.errors.ApiException OutOfOrderSequenceException,
     *     InvalidProducerEpochException, … exactly as Kafka's
     */
    Prepared prepare(MemoryRecords records, AppendOrigin origin) {
        Map<Long, ProducerAppendInfo> producers = new HashMap<>();
        List<CompletedTxn> completed = new ArrayList<>();
        for (MutableRecordBatch batch : records.batches()) {
            if (!batch.hasProducerId()) {
                continue;
            }
            if (origin == AppendOrigin.CLIENT) {
                Optional<BatchMetadata> duplicate = findDuplicate(batch);
                if (duplicate.isPresent()) {
                    return new Prepared(producers, completed, duplicate);
                }
            }
            add(batch, origin, producers).ifPresent(completed::add);
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

    private Optional<CompletedTxn> add(
            RecordBatch batch, AppendOrigin origin, Map<Long, ProducerAppendInfo> producers) {
        ProducerAppendInfo info = producers.computeIfAbsent(batch.producerId(), id -> states.prepareUpdate(id, origin));
        Optional<LogOffsetMetadata> start =
                batch.isTransactional() ? Optional.of(new LogOffsetMetadata(batch.baseOffset())) : Optional.empty();
        return info.append(batch, start, NO_TRANSACTION_VERSION);
    }

    /** Make a prepared change, its batches having been appended. */
    void commit(Prepared prepared, long logEndOffset) {
        prepared.producers().values().forEach(states::update);
        prepared.completed().forEach(states::completeTxn);
        states.updateMapEndOffset(logEndOffset);
    }

    /** Forget everything and learn it again from the log. */
    void rebuild(Iterable<MemoryRecords> log, long logEndOffset) {
        states = empty();
        for (MemoryRecords records : log) {
            commit(prepare(records, AppendOrigin.REPLICATION), logEndOffset);
        }
        states.updateMapEndOffset(logEndOffset);
    }

    /** Forget producers that have been silent for {@code producer.id.expiration.ms} and have no transaction open. */
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
    Optional<Long> firstUnstableOffset() {
        return states.firstUnstableOffset().map(metadata -> metadata.messageOffset);
    }
}
