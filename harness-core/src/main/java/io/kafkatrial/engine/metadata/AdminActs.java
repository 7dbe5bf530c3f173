/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;

/**
 * What administrators do to topics and partitions; the rest is handed to {@link AdminSettings}. Each act waits until
 * the committed metadata shows it. Safe for use by several threads.
 */
public final class AdminActs {

    private final Admin admin;
    private final ClusterView view;
    private final BrokerKnowledge brokers;
    private final Answers answers;
    private final AdminSettings settings;

    /** Act by {@code door}, and see in {@code view} and at the {@code brokers} what became of it. */
    public AdminActs(AdminDoor door, ClusterView view, BrokerKnowledge brokers) {
        this.brokers = brokers;
        this.admin = door.admin();
        this.view = view;
        this.answers = new Answers();
        this.settings = new AdminSettings(admin, brokers.settings(), answers);
    }

    /**
     * Do it.
     *
     * @throws io.kafkatrial.engine.TrialException if Kafka refuses it, or does not get there in time
     */
    public AdminOutcome perform(AdminAct act) {
        if (act instanceof AdminAct.MoveLeader move) {
            return moveLeader(move);
        } else if (act instanceof AdminAct.ElectPreferred elect) {
            return electPreferred(elect);
        } else if (act instanceof AdminAct.Reassign reassign) {
            return reassign(reassign);
        } else if (act instanceof AdminAct.AddPartitions add) {
            return addPartitions(add);
        } else if (act instanceof AdminAct.CreateTopic create) {
            return create(create);
        } else if (act instanceof AdminAct.DeleteTopic delete) {
            return delete(delete);
        } else if (act instanceof AdminAct.RecreateTopic recreate) {
            return recreate(recreate);
        } else if (act instanceof AdminAct.DeleteRecords delete) {
            return deleteRecords(delete);
        }
        return settings.perform(act);
    }

