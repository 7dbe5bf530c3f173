/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.PartitionId;

/** What makes a target impossible on a cluster, or for what it shall be. */
final class TargetRules {

    private static final String LINK_FIX =
            "Name one of the cluster's links, for example clients -> leader:TOPIC-PARTITION";

    private final String name;
    private final Shape shape;

    TargetRules(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    /** A broker or a controller. */
    void checkProcess(Target target) {
        if (isNoNode(target)) {
            throw Complaints.fault(
                    name,
                    "its target '" + target + "' is no node, and only brokers and controllers can be crashed, stopped"
                            + " or paused",
                    "Name a node, for example broker:1, leader:TOPIC-PARTITION or controller");
        }
        check(target);
    }

    /** Only brokers. */
    void checkBrokers(Target target) {
        checkProcess(target);
        if (Needs.isController(target)) {
            throw Complaints.fault(
                    name,
                    "its target '" + target + "' is a controller, and only disks of brokers fail",
                    "Name brokers, for example broker:1 or leader:TOPIC-PARTITION");
        }
    }

    private static boolean isNoNode(Target target) {
        return Needs.isClient(target) || isOnlyOfClients(target);
    }

    private static boolean isOnlyOfClients(Target target) {
        return target instanceof Target.Member || target instanceof Target.ProducerOf;
    }

    /** Two ends of a link. */
    void checkLink(Target from, Target to) {
        checkEnd(from);
        checkEnd(to);
        String link = "'" + from + " -> " + to + "'";
        if (from.equals(to) && !isSeveral(from)) {
            throw Complaints.fault(name, link + " is no link: both ends are the same", LINK_FIX);
        }
        if (from instanceof Target.AllBrokers && to instanceof Target.AllBrokers && shape.brokers() == 1) {
            throw Complaints.fault(name, link + " is no link: the cluster has only broker 1", LINK_FIX);
        }
        if (Needs.isClient(from) && Needs.isClient(to)) {
            throw Complaints.fault(name, link + " is no link: clients never talk to each other", LINK_FIX);
        }
        if ((Needs.isClient(from) && Needs.isController(to)) || (Needs.isController(from) && Needs.isClient(to))) {
            throw Complaints.fault(name, link + " is no link: clients never talk to controllers", LINK_FIX);
        }
    }

    private static boolean isSeveral(Target target) {
        return target instanceof Target.AllBrokers
                || target instanceof Target.AllControllers
                || target instanceof Target.ReplicasOf
                || target instanceof Target.FollowersOf
                || target instanceof Target.MinorityOfBrokers
                || target instanceof Target.MinorityOfControllers;
    }

    private void checkEnd(Target target) {
        if (isOnlyOfClients(target)) {
            throw Complaints.fault(
                    name,
                    "its target '" + target + "' is no end of a link",
                    "Name a client by its client.id, as client:ID, or all clients");
        }
        check(target);
    }

    private void check(Target target) {
        if (target instanceof Target.BrokerId broker && (broker.id() < 1 || broker.id() > shape.brokers())) {
            throw Complaints.unknownBroker("fault " + name, broker.id(), shape.brokers());
        } else if (target instanceof Target.ControllerId controller
                && !shape.controllerIds().contains(controller.id())) {
            throw Complaints.fault(
                    name,
                    "there is no controller " + controller.id(),
                    "Name one of the controllers " + shape.controllerIds());
        } else if (target instanceof Target.LeaderOf leader) {
            checkPartition(leader.partition());
        } else if (target instanceof Target.ReplicasOf replicas) {
            checkPartition(replicas.partition());
        } else if (target instanceof Target.FollowerOf follower) {
            checkFollowers(follower.partition());
        } else if (target instanceof Target.FollowersOf followers) {
            checkFollowers(followers.partition());
        } else {
            checkMore(target);
        }
    }

    private void checkMore(Target target) {
        if (target instanceof Target.CoordinatorOf coordinator
                && coordinator.group().isBlank()) {
            throw Complaints.fault(name, "the group of its target is blank", "Write coordinator:GROUP");
        } else if (target instanceof Target.TxnCoordinatorOf coordinator
                && coordinator.transactionalId().isBlank()) {
            throw Complaints.fault(name, "the id of its target is blank", "Write txn-coordinator:TRANSACTIONAL-ID");
        } else if (target instanceof Target.MinorityOfBrokers && shape.brokers() < 3) {
            throw Complaints.fault(
                    name, "of " + shape.brokers() + " brokers none is a minority", "Start at least 3 brokers");
        } else if (target instanceof Target.MinorityOfControllers && shape.controllers() < 3) {
            throw Complaints.fault(
                    name,
                    "of " + shape.controllers() + " controllers none can be lost",
                    "Start at least 3 controllers");
        }
    }

    private void checkPartition(PartitionId partition) {
        new TriggerRules(name, shape).checkPartition(partition);
    }

    private void checkFollowers(PartitionId partition) {
        checkPartition(partition);
        boolean alone = shape.topic(partition.topic())
                .map(topic -> topic.replicas() < 2)
                .orElse(shape.brokers() < 2);
        if (alone) {
            throw Complaints.fault(
                    name,
                    partition + " has a single replica and so no follower",
                    "Raise the replication factor of " + partition.topic() + " or target its leader");
        }
    }
}
