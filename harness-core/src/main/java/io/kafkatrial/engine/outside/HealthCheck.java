/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.metadata.BrokerKnowledge;
import io.kafkatrial.engine.metadata.ClusterView;
import io.kafkatrial.engine.metadata.MetadataTail;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether all is well with a cluster, by the committed metadata and the controllers' own words. */
public final class HealthCheck {

    private final List<Member> seats;
    private final ClusterView view;
    private final MetadataTail tail;
    private final BrokerKnowledge knowledge;

    /** By these members' states and what is known of the cluster. */
    public HealthCheck(
            Collection<? extends Member> seats, ClusterView view, MetadataTail tail, BrokerKnowledge knowledge) {
        this.knowledge = knowledge;
        this.seats = List.copyOf(seats);
        this.view = view;
        this.tail = tail;
    }

    /** Wait until it is so; gives back whether it came to be in time. */
    public boolean await(Duration timeout) {
        return Deadline.in(timeout).await(this::isHealthy);
    }

    private boolean isHealthy() {
        if (tail.leader().isEmpty() || !view.isUpToDate()) {
            return false;
        }
        List<Member> running =
                seats.stream().filter(seat -> seat.state() == NodeState.RUNNING).toList();
        Set<Integer> brokers =
                running.stream().filter(Member::isBroker).map(Member::id).collect(Collectors.toSet());
        return brokers.stream().allMatch(id -> view.broker(id).serving())
                && view.partitions().stream().allMatch(partition -> isWhole(partition, brokers))
                && running.stream().filter(Member::isController).allMatch(seat -> tail.follows(seat.id()))
                && brokers.stream().allMatch(knowledge::isCurrent);
    }

    private static boolean isWhole(PartitionView partition, Set<Integer> brokers) {
        return partition.leader().isPresent()
                && partition.replicas().stream().filter(brokers::contains).allMatch(partition.isr()::contains);
    }
}
