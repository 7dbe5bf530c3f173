/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer stands, learned from what it handed out: asking the consumer itself could block.
 * Guarded by itself: commits of the consumer's background thread look at it too.
 */
final class Positions {

    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> durable = new HashMap<>();
    private final Set<TopicPartition> moved = new HashSet<>();
    private final Set<TopicPartition> fresh = new HashSet<>();

    /**
     * Where a consumer reads on.
     *
     * @param expected the offset after the last one handed out, or the one the application sought; empty if nothing is
     *     known yet
     * @param moved whether the application moved it to a place that only the broker knows
     */
    record Expectation(OptionalLong expected, boolean moved) {}

    /** Records from {@code first} to {@code last} were handed out; what was expected before. */
    synchronized Expectation polled(TopicPartition partition, long first, long last) {
        fresh.remove(partition);
        durable.putIfAbsent(partition, first);
        Long before = next.put(partition, last + 1);
        return new Expectation(
                before == null ? OptionalLong.empty() : OptionalLong.of((long) before), moved.remove(partition));
    }

    /** The application moved to this offset. */
    synchronized void sought(TopicPartition partition, long offset) {
        fresh.remove(partition);
        moved.remove(partition);
        next.put(partition, offset);
    }

    /** The application moved to the beginning or the end: nothing is known until the next poll. */
    synchronized void moved(Collection<TopicPartition> partitions) {
        fresh.removeAll(partitions);
        next.keySet().removeAll(partitions);
        moved.addAll(partitions);
    }

    /** Partitions came or went: nothing is known of them. */
    synchronized void changed(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
        durable.keySet().removeAll(partitions);
        moved.removeAll(partitions);
        fresh.removeAll(partitions);
    }

    /** Partitions came: the consumer finds out by itself where to begin. */
    synchronized void assigned(Collection<TopicPartition> partitions) {
        changed(partitions);
        fresh.addAll(partitions);
    }

    /** The application names offsets to commit: they need not be positions. */
    synchronized void named(Collection<TopicPartition> partitions) {
        fresh.removeAll(partitions);
    }

    /** Whether a partition has come of which neither a poll nor the application has told where the consumer stands. */
    synchronized boolean isFresh(TopicPartition partition) {
        return fresh.contains(partition);
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
