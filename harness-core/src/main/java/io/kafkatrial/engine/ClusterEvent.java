/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** Something that happened inside the cluster, as the engine saw it. */
public sealed interface ClusterEvent {

    /** When, by the harness's clock. */
    Instant at();

    /** A broker sent the success response for {@code count} records from {@code baseOffset} on. */
    record Acked(Instant at, PartitionId partition, int broker, long baseOffset, int count) implements ClusterEvent {}

    /** The committed metadata names a new leader or none. */
    record LeaderChanged(Instant at, PartitionId partition, OptionalInt leader, int leaderEpoch)
            implements ClusterEvent {}

    /** The committed metadata names another in-sync set. */
    record IsrChanged(Instant at, PartitionId partition, List<Integer> isr, int leaderEpoch) implements ClusterEvent {}

    /** A consumer group's offset is committed (its record is below the high watermark). */
    record OffsetCommitted(Instant at, String group, PartitionId partition, long offset) implements ClusterEvent {}

    /** A broker's process changed. */
    record NodeChanged(Instant at, int broker, NodeState state) implements ClusterEvent {}

    /** A controller's process changed. */
    record ControllerNodeChanged(Instant at, int controller, NodeState state) implements ClusterEvent {}

    /** Another controller leads, or none any more. */
    record ControllerChanged(Instant at, OptionalInt controller, int epoch) implements ClusterEvent {}

    /**
     * A rule touched or noted a request; for every one of them, in the order of their arrival.
     *
     * @param rule as it was armed
     * @param from who asked, as the rule names it
     * @param to who was asked
     */
    record RequestSeen(Instant at, WireRule rule, Endpoint from, Endpoint to) implements ClusterEvent {}

    /**
     * A consumer or share group is in another state, or in another generation (epoch) of it.
     *
     * @param state Kafka's name of it, such as {@code Stable}, {@code PreparingRebalance} or {@code Empty}
     */
    record GroupChanged(Instant at, String group, String state, int generation) implements ClusterEvent {}

    /**
     * A transaction is in another state.
     *
     * @param state Kafka's name of it, such as {@code Ongoing}, {@code PrepareCommit} or {@code CompleteCommit}
     */
    record TransactionChanged(Instant at, String transactionalId, long producerId, int epoch, String state)
            implements ClusterEvent {}

    /** A rule acted at, or noted, a point of a node's code. */
    record CodePointReached(Instant at, CodeRule rule) implements ClusterEvent {}
}
