/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** Everything {@link Replication} can want done. */
public sealed interface Output {

    /**
     * The answer to {@link Input.Produce}; given for acks=0 too, so that an error can close the connection. Or to
     * {@link Input.CoordinatorAppend}.
     *
     * @param byClient whether a client sent the records; else a coordinator wrote them, markers for example
     */
    record ProduceDone(long token, Map<TopicIdPartition, ProduceResult> results, boolean byClient) implements Output {}

    /** The answer to {@link Input.ConsumerFetch}, partitions in the order they were asked for. */
    record FetchDone(long token, Map<TopicIdPartition, FetchResult> results) implements Output {}

    /** The answer to {@link Input.FetchByReplica}. */
    record ReplicaFetchDone(long token, ReplicaFetch.Answer answer) implements Output {}

    /**
     * Send {@code request} to {@code leader} and report how it ended by {@link Input.ReplicaFetchEnded}.
     *
     * @param timeoutMs when to give up waiting
     */
    record SendReplicaFetch(int leader, long requestId, int timeoutMs, ReplicaFetch.Request request)
            implements Output {}

    /**
     * Propose an in-sync set to the active controller and report how it ended by
     * {@link Input.AlterPartitionEnded}. At most one is in flight for each partition.
     *
     * @param isr the proposed in-sync replicas with the broker epochs their fetches carried
     */
    record SendAlterPartition(
            long requestId, TopicIdPartition partition, int leaderEpoch, int partitionEpoch, List<IsrMember> isr)
            implements Output {}

    /** A proposed in-sync replica; {@code brokerEpoch} is -1 when the leader does not know it. */
    record IsrMember(int brokerId, long brokerEpoch) {}

    /**
     * Ask the coordinator of the transaction to add these partitions, or whether it knows of them, and report
     * how that ended by {@link Input.TransactionVerified}.
     */
    record VerifyTransaction(long requestId, Input.Transactional producer, Set<TopicPartition> partitions)
            implements Output {}

    /** The answer to {@link Input.VerifyPartition}: an error, or the guard to append with. */
    record PartitionVerified(long token, Errors error, VerificationGuard guard) implements Output {}

    /** The high watermark of a local replica, leading or following, rose to {@code highWatermark}. */
    record HighWatermarkAdvanced(TopicIdPartition partition, long highWatermark) implements Output {}

    /** This broker now leads the partition in a new epoch. */
    record BecameLeader(TopicIdPartition partition, int leaderEpoch) implements Output {}

    /** This broker now follows {@code leader} (-1: nobody) in a new epoch; it may have led before. */
    record BecameFollower(TopicIdPartition partition, int leader, int leaderEpoch) implements Output {}

    /** This broker has no replica of the partition any more: deleted, or moved elsewhere. */
    record Removed(TopicIdPartition partition) implements Output {}

    /** The answer to {@link Input.DeleteRecords}. */
    record DeleteRecordsDone(long token, Map<TopicPartition, DeletedRecords> results) implements Output {}

    /**
     * The disk failed or is full. As its only log directory is offline this broker takes no further step;
     * Kafka halts the process.
     */
    record LogDirFailed() implements Output {}
}
