/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.PartitionId;

/**
 * Whom a fault meets, by role. Resolved when the fault fires, because who leads a partition is not known
 * when the test is written.
 *
 * <p>Every target has a text form, understood by {@link #parse} and given back by {@code toString}:
 *
 * <pre>
 * broker:2            the broker with id 2
 * leader:orders-0     the broker that leads partition 0 of topic orders
 * follower:orders-0   the in-sync follower with the lowest id
 * followers:orders-0  every replica that does not lead, in sync or not
 * coordinator:GROUP   the broker that coordinates the consumer group
 * controller          the controller that leads
 * controllers         every controller
 * brokers             every broker
 * clients             every client (only an end of a link)
 * any                 one running broker, drawn from the plan's seed
 * </pre>
 */
public sealed interface Target {

    /** The broker with this id. */
    record BrokerId(int id) implements Target {
        @Override
        public String toString() {
            return "broker:" + id;
        }
    }

    /** The broker that leads the partition. */
    record LeaderOf(PartitionId partition) implements Target {
        public LeaderOf {
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "leader:" + partition;
        }
    }

    /** The in-sync follower with the lowest id. */
    record FollowerOf(PartitionId partition) implements Target {
        public FollowerOf {
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "follower:" + partition;
        }
    }

    /** Every replica that does not lead the partition, in sync or not. */
    record FollowersOf(PartitionId partition) implements Target {
        public FollowersOf {
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "followers:" + partition;
        }
    }

    /** The broker that coordinates the consumer group. */
    record CoordinatorOf(String group) implements Target {
        public CoordinatorOf {
            requireNonNull(group, "group");
        }

        @Override
        public String toString() {
            return "coordinator:" + group;
        }
    }

    /** The controller that leads. */
    record ActiveController() implements Target {
        @Override
        public String toString() {
            return "controller";
        }
    }

    /** Every controller. */
    record AllControllers() implements Target {
        @Override
        public String toString() {
            return "controllers";
        }
    }

    /** Every broker. */
    record AllBrokers() implements Target {
        @Override
        public String toString() {
            return "brokers";
        }
    }

    /** Every client outside the cluster. */
    record AllClients() implements Target {
        @Override
        public String toString() {
            return "clients";
        }
    }

    /** One running broker, drawn from the plan's seed. */
    record AnyBroker() implements Target {
        @Override
        public String toString() {
            return "any";
        }
    }

    /** The broker with this id. */
    static Target broker(int id) {
        return new BrokerId(id);
    }

    /** The leader of {@code TOPIC-PARTITION}. */
    static Target leaderOf(String partition) {
        return new LeaderOf(TargetGrammar.partition(partition, "leaderOf"));
    }

    /** The in-sync follower of {@code TOPIC-PARTITION} with the lowest id. */
    static Target followerOf(String partition) {
        return new FollowerOf(TargetGrammar.partition(partition, "followerOf"));
    }

    /** Every replica of {@code TOPIC-PARTITION} that does not lead. */
    static Target followersOf(String partition) {
        return new FollowersOf(TargetGrammar.partition(partition, "followersOf"));
    }

    /** The coordinator of a consumer group. */
    static Target coordinatorOf(String group) {
        return new CoordinatorOf(group);
    }

    /**
     * Parse the text form.
     *
     * @throws io.kafkatrial.engine.TrialException if {@code text} is none of the forms above
     */
    static Target parse(String text) {
        return TargetGrammar.parse(text);
    }
}
