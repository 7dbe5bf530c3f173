/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.metadata.ClusterView;
import java.util.OptionalInt;

/**
 * What is known of the cluster, and who is told.
 *
 * @param view the committed metadata
 * @param events handed to all listeners
 */
public record Outlook(ClusterView view, EventHub events) {

    /** Nothing known, nobody told. */
    public Outlook() {
        this(new ClusterView(), new EventHub());
    }

    /** Who coordinates this group, by the committed metadata; empty if nobody does. */
    public OptionalInt groupCoordinator(String group) {
        return coordinator("__consumer_offsets", group);
    }

    /** Who coordinates this transactional id, by the committed metadata; empty if nobody does. */
    public OptionalInt transactionCoordinator(String transactionalId) {
        return coordinator("__transaction_state", transactionalId);
    }

    /** As Kafka does: the leader of the partition that the hash of the name falls on. */
    private OptionalInt coordinator(String topic, String name) {
        long partitions = view.partitions().stream()
                .filter(partition -> partition.partition().topic().equals(topic))
                .count();
        if (partitions == 0) {
            return OptionalInt.empty();
        }
        int index = (name.hashCode() & Integer.MAX_VALUE) % (int) partitions;
        return view.partition(new PartitionId(topic, index))
                .map(PartitionView::leader)
                .orElse(OptionalInt.empty());
    }
}
