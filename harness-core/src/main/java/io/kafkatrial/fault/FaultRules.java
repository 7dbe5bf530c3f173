/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.wire.WireTable;
import java.time.Duration;

/** What makes one fault impossible on a cluster, whatever else its plan holds. */
final class FaultRules {

    private static final String LINK_FIX =
            "Name one of the cluster's links, for example clients -> leader:TOPIC-PARTITION";

    private final String name;
    private final Shape shape;

    FaultRules(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    void check(Fault fault) {
        fault.lasts().ifPresent(this::checkLasts);
        ProcessFault.of(fault).ifPresent(process -> checkProcess(process.target()));
        if (fault instanceof Fault.CutNetwork cut) {
            checkLink(cut.from(), cut.to());
        } else if (fault instanceof Fault.DelayNetwork delay) {
            checkLink(delay.from(), delay.to());
            checkDelay(delay.latency(), delay.jitter());
        } else if (fault instanceof Fault.OnRequests requests) {
            checkRequests(requests);
        } else if (fault instanceof Fault.AtCodePoint code) {
            checkProcess(code.target());
            checkCode(code);
        }
    }

    private void checkLasts(Duration lasts) {
        if (lasts.isNegative() || lasts.isZero()) {
            throw Complaints.fault(
                    name,
                    "it would last " + Durations.format(lasts) + " and be undone before anyone could notice",
                    "Give it a longer time, or none to last until the end of the test");
        }
    }

    private void checkProcess(Target target) {
        if (target instanceof Target.AllClients) {
            throw Complaints.fault(
                    name,
                    "its target '" + target + "' is no node, and only brokers and controllers can be crashed, stopped"
                            + " or paused",
                    "Name a node, for example broker:1, leader:TOPIC-PARTITION or controller");
        }
        checkTarget(target);
    }

    private void checkCode(Fault.AtCodePoint code) {
        if (code.point().isBlank()) {
            throw Complaints.fault(name, "its point is blank", "Write a named point, or CLASS#METHOD");
        }
        if (code.passages().skip() < 0 || code.passages().times() < 0) {
            throw Complaints.fault(name, "it skips or meets less than no passage", "Give numbers of zero or more");
        }
        if (code.act() instanceof CodeRule.Act.Delay delay
                && (delay.time().isNegative() || delay.time().isZero())) {
            throw Complaints.fault(name, "its delay is no time at all", "Give a time, for example 200ms");
        }
        if (code.act() instanceof CodeRule.Act.Fail fail && !fail.exception().matches("[\\w.$]+")) {
            throw Complaints.fault(
                    name,
                    "'" + fail.exception() + "' is no name of an exception",
                    "Write the full name of a class, for example java.lang.IllegalStateException");
        }
    }

    private void checkLink(Target from, Target to) {
        checkTarget(from);
        checkTarget(to);
        String link = "'" + from + " -> " + to + "'";
        if (from.equals(to) && !(from instanceof Target.AllBrokers) && !(from instanceof Target.AllControllers)) {
            throw Complaints.fault(name, link + " is no link: both ends are the same", LINK_FIX);
        }
        if (from instanceof Target.AllBrokers && to instanceof Target.AllBrokers && shape.brokers() == 1) {
            throw Complaints.fault(name, link + " is no link: the cluster has only broker 1", LINK_FIX);
        }
        if ((isClient(from) && isController(to)) || (isController(from) && isClient(to))) {
            throw Complaints.fault(name, link + " is no link: clients never talk to controllers", LINK_FIX);
        }
    }

    private void checkRequests(Fault.OnRequests fault) {
        Requests requests = fault.requests();
        if (isClient(requests.to())) {
            throw Complaints.fault(
                    name, "nobody sends requests to clients", "Name who is asked, for example leader:TOPIC-PARTITION");
        }
        if (fault.skip() < 0 || fault.times() < 0) {
            throw Complaints.wireCount(fault.skip(), fault.times());
        }
        checkLink(requests.from(), requests.to());
        requests.topic().ifPresent(new TriggerRules(name, shape)::checkTopic);
        try {
            WireTable.check(requests.api(), fault.act());
        } catch (TrialException unknown) {
            throw Complaints.ofFault(name, unknown);
        }
    }

    private static boolean isClient(Target target) {
        return target instanceof Target.AllClients;
    }

    private static boolean isController(Target target) {
        return target instanceof Target.ActiveController || target instanceof Target.AllControllers;
    }

    private void checkDelay(Duration latency, Duration jitter) {
        if (latency.isNegative() || jitter.isNegative()) {
            throw Complaints.fault(name, "its latency or jitter is negative", "Give times of zero or more");
        }
        if (latency.isZero() && jitter.isZero()) {
            throw Complaints.fault(
                    name, "its latency and jitter are both zero and delay nothing", "Give a latency, for example 50ms");
        }
    }

    private void checkTarget(Target target) {
        if (target instanceof Target.BrokerId broker && (broker.id() < 1 || broker.id() > shape.brokers())) {
            throw Complaints.unknownBroker("fault " + name, broker.id(), shape.brokers());
        } else if (target instanceof Target.LeaderOf leader) {
            checkPartition(leader.partition());
        } else if (target instanceof Target.FollowerOf follower) {
            checkFollowers(follower.partition());
        } else if (target instanceof Target.FollowersOf followers) {
            checkFollowers(followers.partition());
        } else if (target instanceof Target.CoordinatorOf coordinator
                && coordinator.group().isBlank()) {
            throw Complaints.fault(name, "the group of its target is blank", "Write coordinator:GROUP");
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
