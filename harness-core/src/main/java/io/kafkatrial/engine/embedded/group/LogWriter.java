/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/** The coordinator's way to its log, and the high watermark's way back. Confined to the loop. */
final class LogWriter implements PartitionWriter {

    private final CoordinatorLog log;
    private final Map<Integer, Listener> listeners = new HashMap<>();
    private @Nullable LogConfig config;

    LogWriter(CoordinatorLog log) {
        this.log = log;
    }

    /** Tell the coordinator how far its log is committed, if it has asked to know. */
    void onHighWatermark(TopicPartition partition, long highWatermark) {
        Listener listener = listeners.get(partition.partition());
        if (listener != null) {
            listener.onHighWatermarkUpdated(partition, highWatermark);
        }
    }

    /**
     * Tell the coordinator nothing more of this partition. A follower's high watermark moves over records
     * the coordinator did not write, so this comes first when leadership ends, before the coordinator
     * hears of it.
     */
    void silence(int partition) {
        listeners.remove(partition);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The high watermark may have moved between the end of loading and this call; the listener is told
     * at once, or it would wait for the next record to see offsets that are committed already.
     */
    @Override
    public void registerListener(TopicPartition partition, Listener listener) {
        listeners.put(partition.partition(), listener);
        OptionalLong highWatermark = log.highWatermark(partition.partition());
        if (highWatermark.isPresent()) {
            listener.onHighWatermarkUpdated(partition, highWatermark.getAsLong());
        }
    }

    @Override
    public void deregisterListener(TopicPartition partition, Listener listener) {
        listeners.remove(partition.partition(), listener);
    }

    @Override
    public LogConfig config(TopicPartition partition) {
        int maxBatchBytes = log.maxBatchBytes(partition.partition());
        LogConfig known = config;
        if (known == null || known.maxMessageSize() != maxBatchBytes) {
            known = new LogConfig(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxBatchBytes));
            config = known;
        }
        return known;
    }

    @Override
    public long append(
            TopicPartition partition, VerificationGuard guard, MemoryRecords records, short transactionVersion) {
        return log.append(partition.partition(), records, new CoordinatorLog.InTransaction(guard, transactionVersion));
    }

    @Override
    public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
            TopicPartition partition, String transactionalId, long producerId, short producerEpoch, int apiVersion) {
        return log.verify(
                        partition.partition(),
                        new CoordinatorLog.OffsetsTransaction(transactionalId, producerId, producerEpoch),
                        apiVersion)
                .toCompletableFuture();
    }

    @Override
    public CompletableFuture<Void> deleteRecords(TopicPartition partition, long offset) {
        return log.deleteRecords(partition.partition(), offset).toCompletableFuture();
    }
}
