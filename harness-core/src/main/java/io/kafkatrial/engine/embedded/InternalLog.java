/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.group.CoordinatorLog;
import io.kafkatrial.engine.embedded.log.Writer;
import io.kafkatrial.engine.embedded.replication.DeletedRecords;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Replication;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.server.config.ServerLogConfigs;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** The broker's replicas of one internal topic, as the topic's coordinator sees them. Confined to the loop. */
final class InternalLog implements CoordinatorLog {

    /** What Kafka's coordinators give such a deletion. */
    private static final int DELETION_TIMEOUT_MS = 30_000;

    private final ReplicationDriver driver;
    private final String topic;
    private final Replication replication;

    /**
     * @param topic the internal topic a coordinator keeps its state in
     */
    InternalLog(ReplicationDriver driver, String topic) {
        this.driver = driver;
        this.topic = topic;
        this.replication = driver.replication();
    }

    private TopicPartition at(int partition) {
        return new TopicPartition(topic, partition);
    }

    @Override
    public long append(int partition, MemoryRecords records, InTransaction transaction) {
        return driver.append(at(partition), records, Writer.coordinator(transaction.guard(), transaction.version()));
    }

    @Override
    public CompletionStage<VerificationGuard> verify(int partition, OffsetsTransaction transaction, int apiVersion) {
        Input.InTransaction known = new Input.InTransaction(
                transaction.transactionalId(),
                AddPartitionsToTxnManager.txnOffsetCommitRequestVersionToTransactionSupportedOperation(apiVersion));
        return driver.plane()
                .verify(
                        at(partition),
                        new Input.Transactional(known, transaction.producerId(), transaction.producerEpoch()));
    }

    @Override
    public MemoryRecords read(int partition, long offset, int maxBytes) {
        return replication.readForLoading(at(partition), offset, maxBytes);
    }

    @Override
    public OptionalLong startOffset(int partition) {
        return replication.logStartOffset(at(partition));
    }

    @Override
    public OptionalLong endOffset(int partition) {
        TopicPartition offsets = at(partition);
        return replication.isLeader(offsets) ? replication.logEndOffset(offsets) : OptionalLong.empty();
    }

    @Override
    public OptionalLong highWatermark(int partition) {
        return replication.highWatermark(at(partition));
    }

    @Override
    public int maxBatchBytes(int partition) {
        return replication.maxBatchBytes(at(partition)).orElse(ServerLogConfigs.MAX_MESSAGE_BYTES_DEFAULT);
    }

    @Override
    public CompletionStage<Void> deleteRecords(int partition, long offset) {
        TopicPartition offsets = at(partition);
        return driver.plane()
                .deleteRecordsAsCoordinator(DELETION_TIMEOUT_MS, Map.of(offsets, offset))
                .thenAccept(results -> {
                    DeletedRecords deleted = results.get(offsets);
                    if (deleted != null && deleted.error() != Errors.NONE) {
                        throw deleted.error().exception();
                    }
                });
    }
}
