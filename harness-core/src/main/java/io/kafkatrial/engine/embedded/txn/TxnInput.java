/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.server.common.TransactionVersion;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to {@link Transactions}. A token names a request and comes back with its answer. */
public sealed interface TxnInput {

    /** Time has passed; what is due happens. */
    record Tick() implements TxnInput {}

    /** This broker leads a partition of {@code __transaction_state}, in this epoch. */
    record Elected(int partition, int leaderEpoch) implements TxnInput {}

    /** This broker leads that partition no longer, or never did. */
    record Resigned(int partition) implements TxnInput {}

    /** Batches of the log that is loaded, in order, as asked for by {@link TxnOutput.Load}. */
    record Replayed(int partition, int leaderEpoch, MemoryRecords records) implements TxnInput {}

    /**
     * All of the log is replayed.
     *
     * @param endOffset the end of the log, committed or not
     */
    record ReplayEnded(int partition, int leaderEpoch, long endOffset) implements TxnInput {}

    /** The high watermark of a partition of {@code __transaction_state} is this now. */
    record HighWatermark(int partition, long offset) implements TxnInput {}

    /** Leaders of partitions changed, or topics went; markers may find their way now. */
    record MetadataChanged() implements TxnInput {}

    /**
     * Give a transactional id its producer id and a fresh epoch.
     *
     * @param timeoutMs the longest time one of its transactions may be open
     * @param expected what the producer has, if it goes on after an error (KIP-360)
     */
    record InitProducerId(long token, String transactionalId, int timeoutMs, Optional<ProducerIdAndEpoch> expected)
            implements TxnInput {}

    /**
     * Make partitions part of the current transaction, or of the next if there is none.
     *
     * @param version the protocol of the client: TV_2 when a partition's leader adds for it
     * @param patienceMs how long to wait while the last transaction still ends, instead of answering
     *     CONCURRENT_TRANSACTIONS at once
     */
    record AddPartitions(
            long token,
            TxnProducer producer,
            Set<TopicPartition> partitions,
            TransactionVersion version,
            int patienceMs)
            implements TxnInput {
        public AddPartitions {
            partitions = Set.copyOf(partitions);
        }
    }

    /** Commit or abort. */
    record EndTxn(long token, TxnProducer producer, TransactionResult result, TransactionVersion version)
            implements TxnInput {}

    /** The end of a {@link TxnOutput.Append}. */
    record Appended(long appendId, Errors error) implements TxnInput {}

    /**
     * The end of a {@link TxnOutput.SendMarkers}.
     *
     * @param errors by producer id and partition; {@code null} if the broker was not reached or did not
     *     answer, and may have written all of them or none
     */
    record MarkersSent(long requestId, @Nullable Map<Long, Map<TopicPartition, Errors>> errors) implements TxnInput {}

    /** The end of a {@link TxnOutput.WantProducerId}; no ids if the controller could not be asked. */
    record ProducerIds(List<Long> ids) implements TxnInput {
        public ProducerIds {
            ids = List.copyOf(ids);
        }
    }
}
