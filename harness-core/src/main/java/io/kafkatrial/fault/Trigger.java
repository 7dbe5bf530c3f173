/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.PartitionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When a fault fires: by an event of the cluster rather than by time, so that the same test meets the
 * same fault on a slow machine too. Counts start when the plan is injected.
 */
public sealed interface Trigger {

    /** Whether it depends on the machine's speed, so that a run cannot be repeated exactly. */
    default boolean isWeak() {
        return false;
    }

    /** As soon as the plan is injected. */
    record Immediately() implements Trigger {
        @Override
        public String toString() {
            return "at once";
        }
    }

    /** When {@code count} records are acknowledged to clients, of one topic or of all. */
    record Acks(long count, Optional<String> topic) implements Trigger {
        public Acks {
            requireNonNull(topic, "topic");
        }

        @Override
        public String toString() {
            return "after ack " + count + topic.map(name -> " of " + name).orElse("");
        }
    }

    /** When this time has passed. Weak: what has happened by then differs from run to run. */
    record After(Duration delay) implements Trigger {
        public After {
            requireNonNull(delay, "delay");
        }

        @Override
        public boolean isWeak() {
            return true;
        }

        @Override
        public String toString() {
            return "after " + Durations.format(delay);
        }
    }

    /** When the in-sync set of the partition has {@code size} members, which may be so at once. */
    record IsrSize(PartitionId partition, int size) implements Trigger {
        public IsrSize {
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "when the ISR of " + partition + " has " + size;
        }
    }

    /** When the group's committed offsets have moved on by {@code offsets} in total, over all partitions. */
    record Commits(String group, long offsets) implements Trigger {
        public Commits {
            requireNonNull(group, "group");
        }

        @Override
        public String toString() {
            return "after group " + group + " committed " + offsets + " offsets";
        }
    }

    /** When another fault of the same plan has fired. */
    record Following(String fault) implements Trigger {
        public Following {
            requireNonNull(fault, "fault");
        }

        @Override
        public String toString() {
            return "following " + fault;
        }
    }

    /** When the nth of these requests arrives, whatever becomes of it. */
    record OnRequest(Requests requests, int nth) implements Trigger {
        public OnRequest {
            requireNonNull(requests, "requests");
        }

        @Override
        public String toString() {
            return "at " + requests.kind(/* one= */ true) + " " + nth + " " + requests.from() + " -> " + requests.to();
        }
    }

    /** When the group has committed {@code offset} of the partition, or a later one, which may be so at once. */
    record OffsetCommitted(String group, PartitionId partition, long offset) implements Trigger {
        public OffsetCommitted {
            requireNonNull(group, "group");
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "when group " + group + " committed " + partition + "@" + offset;
        }
    }

    /** When the group comes into this state; Kafka's name of it, such as {@code Stable}. */
    record GroupState(String group, String state) implements Trigger {
        public GroupState {
            requireNonNull(group, "group");
            requireNonNull(state, "state");
        }

        @Override
        public String toString() {
            return "when group " + group + " is " + state;
        }
    }

    /** When the transaction comes into this state; Kafka's name of it, such as {@code PrepareCommit}. */
    record TransactionState(String transactionalId, String state) implements Trigger {
        public TransactionState {
            requireNonNull(transactionalId, "transactionalId");
            requireNonNull(state, "state");
        }

        @Override
        public String toString() {
            return "when transaction " + transactionalId + " is " + state;
        }
    }

    /** When the code of these nodes has passed a point {@code nth} times; see {@link io.kafkatrial.engine.CodeRule}. */
    record AtCodePoint(Target target, String point, int nth) implements Trigger {
        public AtCodePoint {
            requireNonNull(target, "target");
            requireNonNull(point, "point");
        }

        @Override
        public String toString() {
            return "at passage " + nth + " of " + point + " in " + target;
        }
    }

    /** When the code of the application under test has passed a point {@code nth} times. */
    record InApplication(ApplicationRule.Where where, int nth) implements Trigger {
        public InApplication {
            requireNonNull(where, "where");
        }

        @Override
        public String toString() {
            return "at passage " + nth + " of " + where + " in the application";
        }
    }

    /** When another fault of the same plan has ended. */
    record Healed(String fault) implements Trigger {
        public Healed {
            requireNonNull(fault, "fault");
        }

        @Override
        public String toString() {
            return "when " + fault + " is healed";
        }
    }

    /**
     * When the application reported the effects of {@code count} records as done.
     *
     * @param by whose reports count; empty is any
     */
    record Handled(Optional<String> by, long count) implements Trigger {
        public Handled {
            requireNonNull(by, "by");
        }

        @Override
        public String toString() {
            return "after " + count + " records handled"
                    + by.map(who -> " by " + who).orElse("");
        }
    }

    /** When members of the group were handed {@code count} records. */
    record Delivered(String group, long count) implements Trigger {
        public Delivered {
            requireNonNull(group, "group");
        }

        @Override
        public String toString() {
            return "after " + count + " records handed to group " + group;
        }
    }

    /** When the partition gets another leader. */
    record LeaderElected(PartitionId partition) implements Trigger {
        public LeaderElected {
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "when " + partition + " has another leader";
        }
    }

    /** When each of these has come, one after the other: each is watched from when the one before came. */
    record Sequence(List<Trigger> steps) implements Trigger {
        public Sequence {
            steps = List.copyOf(steps);
        }

        @Override
        public boolean isWeak() {
            return steps.stream().anyMatch(Trigger::isWeak);
        }

        @Override
        public String toString() {
            return steps.stream().map(Trigger::toString).collect(Collectors.joining(", then "));
        }
    }

    /** When all of these have come, in whatever order. */
    record AllOf(List<Trigger> parts) implements Trigger {
        public AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean isWeak() {
            return parts.stream().anyMatch(Trigger::isWeak);
        }

        @Override
        public String toString() {
            return parts.stream().map(Trigger::toString).collect(Collectors.joining(" and ", "(", ")"));
        }
    }

    /** When the first of these comes. */
    record AnyOf(List<Trigger> parts) implements Trigger {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean isWeak() {
            return parts.stream().anyMatch(Trigger::isWeak);
        }

        @Override
        public String toString() {
            return parts.stream().map(Trigger::toString).collect(Collectors.joining(" or ", "(", ")"));
        }
    }

    /** What an engine must be able to tell for it. */
    default Set<Capability> needs() {
        return Needs.of(this);
    }

    /** As soon as the plan is injected. */
    static Trigger immediately() {
        return new Immediately();
    }

    /** When {@code count} records of any topic are acknowledged. */
    static Trigger acks(long count) {
        return new Acks(count, Optional.empty());
    }

    /** When {@code count} records of {@code topic} are acknowledged. */
    static Trigger acks(long count, String topic) {
        return new Acks(count, Optional.of(topic));
    }

    /** After a time; weak. */
    static Trigger after(Duration delay) {
        return new After(delay);
    }
}