    private static TopicPartition kafka(PartitionId partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    private PartitionView require(AdminAct act, PartitionId partition) {
        return view.partition(partition)
                .orElseThrow(() -> ApacheComplaints.refused(act, "there is no partition " + partition, null));
    }

    private List<PartitionView> require(AdminAct act, String topic) {
        List<PartitionView> all = view.partitions().stream()
                .filter(partition -> partition.partition().topic().equals(topic))
                .toList();
        if (all.isEmpty()) {
            throw ApacheComplaints.refused(act, "there is no topic " + topic, null);
        }
        return all;
    }

    private static String name(OptionalInt broker) {
        return broker.isPresent() ? "broker " + broker.getAsInt() : "nobody";
    }

    /** Kafka lets only the first replica be asked for: the list is put in another order, and that one elected. */
    private AdminOutcome moveLeader(AdminAct.MoveLeader act) {
        PartitionView before = require(act, act.partition());
        int to = act.to().isPresent()
                ? act.to().getAsInt()
                : before.isr().stream()
                        .filter(id -> before.leader().isEmpty()
                                || id != before.leader().getAsInt())
                        .min(Integer::compare)
                        .orElseThrow(() -> ApacheComplaints.refused(act, "no follower is in sync", null));
        if (before.leader().equals(OptionalInt.of(to))) {
            return new AdminOutcome(act.partition() + " is led by broker " + to + " already", 0, Optional.empty());
        }
        if (!before.isr().contains(to)) {
            throw ApacheComplaints.refused(act, "broker " + to + " is not in sync: " + before.isr(), null);
        }
        List<Integer> order = new ArrayList<>(before.replicas());
        order.remove((Integer) to);
        order.add(0, to);
        assign(act, act.partition(), order);
        elect(act, act.partition());
        answers.await(act, () -> leads(act.partition(), to));
        return new AdminOutcome(
                act.partition() + " led by broker " + to + " instead of " + name(before.leader()),
                1,
                before.leader().isPresent()
                        ? Optional.of(new AdminAct.MoveLeader(act.partition(), before.leader()))
                        : Optional.empty());
    }

    private boolean leads(PartitionId partition, int broker) {
        return view.partition(partition)
                .filter(now -> now.leader().equals(OptionalInt.of(broker)))
                .isPresent();
    }

    private void assign(AdminAct act, PartitionId partition, List<Integer> replicas) {
        answers.get(
                act,
                admin.alterPartitionReassignments(
                                Map.of(kafka(partition), Optional.of(new NewPartitionReassignment(replicas))))
                        .all());
        answers.await(act, () -> view.partition(partition)
                .filter(now -> now.replicas().equals(replicas))
                .isPresent());
    }

    private void elect(AdminAct act, PartitionId partition) {
        answers.getUnless(
                act,
                admin.electLeaders(ElectionType.PREFERRED, Set.of(kafka(partition)))
                        .all(),
                "ElectionNotNeededException");
    }

    private AdminOutcome electPreferred(AdminAct.ElectPreferred act) {
        PartitionView before = require(act, act.partition());
        int preferred = before.replicas().get(0);
        if (before.leader().equals(OptionalInt.of(preferred))) {
            return new AdminOutcome(
                    act.partition() + " is led by its preferred broker " + preferred + " already", 0, Optional.empty());
        }
        elect(act, act.partition());
        answers.await(act, () -> leads(act.partition(), preferred));
        return new AdminOutcome(
                act.partition() + " led by its preferred broker " + preferred + " instead of " + name(before.leader()),
                1,
                Optional.empty());
    }

    private AdminOutcome reassign(AdminAct.Reassign act) {
        List<Integer> before = require(act, act.partition()).replicas();
        if (before.equals(act.replicas())) {
            return new AdminOutcome(act.partition() + " is on " + before + " already", 0, Optional.empty());
        }
        assign(act, act.partition(), act.replicas());
        return new AdminOutcome(
                act.partition() + " on brokers " + act.replicas() + " instead of " + before,
                1,
                Optional.of(new AdminAct.Reassign(act.partition(), before)));
    }

    private AdminOutcome addPartitions(AdminAct.AddPartitions act) {
        int before = require(act, act.topic()).size();
        answers.get(
                act,
                admin.createPartitions(Map.of(act.topic(), NewPartitions.increaseTo(act.total())))
                        .all());
        awaitTopic(act, act.topic(), act.total());
        return new AdminOutcome(
                act.topic() + " has " + act.total() + " partitions instead of " + before,
                act.total() - before,
                Optional.empty());
    }

    private AdminOutcome create(AdminAct.CreateTopic act) {
        NewTopic topic = new NewTopic(
                act.topic(),
                act.partitions() < 0 ? Optional.empty() : Optional.of(act.partitions()),
                act.replicas() < 0 ? Optional.empty() : Optional.of((short) act.replicas()));
        int partitions = answers.get(act, admin.createTopics(List.of(topic)).numPartitions(act.topic()));
        awaitTopic(act, act.topic(), partitions);
        return new AdminOutcome(
                "topic " + act.topic() + " is there", 1, Optional.of(new AdminAct.DeleteTopic(act.topic())));
    }

    private AdminOutcome delete(AdminAct.DeleteTopic act) {
        int partitions = require(act, act.topic()).size();
        remove(act, act.topic());
        return new AdminOutcome("topic " + act.topic() + " is gone", partitions, Optional.empty());
    }

    private void remove(AdminAct act, String topic) {
        answers.get(act, admin.deleteTopics(List.of(topic)).all());
        awaitTopic(act, topic, 0);
    }

    /** Brokers learn a moment after the controllers have committed. */
    private void awaitTopic(AdminAct act, String topic, int partitions) {
        answers.await(
                act,
                () -> view.partitions().stream()
                                        .filter(partition ->
                                                partition.partition().topic().equals(topic))
                                        .count()
                                == partitions
                        && brokers.isKnown(topic, partitions));
    }

    private AdminOutcome recreate(AdminAct.RecreateTopic act) {
        Map<Integer, List<Integer>> replicas = new TreeMap<>();
        require(act, act.topic())
                .forEach(partition -> replicas.put(partition.partition().partition(), partition.replicas()));
        Map<String, String> config = view.topicConfigs(act.topic());
        remove(act, act.topic());
        NewTopic again = new NewTopic(act.topic(), replicas).configs(config);
        answers.get(act, admin.createTopics(List.of(again)).all());
        awaitTopic(act, act.topic(), replicas.size());
        return new AdminOutcome(
                "topic " + act.topic() + " is a new one of the same name", replicas.size(), Optional.empty());
    }

    private AdminOutcome deleteRecords(AdminAct.DeleteRecords act) {
        require(act, act.partition());
        TopicPartition partition = kafka(act.partition());
        long begin = answers.get(
                        act,
                        admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                                .partitionResult(partition))
                .offset();
        RecordsToDelete before = RecordsToDelete.beforeOffset(act.before());
        long now = answers.get(
                        act,
                        admin.deleteRecords(Map.of(partition, before))
                                .lowWatermarks()
                                .get(partition))
                .lowWatermark();
        return new AdminOutcome(
                act.partition() + " begins at offset " + now + " instead of " + begin, now - begin, Optional.empty());
    }
}
