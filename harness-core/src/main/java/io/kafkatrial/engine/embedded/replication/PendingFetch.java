/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A fetch that waits for more to read. The behaviour of Kafka's DelayedFetch. Confined to the loop. */
final class PendingFetch {
    private final FetchQuery query;
    private final Reader reader;
    private final List<Part> parts = new ArrayList<>();
    private Deadlines.@Nullable Deadline expiry;

    private record Part(TopicIdPartition partition, ReadAt at, Hosted replica) {}

    PendingFetch(FetchQuery query, Reader reader, Replicas replicas) {
        this.query = query;
        this.reader = reader;
        for (Map.Entry<TopicIdPartition, ReadAt> entry : query.partitions().entrySet()) {
            Hosted replica = replicas.find(entry.getKey().topicPartition());
            if (replica != null) {
                parts.add(new Part(entry.getKey(), entry.getValue(), replica));
            }
        }
    }

    FetchQuery query() {
        return query;
    }

    void expiry(Deadlines.Deadline deadline) {
        expiry = deadline;
    }

    Deadlines.@Nullable Deadline expiry() {
        return expiry;
    }

    void watch() {
        parts.forEach(part -> part.replica().fetches().add(this));
    }

    void unwatch() {
        parts.forEach(part -> part.replica().fetches().remove(this));
    }

    /** Whether it should be answered now: enough to read, an error, a divergence, or a log that was cut. */
    boolean isReady() {
        long bytes = 0;
        for (Part part : parts) {
            Hosted replica = part.replica();
            if (replica.isGone() || reader.check(part.partition(), replica, part.at(), query) != Errors.NONE) {
                return true;
            }
            long end = query.upTo().of(replica);
            if (part.at().fetchOffset() > end || diverges(part)) {
                return true;
            }
            bytes += Math.min(
                    part.at().maxBytes(),
                    replica.log().search().readableBytes(part.at().fetchOffset(), end));
        }
        return bytes >= query.minBytes();
    }

    private static boolean diverges(Part part) {
        try {
            return Reader.diverging(part.replica(), part.at()).isPresent();
        } catch (OffsetOutOfRangeException outside) {
            return true;
        }
    }
}
