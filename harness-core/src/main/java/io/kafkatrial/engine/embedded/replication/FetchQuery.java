/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;

/**
 * A fetch by whomever.
 *
 * @param replicaId the follower that asks, {@code -1} for a consumer
 * @param rack where the reader is, empty if it did not say
 * @param upTo what the reader may see
 */
record FetchQuery(
        long token,
        int replicaId,
        long replicaEpoch,
        UpTo upTo,
        boolean onlyLeader,
        String rack,
        int maxWaitMs,
        int minBytes,
        int maxBytes,
        Map<TopicIdPartition, ReadAt> partitions) {

    /** Where a reader's view of a log ends. */
    enum UpTo {
        LOG_END,
        HIGH_WATERMARK,
        LAST_STABLE;

        long of(Hosted replica) {
            return switch (this) {
                case LOG_END -> replica.log().endOffset();
                case HIGH_WATERMARK ->
                    replica.log().has(Bug.CONSUMERS_READ_TO_LOG_END)
                            ? replica.log().endOffset()
                            : replica.log().highWatermark();
                case LAST_STABLE -> replica.log().lastStableOffset();
            };
        }
    }

    static FetchQuery of(Input.ConsumerFetch fetch) {
        Map<TopicIdPartition, ReadAt> partitions = new LinkedHashMap<>();
        fetch.partitions().forEach((partition, position) -> partitions.put(partition, ReadAt.of(position)));
        UpTo upTo = fetch.isolation() == IsolationLevel.READ_COMMITTED ? UpTo.LAST_STABLE : UpTo.HIGH_WATERMARK;
        return new FetchQuery(
                fetch.token(),
                -1,
                -1,
                upTo,
                fetch.onlyLeader(),
                fetch.rack(),
                fetch.maxWaitMs(),
                fetch.minBytes(),
                fetch.maxBytes(),
                partitions);
    }

    static FetchQuery of(Input.FetchByReplica fetch) {
        ReplicaFetch.Request request = fetch.request();
        Map<TopicIdPartition, ReadAt> partitions = new LinkedHashMap<>();
        request.partitions().forEach(wanted -> partitions.put(wanted.partition(), ReadAt.of(wanted)));
        return new FetchQuery(
                fetch.token(),
                request.replicaId(),
                request.replicaEpoch(),
                UpTo.LOG_END,
                true,
                "",
                request.maxWaitMs(),
                request.minBytes(),
                request.maxBytes(),
                partitions);
    }

    boolean isByReplica() {
        return replicaId >= 0;
    }
}
