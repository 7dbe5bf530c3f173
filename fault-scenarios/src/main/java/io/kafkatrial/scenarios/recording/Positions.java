/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer stands, learned from what it handed out: asking the consumer itself could block.
 * Guarded by itself: commits of the consumer's background thread look at it too.
 */
final class Positions {

    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> durable = new HashMap<>();

    /** A record was handed out. */
    synchronized void polled(TopicPartition partition, long offset) {
        durable.putIfAbsent(partition, offset);
        next.put(partition, offset + 1);
    }

    /** The application moved: nothing is known until the next poll. */
    synchronized void moved(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
    }

    /** Partitions came or went: nothing is known of them. */
    synchronized void changed(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
        durable.keySet().removeAll(partitions);
    }

    synchronized void committed(TopicPartition partition, long offset) {
        durable.put(partition, offset);
    }

    /** What a commit without arguments commits. */
    synchronized Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        return offsets;
    }

    /** Positions whose commit would change nothing. */
    synchronized Map<TopicPartition, Long> harmless() {
        return Map.copyOf(durable);
    }
}
