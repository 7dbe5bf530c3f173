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
 * replicas:orders-0   every replica of the partition
 * coordinator:GROUP   the broker that coordinates the consumer group
 * txn-coordinator:ID  the broker that coordinates the transactional id
 * controller          the controller that leads
 * controller:3        the controller with id 3
 * controllers         every controller
 * controllers-minority  as many controllers as the quorum can lose, never the one that leads
 * brokers             every broker
 * brokers-minority    fewer than half of the running brokers, drawn from the plan's seed
 * any                 one running broker, drawn from the plan's seed
 * clients             every client (only an end of a link, or of faults of clients)
 * client:ID           the clients with this client.id (the same)
 * member:GROUP        every consumer of the group (only of faults of clients)
 * member:GROUP/2      the second consumer of the group to appear
 * producer:ID         the producer with this transactional.id (only of faults of clients)
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

    /** Every replica of the partition, in sync or not. */
    record ReplicasOf(PartitionId partition) implements Target {
        public ReplicasOf {
            requireNonNull(partition, "partition");
        }

        @Override
        public String toString() {
            return "replicas:" + partition;
        }
    }

    /** The broker that coordinates the transactional id. */
    record TxnCoordinatorOf(String transactionalId) implements Target {
        public TxnCoordinatorOf {
            requireNonNull(transactionalId, "transactionalId");
        }

        @Override
        public String toString() {
            return "txn-coordinator:" + transactionalId;
        }
    }

    /** The controller with this id. */
    record ControllerId(int id) implements Target {
        @Override
        public String toString() {
            return "controller:" + id;
        }
    }

    /** As many controllers as the quorum can lose, never the one that leads. */
    record MinorityOfControllers() implements Target {
        @Override
        public String toString() {
            return "controllers-minority";
        }
    }

    /** Fewer than half of the running brokers, at least one, drawn from the plan's seed. */
    record MinorityOfBrokers() implements Target {
        @Override
        public String toString() {
            return "brokers-minority";
        }
    }

    /** The clients with this {@code client.id}. */
    record ClientId(String id) implements Target {
        public ClientId {
            requireNonNull(id, "id");
        }

        @Override
        public String toString() {
            return "client:" + id;
        }
    }

    /**
     * Consumers of a group.
     *
     * @param nth which, in the order they appeared, from 1; 0 is all
     */
    record Member(String group, int nth) implements Target {
        public Member {
            requireNonNull(group, "group");
        }

        @Override
        public String toString() {
            return "member:" + group + (nth == 0 && !TargetGrammar.endsWithNumber(group) ? "" : "/" + nth);
        }
    }

    /** The producer with this {@code transactional.id}. */
    record ProducerOf(String transactionalId) implements Target {
        public ProducerOf {
            requireNonNull(transactionalId, "transactionalId");
        }

        @Override
        public String toString() {
            return "producer:" + transactionalId;
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
