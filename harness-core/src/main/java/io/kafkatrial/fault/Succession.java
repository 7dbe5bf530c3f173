/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent.LeaderChanged;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who took over a partition after its leader was hit. Follows one partition: the one the fault was
 * aimed at, else the first one led by a broker it hit, users' topics first.
 *
 * <p>Safe for use by several threads.
 */
final class Succession {

    private final RunningCluster cluster;
    private final PartitionView before;
    private final boolean aimed;
    private Optional<String> successor = Optional.empty();

    private Succession(RunningCluster cluster, PartitionView before, boolean aimed) {
        this.cluster = cluster;
        this.before = before;
        this.aimed = aimed;
    }

    /** Follow the partition that matters; empty if the brokers lead none. */
    static Optional<Succession> of(RunningCluster cluster, Target target, List<Integer> brokers) {
        Optional<PartitionId> aim =
                target instanceof Target.LeaderOf leader ? Optional.of(leader.partition()) : Optional.empty();
        return cluster.partitions().stream()
                .filter(view -> view.leader().isPresent()
                        && brokers.contains(view.leader().getAsInt()))
                .filter(view -> aim.isEmpty() || aim.get().equals(view.partition()))
                .min(Comparator.comparing((PartitionView view) ->
                                Shape.isInternal(view.partition().topic()))
                        .thenComparing(PartitionView::partition))
                .map(view -> new Succession(cluster, view, aim.isPresent()));
    }

    synchronized void note(LeaderChanged event) {
        boolean newer = event.partition().equals(before.partition()) && event.leaderEpoch() > before.leaderEpoch();
        if (successor.isEmpty() && newer && event.leader().isPresent()) {
            successor = Optional.of(tookOver(event.leader().getAsInt(), event.leaderEpoch()));
        }
    }

    private synchronized Optional<String> successor() {
        return successor;
    }

    /** Who took over, in words. Asks the cluster without a lock that its events may wait for. */
    String inWords() {
        return successor().orElseGet(() -> cluster.partition(before.partition())
                .map(this::compare)
                .orElse(before.partition() + " is gone"));
    }

    private String compare(PartitionView now) {
        if (now.leader().isEmpty()) {
            return before.partition() + " has no leader";
        }
        int leader = now.leader().getAsInt();
        return now.leaderEpoch() > before.leaderEpoch()
                ? tookOver(leader, now.leaderEpoch())
                : before.partition() + " has no other leader than broker " + leader;
    }

    private String tookOver(int leader, int epoch) {
        return "broker " + leader + " leads " + (aimed ? "" : before.partition() + " in ") + "epoch " + epoch;
    }
}
