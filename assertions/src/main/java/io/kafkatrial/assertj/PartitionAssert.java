/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import io.kafkatrial.engine.PartitionView;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Assertions about a partition; each waits until it is true. They read the controller's committed metadata, whatever
 * the network's faults.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class PartitionAssert extends Patient<PartitionAssert, PartitionOf> {

    PartitionAssert(PartitionOf actual) {
        super(actual, PartitionAssert.class);
    }

    /** Some broker leads it. */
    public PartitionAssert hasLeader() {
        return expect(actual.toString(), "have a leader", this::leader, Leader::isSomebody);
    }

    /** This broker leads it. */
    public PartitionAssert isLedBy(int broker) {
        return expect(
                actual.toString(),
                "be led by broker " + broker,
                this::leader,
                new Leader(OptionalInt.of(broker))::equals);
    }

    /** Some broker leads it, but not this one: the leadership has moved on. */
    public PartitionAssert isNotLedBy(int broker) {
        return expect(
                actual.toString(),
                "be led by another than broker " + broker,
                this::leader,
                leader -> leader.isSomebody() && !leader.equals(new Leader(OptionalInt.of(broker))));
    }

    /** Nobody leads it: it is offline. */
    public PartitionAssert hasNoLeader() {
        return expect(actual.toString(), "have no leader", this::leader, leader -> !leader.isSomebody());
    }

    /** These are its in-sync replicas, in any order. */
    public PartitionAssert hasIsr(int... brokers) {
        List<Integer> wanted = sorted(brokers);
        return expect(actual.toString(), "have the ISR " + wanted, this::isr, wanted::equals);
    }

    /** So many replicas are in sync. */
    public PartitionAssert hasIsrOfSize(int size) {
        return expect(actual.toString(), "have an ISR of " + size, this::isr, isr -> isr.size() == size);
    }

    /** Every replica is in sync. */
    public PartitionAssert isFullyInSync() {
        List<Integer> wanted = actual.view().replicas().stream().sorted().toList();
        return expect(actual.toString(), "have all replicas " + wanted + " in sync", this::isr, wanted::equals);
    }

    /** These brokers have replicas, in any order. */
    public PartitionAssert hasReplicas(int... brokers) {
        List<Integer> wanted = sorted(brokers);
        return expect(
                actual.toString(),
                "have the replicas " + wanted,
                () -> actual.view().replicas().stream().sorted().toList(),
                wanted::equals);
    }

    /** Its leader epoch is this. */
    public PartitionAssert hasLeaderEpoch(int epoch) {
        return expect(
                actual.toString(),
                "have the leader epoch " + epoch,
                () -> actual.view().leaderEpoch(),
                it -> it == epoch);
    }

    /** Its leader epoch is this or a later one. */
    public PartitionAssert hasLeaderEpochFrom(int epoch) {
        return expect(
                actual.toString(),
                "have a leader epoch of at least " + epoch,
                () -> actual.view().leaderEpoch(),
                it -> it >= epoch);
    }

    private Leader leader() {
        return new Leader(actual.view().leader());
    }

    private List<Integer> isr() {
        return actual.view().isr().stream().sorted().toList();
    }

    private static List<Integer> sorted(int... brokers) {
        return Arrays.stream(brokers).sorted().boxed().toList();
    }

    @Override
    String surroundings() {
        PartitionView view = actual.view();
        return ", now " + new Leader(view.leader()) + ", epoch " + view.leaderEpoch() + ", ISR " + view.isr() + " of "
                + view.replicas() + Surroundings.of(actual.cluster());
    }
}
