/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a follower asks of a leader, and the leader's answer. Travels between brokers of one JVM as it
 * is; both are immutable, and records in an {@link Answer} are never overwritten.
 */
public final class ReplicaFetch {

    private ReplicaFetch() {}

    /**
     * A follower's fetch of all partitions it follows from one leader.
     *
     * @param replicaId the follower
     * @param replicaEpoch the follower's broker epoch (KIP-903), {@code -1} if it knows none
     * @param maxWaitMs how long the leader may hold the request
     * @param minBytes answer at once when this much can be read
     * @param maxBytes bound of the whole answer; the first non-empty partition may exceed it by one batch
     */
    public record Request(
            int replicaId, long replicaEpoch, int maxWaitMs, int minBytes, int maxBytes, List<Wanted> partitions) {
        public Request {
            partitions = List.copyOf(partitions);
        }

        /** The answer of a leader that refuses each partition with this error. */
        public Answer refused(Errors error) {
            Map<TopicIdPartition, FetchResult> all = new HashMap<>();
            partitions.forEach(wanted -> all.put(wanted.partition(), FetchResult.failed(error, Optional.empty())));
            return new Answer(all);
        }
    }

    /**
     * One partition of a {@link Request}.
     *
     * @param fetchOffset the follower's log end offset
     * @param logStartOffset the follower's log start offset
     * @param maxBytes bound for this partition
     * @param currentLeaderEpoch the epoch the follower follows in
     * @param lastFetchedEpoch the epoch of the follower's last batch, {@code -1} if its log is empty
     */
    public record Wanted(
            TopicIdPartition partition,
            long fetchOffset,
            long logStartOffset,
            int maxBytes,
            int currentLeaderEpoch,
            int lastFetchedEpoch) {}

    /** The leader's answer; every partition asked for is there. */
    public record Answer(Map<TopicIdPartition, FetchResult> partitions) {
        /** How long its records are. */
        public long bytes() {
            return partitions.values().stream()
                    .mapToLong(result -> result.records().sizeInBytes())
                    .sum();
        }
    }
}
