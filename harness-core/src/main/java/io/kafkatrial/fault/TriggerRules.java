/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.PartitionId;

/** What makes one trigger impossible on a cluster. */
final class TriggerRules {

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
            if (commits.group().isBlank()) {
                throw Complaints.fault(name, "the group of its trigger is blank", "Name the consumer group");
            }
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
