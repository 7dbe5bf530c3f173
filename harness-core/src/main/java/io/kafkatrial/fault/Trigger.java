/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.PartitionId;
import java.time.Duration;
import java.util.Optional;

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
