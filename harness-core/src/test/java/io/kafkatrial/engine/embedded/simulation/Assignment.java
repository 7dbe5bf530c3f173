/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.PartitionMetadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.kafka.common.TopicIdPartition;

/**
 * A partition as the controller has it, and how it changes: Kafka's PartitionChangeBuilder.
 *
 * @param elr eligible leader replicas (KIP-966)
 * @param lastKnownLeader who led last when nobody can, {@code -1} otherwise
 * @param target the replicas a reassignment leads to, empty without one
 * @param unclean whether any leader was ever elected who may lack committed records
 */
record Assignment(
        PartitionMetadata state, List<Integer> elr, int lastKnownLeader, List<Integer> target, boolean unclean) {

    /** What may be done to a partition besides its in-sync set. */
    record Rules(boolean elrEnabled, boolean uncleanElection, int minIsr, boolean lastLeaderMayLackRecords) {}

    /** A wish; {@code preferred} is to lead if it may, {@code -1} for no wish. */
    record Change(List<Integer> isr, List<Integer> replicas, List<Integer> target, int preferred, int lostTail) {
        static Change ofIsr(Assignment before, List<Integer> isr) {
            return new Change(isr, before.state.replicas(), before.target, -1, -1);
        }
    }

    TopicIdPartition partition() {
        return state.partition();
    }

    Assignment change(Change wish, Rules rules, IntPredicate active) {
        List<Integer> replicas = wish.replicas();
        List<Integer> isr = wish.isr();
        List<Integer> target = wish.target();
        if (!target.isEmpty() && isr.containsAll(target)) {
            replicas = target;
            isr = isr.stream().filter(target::contains).toList();
            target = List.of();
        }
        List<Integer> nextElr = elr(isr, replicas, wish.lostTail(), rules);
        int leader = elect(wish.preferred(), isr, nextElr, replicas, active);
        boolean lastResort = false;
        boolean anybody = false;
        if (leader == -1 && rules.elrEnabled && isr.isEmpty() && nextElr.isEmpty() && lastKnownLeader >= 0) {
            leader = active.test(lastKnownLeader) && replicas.contains(lastKnownLeader) ? lastKnownLeader : -1;
            lastResort = leader >= 0;
        }
        if (leader == -1 && rules.uncleanElection) {
            leader = replicas.stream().filter(active::test).findFirst().orElse(-1);
            anybody = leader >= 0;
        }
        if (lastResort || anybody) {
            isr = List.of(leader);
            nextElr = List.of();
        } else if (leader >= 0 && nextElr.contains(leader)) {
            int elected = leader;
            isr = List.of(leader);
            nextElr = nextElr.stream().filter(id -> id != elected).toList();
        }
        if (isr.isEmpty() && !rules.elrEnabled) {
            isr = state.isr();
        }
        int lastKnown = leader >= 0 ? -1 : lastKnownLeader >= 0 || !rules.elrEnabled ? lastKnownLeader : state.leader();
        boolean nextUnclean = unclean || anybody || (lastResort && rules.lastLeaderMayLackRecords);
        boolean newEpoch = leader != state.leader() || !replicas.containsAll(state.replicas());
        PartitionMetadata next = new PartitionMetadata(
                state.partition(),
                leader,
                state.leaderEpoch() + (newEpoch ? 1 : 0),
                state.partitionEpoch() + 1,
                isr,
                replicas,
                state.topicConfig());
        Assignment after = new Assignment(next, nextElr, lastKnown, target, nextUnclean);
        return after.sameAs(this) ? this : after;
    }

    private List<Integer> elr(List<Integer> isr, List<Integer> replicas, int lostTail, Rules rules) {
        if (!rules.elrEnabled || isr.size() >= Math.min(rules.minIsr, replicas.size())) {
            return List.of();
        }
        Set<Integer> candidates = new LinkedHashSet<>(elr);
        candidates.addAll(state.isr());
        candidates.removeAll(isr);
        candidates.remove(lostTail);
        candidates.retainAll(replicas);
        return new ArrayList<>(candidates);
    }

    private int elect(int preferred, List<Integer> isr, List<Integer> nextElr, List<Integer> all, IntPredicate active) {
        IntPredicate valid = id -> (isr.contains(id) || (isr.isEmpty() && nextElr.contains(id))) && active.test(id);
        if (preferred >= 0 && valid.test(preferred)) {
            return preferred;
        }
        return valid.test(state.leader())
                ? state.leader()
                : all.stream().filter(valid::test).findFirst().orElse(-1);
    }

    private boolean sameAs(Assignment other) {
        return state.leader() == other.state.leader()
                && state.leaderEpoch() == other.state.leaderEpoch()
                && state.isr().equals(other.state.isr())
                && state.replicas().equals(other.state.replicas())
                && elr.equals(other.elr)
                && target.equals(other.target)
                && lastKnownLeader == other.lastKnownLeader;
    }
}
