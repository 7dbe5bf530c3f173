/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager.TransactionSupportedOperation;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to {@link Replication}. A token names a request and comes back with its answer. */
public sealed interface Input {

    /** Time has passed; due timeouts, fetches and checkpoints happen. */
    record Tick() implements Input {}

    /** The controller registered this broker under a new epoch. */
    record Registered(long brokerEpoch) implements Input {}

    /**
     * The metadata given so far holds everything up to this broker's own registration. Logs on its disk
     * that it has no replica of are strays, of topics deleted or moved while it was down, and go.
     */
    record MetadataComplete() implements Input {}

    /**
     * New committed metadata.
     *
     * @param changed partitions that are new or different; those this broker has no replica of are
     *     remembered only for leader hints
     * @param removed partitions that are deleted; their logs go
     * @param brokers all registered brokers, this one included
     */
    record MetadataChanged(
            List<PartitionMetadata> changed, List<TopicIdPartition> removed, Collection<BrokerStatus> brokers)
            implements Input {}

    /**
     * Append to partitions this broker leads.
     *
     * @param acks 0, 1 or -1 (all)
     * @param timeoutMs how long acks=all may take
     * @param records validated and changed in place; the caller must not use them afterwards
     * @param transaction of the producer; empty if it has none
     */
    record Produce(
            long token,
            short acks,
            int timeoutMs,
            Map<TopicIdPartition, MemoryRecords> records,
            Optional<InTransaction> transaction)
            implements Input {

        /** A producer without a transaction. */
        public Produce(long token, short acks, int timeoutMs, Map<TopicIdPartition, MemoryRecords> records) {
            this(token, acks, timeoutMs, records, Optional.empty());
        }
    }

    /**
     * The transaction of a producer.
     *
     * @param operation what the version of its request allows: to add partitions, or to verify them only
     */
    record InTransaction(String transactionalId, TransactionSupportedOperation operation) {}

    /** A producer with a transaction. */
    record Transactional(InTransaction transaction, long id, short epoch) {
        /** What the version of its request allows. */
        public TransactionSupportedOperation operation() {
            return transaction.operation();
        }
    }

    /** Ask the transaction coordinator for a coordinator here, which will append to a partition this broker leads. */
    record VerifyPartition(long token, TopicPartition partition, Transactional producer) implements Input {}

    /**
     * The end of an {@link Output.VerifyTransaction}.
     *
     * @param errors of partitions that are not part of the transaction; NETWORK_EXCEPTION if the coordinator
     *     could not be reached
     */
    record TransactionVerified(long requestId, Map<TopicPartition, Errors> errors) implements Input {}

    /**
     * Append as a coordinator of this broker, with acks=all: in-sync replicas are counted before, and the
     * answer is a {@link Output.ProduceDone} when the records are committed or the time is up.
     *
     * @param transactionVersion by whose rules a marker is judged; -1 if there is none
     */
    record CoordinatorAppend(
            long token, int timeoutMs, TopicPartition partition, MemoryRecords records, short transactionVersion)
            implements Input {

        /** Records that are no markers. */
        public CoordinatorAppend(long token, int timeoutMs, TopicPartition partition, MemoryRecords records) {
            this(token, timeoutMs, partition, records, TransactionVersion.TV_UNKNOWN);
        }
    }

    /**
     * Read as a consumer.
     *
     * @param onlyLeader refuse to be read from a follower; consumers before Fetch v11 expect that, later
     *     ones may read a follower up to its high watermark (KIP-392)
     * @param rack the consumer's {@code client.rack}, empty if it has none
     * @param partitions in the order they are to be read
     */
    record ConsumerFetch(
            long token,
            int maxWaitMs,
            int minBytes,
            int maxBytes,
            IsolationLevel isolation,
            boolean onlyLeader,
            String rack,
            Map<TopicIdPartition, Position> partitions)
            implements Input {

        /** A fetch by a consumer that did not say where it is. */
        public ConsumerFetch(
                long token,
                int maxWaitMs,
                int minBytes,
                int maxBytes,
                IsolationLevel isolation,
                boolean onlyLeader,
                Map<TopicIdPartition, Position> partitions) {
            this(token, maxWaitMs, minBytes, maxBytes, isolation, onlyLeader, "", partitions);
        }

        /** A fetch of Fetch v11 or later. */
        public ConsumerFetch(
                long token,
                int maxWaitMs,
                int minBytes,
                int maxBytes,
                IsolationLevel isolation,
                Map<TopicIdPartition, Position> partitions) {
            this(token, maxWaitMs, minBytes, maxBytes, isolation, false, "", partitions);
        }
    }

    /**
     * One partition of a {@link ConsumerFetch}.
     *
     * @param currentLeaderEpoch the epoch the consumer believes in, if it said (KIP-320)
     * @param lastFetchedEpoch the epoch of the last record it read, if it said
     */
    record Position(long fetchOffset, int maxBytes, OptionalInt currentLeaderEpoch, OptionalInt lastFetchedEpoch) {}

    /**
     * Drop the records before these offsets of partitions this broker leads, on all their replicas.
     *
     * @param timeoutMs how long to wait for the other replicas
     * @param before the first offset to keep, or -1 for the high watermark
     * @param internalToo whether a coordinator asks, which may trim its own log; a client may not
     */
    record DeleteRecords(long token, int timeoutMs, Map<TopicPartition, Long> before, boolean internalToo)
            implements Input {

        /** A client's request. */
        public DeleteRecords(long token, int timeoutMs, Map<TopicPartition, Long> before) {
            this(token, timeoutMs, before, false);
        }
    }

    /** A follower asks this leader. */
    record FetchByReplica(long token, ReplicaFetch.Request request) implements Input {}

    /**
     * The end of a {@link Output.SendReplicaFetch}.
     *
     * @param answer {@code null} if the leader could not be reached or did not answer in time
     */
    record ReplicaFetchEnded(int leader, long requestId, ReplicaFetch.@Nullable Answer answer) implements Input {}

    /**
     * The end of an {@link Output.SendAlterPartition}.
     *
     * @param error the partition's error, or the top-level one; any retriable error if the controller
     *     could not be reached
     * @param answer the controller's state of the partition, if there was no error
     */
    record AlterPartitionEnded(long requestId, Errors error, @Nullable IsrState answer) implements Input {}

    /** A partition's leader and in-sync set in the controller's answer to AlterPartition. */
    record IsrState(int leader, int leaderEpoch, int partitionEpoch, List<Integer> isr) {}
}
