/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.metadata.ClusterView;
import java.util.Collection;
import java.util.List;
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
        return groupCoordinator(view.partitions(), group);
    }

    /** Who coordinates this transactional id, by the committed metadata; empty if nobody does. */
    public OptionalInt transactionCoordinator(String transactionalId) {
        return transactionCoordinator(view.partitions(), transactionalId);
    }

    /** Who coordinates this group, among these partitions; empty if nobody does. */
    public static OptionalInt groupCoordinator(Collection<PartitionView> partitions, String group) {
        return coordinator(partitions, "__consumer_offsets", group);
    }

    /** Who coordinates this transactional id, among these partitions; empty if nobody does. */
    public static OptionalInt transactionCoordinator(Collection<PartitionView> partitions, String transactionalId) {
        return coordinator(partitions, "__transaction_state", transactionalId);
    }

    /** As Kafka does: the leader of the partition that the hash of the name falls on. */
    private static OptionalInt coordinator(Collection<PartitionView> partitions, String topic, String name) {
        List<PartitionView> its = partitions.stream()
                .filter(partition -> partition.partition().topic().equals(topic))
                .toList();
        if (its.isEmpty()) {
            return OptionalInt.empty();
        }
        PartitionId wanted = new PartitionId(topic, (name.hashCode() & Integer.MAX_VALUE) % its.size());
        return its.stream()
                .filter(partition -> partition.partition().equals(wanted))
                .findFirst()
                .map(PartitionView::leader)
                .orElse(OptionalInt.empty());
    }
}
