/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.PartitionId;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/** What makes an act of an administrator impossible on a cluster. */
final class AdminRules {

    private static final List<String> QUOTAS =
            List.of("producer_byte_rate", "consumer_byte_rate", "request_percentage", "controller_mutation_rate");

    private final String name;
    private final Shape shape;
    private final TriggerRules places;

    AdminRules(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
        this.places = new TriggerRules(name, shape);
    }

    void check(AdminAct act) {
        if (act instanceof AdminAct.MoveLeader move) {
            checkMove(move.partition(), move.to());
        } else if (act instanceof AdminAct.ElectPreferred elect) {
            places.checkPartition(elect.partition());
        } else if (act instanceof AdminAct.Reassign reassign) {
            checkReassign(reassign);
        } else if (act instanceof AdminAct.DeleteRecords delete) {
            places.checkPartition(delete.partition());
            if (delete.before() < -1) {
                throw Complaints.fault(
                        name, "no offset lies before " + delete.before(), "Give an offset, or -1 for all there is");
            }
        } else if (act instanceof AdminAct.AddPartitions add) {
            checkAdd(add);
        } else if (act instanceof AdminAct.CreateTopic create) {
            checkCreate(create);
        } else if (act instanceof AdminAct.DeleteTopic delete) {
            places.checkTopic(delete.topic());
        } else if (act instanceof AdminAct.RecreateTopic recreate) {
            places.checkTopic(recreate.topic());
        } else {
            checkSettings(act);
        }
    }

    private void checkMove(PartitionId partition, OptionalInt to) {
        places.checkPartition(partition);
        boolean alone = shape.topic(partition.topic())
                .filter(topic -> topic.replicas() < 2)
                .isPresent();
        if (alone) {
            throw Complaints.fault(
                    name,
                    partition + " has a single replica, and nobody else can lead it",
                    "Raise the replication factor of " + partition.topic());
        }
        to.ifPresent(this::checkBroker);
    }

    private void checkBroker(int id) {
        if (id < 1 || id > shape.brokers()) {
            throw Complaints.unknownBroker("fault " + name, id, shape.brokers());
        }
    }

    private void checkReassign(AdminAct.Reassign reassign) {
        places.checkPartition(reassign.partition());
        reassign.replicas().forEach(this::checkBroker);
        if (reassign.replicas().isEmpty()
                || new HashSet<>(reassign.replicas()).size()
                        < reassign.replicas().size()) {
            throw Complaints.fault(
                    name,
                    "a partition cannot be on the brokers " + reassign.replicas(),
                    "Name at least one broker, and each once");
        }
    }

    private void checkAdd(AdminAct.AddPartitions add) {
        places.checkTopic(add.topic());
        int now = shape.topic(add.topic()).map(Shape.TopicShape::partitions).orElse(0);
        if (add.total() <= now) {
            throw Complaints.fault(
                    name,
                    "topic " + add.topic() + " has " + now + " partitions already, and cannot have " + add.total(),
                    "Give the new total, at least " + (now + 1));
        }
    }

    private void checkCreate(AdminAct.CreateTopic create) {
        if (shape.topic(create.topic()).isPresent()) {
            throw Complaints.fault(
                    name, "topic " + create.topic() + " is there already", "Give the new topic another name");
        }
        if (create.partitions() == 0 || create.partitions() < -1) {
            throw Complaints.partitionCount(create.topic(), create.partitions());
        }
        if (create.replicas() == 0 || create.replicas() < -1) {
            throw Complaints.replicationFactor(create.topic(), create.replicas());
        }
        if (create.replicas() > shape.brokers()) {
            throw Complaints.moreReplicasThanBrokers(
                    "fault " + name + ": replicas of topic " + create.topic(), create.replicas(), shape.brokers());
        }
    }

    private void checkSettings(AdminAct act) {
        if (act instanceof AdminAct.SetTopicConfig set) {
            places.checkTopic(set.topic());
            checkWord("key", set.key());
        } else if (act instanceof AdminAct.SetBrokerConfig set) {
            set.broker().ifPresent(this::checkBroker);
            checkWord("key", set.key());
        } else if (act instanceof AdminAct.DeleteOffsets delete) {
            checkWord("group", delete.group());
            places.checkTopic(delete.topic());
        } else if (act instanceof AdminAct.RemoveMembers remove) {
            checkWord("group", remove.group());
        } else if (act instanceof AdminAct.AbortTransaction abort) {
            checkWord("transactional id", abort.transactionalId());
        } else if (act instanceof AdminAct.SetQuota quota) {
            checkQuota(quota);
        }
    }

    private void checkQuota(AdminAct.SetQuota quota) {
        if (!QUOTAS.contains(quota.key())) {
            throw Complaints.fault(
                    name,
                    "Kafka has no quota '" + quota.key() + "' of users and clients",
                    "Did you mean " + Nearest.some(quota.key(), QUOTAS, 1).get(0) + "?");
        }
        if (quota.value().isPresent() && quota.value().getAsDouble() <= 0) {
            throw Complaints.fault(
                    name,
                    "a quota of " + quota.value().getAsDouble() + " lets nothing pass ever",
                    "Give a number above zero, or none to lift the limit");
        }
    }

    private void checkWord(String what, String word) {
        if (word.isBlank()) {
            throw Complaints.fault(name, "its " + what + " is blank", "Write the " + what);
        }
    }
}
