/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.PartitionId;
import java.util.List;

/** What makes one trigger impossible on a cluster. */
final class TriggerRules {

    private static final List<String> GROUP_STATES = List.of(
            "Empty",
            "PreparingRebalance",
            "CompletingRebalance",
            "Stable",
            "Dead",
            "Assigning",
            "Reconciling",
            "NotReady");
    private static final List<String> TRANSACTION_STATES = List.of(
            "Empty",
            "Ongoing",
            "PrepareCommit",
            "PrepareAbort",
            "CompleteCommit",
            "CompleteAbort",
            "Dead",
            "PrepareEpochFence");

    private final String name;
    private final Shape shape;

    TriggerRules(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    void check(Trigger trigger) {
        if (trigger instanceof Trigger.Acks acks) {
            checkCount("acks", acks.count());
            acks.topic().ifPresent(this::checkTopic);
        } else if (trigger instanceof Trigger.After after && after.delay().isNegative()) {
            throw Complaints.fault(name, "its time lies before the start", "Give a time of zero or more");
        } else if (trigger instanceof Trigger.IsrSize isr) {
            checkIsr(isr);
        } else if (trigger instanceof Trigger.Commits commits) {
            checkCount("commits", commits.offsets());
            checkGroup(commits.group());
        } else if (trigger instanceof Trigger.OnRequest request) {
            checkCount("nth", request.nth());
            new FaultRules(name, shape).checkRequests(request.requests());
        } else if (trigger instanceof Trigger.LeaderElected elected) {
            checkPartition(elected.partition());
        } else {
            checkStates(trigger);
        }
    }

    private void checkStates(Trigger trigger) {
        if (trigger instanceof Trigger.OffsetCommitted offset) {
            checkGroup(offset.group());
            checkPartition(offset.partition());
            checkCount("offset", offset.offset());
        } else if (trigger instanceof Trigger.GroupState group) {
            checkGroup(group.group());
            checkState("groups", group.state(), GROUP_STATES);
        } else if (trigger instanceof Trigger.TransactionState transaction) {
            if (transaction.transactionalId().isBlank()) {
                throw Complaints.fault(
                        name, "the transactional id of its trigger is blank", "Write the producer's transactional.id");
            }
            checkState("transactions", transaction.state(), TRANSACTION_STATES);
        } else if (trigger instanceof Trigger.Delivered delivered) {
            checkGroup(delivered.group());
            checkCount("delivered", delivered.count());
        } else if (trigger instanceof Trigger.Handled handled) {
            checkCount("handled", handled.count());
        } else {
            checkPoints(trigger);
        }
    }

    private void checkPoints(Trigger trigger) {
        if (trigger instanceof Trigger.AtCodePoint code) {
            checkCount("nth", code.nth());
            new FaultRules(name, shape).checkPoint(code.target(), code.point());
        } else if (trigger instanceof Trigger.InApplication application) {
            checkCount("nth", application.nth());
            new ClientRules(name).checkWhere(application.where());
        } else if (trigger instanceof Trigger.Sequence
                || trigger instanceof Trigger.AllOf
                || trigger instanceof Trigger.AnyOf) {
            if (Needs.parts(trigger).isEmpty()) {
                throw Complaints.fault(
                        name, "its trigger is made of no others and never comes", "Name what it waits for");
            }
            Needs.parts(trigger).forEach(this::check);
        }
    }

    private void checkGroup(String group) {
        if (group.isBlank()) {
            throw Complaints.fault(name, "the group of its trigger is blank", "Name the consumer group");
        }
    }

    private void checkState(String whose, String state, List<String> known) {
        if (known.stream().noneMatch(state::equalsIgnoreCase)) {
            throw Complaints.fault(
                    name,
                    whose + " have no state '" + state + "'",
                    "Did you mean " + Nearest.some(state, known, 1).get(0) + "? There are " + String.join(", ", known));
        }
    }

    private void checkCount(String what, long count) {
        if (count < 1) {
            throw Complaints.fault(
                    name, what + " = " + count + " is never counted up to", "Set " + what + " to 1 or more");
        }
    }

    private void checkIsr(Trigger.IsrSize isr) {
        checkPartition(isr.partition());
        int replicas = shape.topic(isr.partition().topic())
                .map(Shape.TopicShape::replicas)
                .orElse(shape.brokers());
        if (isr.size() < 1 || isr.size() > replicas) {
            throw Complaints.fault(
                    name,
                    "the ISR of " + isr.partition() + " never has " + isr.size() + " of its " + replicas + " replicas",
                    "Wait for a size from 1 to " + replicas);
        }
    }

    void checkTopic(String topic) {
        if (shape.topic(topic).isEmpty() && !Shape.isInternal(topic)) {
            throw Complaints.unknownTopic("fault " + name, topic, shape.topics().keySet());
        }
    }

    void checkPartition(PartitionId partition) {
        checkTopic(partition.topic());
        shape.topic(partition.topic()).ifPresent(topic -> {
            if (partition.partition() >= topic.partitions()) {
                throw Complaints.unknownPartition("fault " + name, partition, topic.partitions());
            }
        });
    }
}
