/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

/** A partition of a topic, written {@code orders-0}. */
public record PartitionId(String topic, int partition) implements Comparable<PartitionId> {

    public PartitionId {
        requireNonNull(topic, "topic");
        if (partition < 0) {
            throw new IllegalArgumentException("partition must not be negative: " + partition);
        }
    }

    /**
     * Parse {@code TOPIC-PARTITION}; the last dash separates the two, so topics may contain dashes.
     *
     * @throws IllegalArgumentException if {@code text} has not that form
     */
    public static PartitionId parse(String text) {
        int dash = text.lastIndexOf('-');
        if (dash > 0 && dash < text.length() - 1) {
            try {
                return new PartitionId(text.substring(0, dash), Integer.parseUnsignedInt(text.substring(dash + 1)));
            } catch (NumberFormatException notANumber) {
                // falls through to the one complaint below
            }
        }
        throw new IllegalArgumentException("not a partition (TOPIC-NUMBER, for example orders-0): '" + text + "'");
    }

    @Override
    public int compareTo(PartitionId other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
