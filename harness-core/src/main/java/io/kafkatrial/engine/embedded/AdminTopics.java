/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AlterPartitionReassignmentsRequest;
import org.apache.kafka.common.requests.AlterPartitionReassignmentsResponse;
import org.apache.kafka.common.requests.CreatePartitionsRequest;
import org.apache.kafka.common.requests.CreatePartitionsResponse;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.apache.kafka.common.requests.CreateTopicsResponse;
import org.apache.kafka.common.requests.DeleteRecordsRequest;
import org.apache.kafka.common.requests.DeleteRecordsResponse;
import org.apache.kafka.common.requests.DeleteTopicsRequest;
import org.apache.kafka.common.requests.DeleteTopicsResponse;
import org.apache.kafka.common.requests.ElectLeadersRequest;
import org.apache.kafka.common.requests.ElectLeadersResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.image.TopicImage;

/** What administrators do to topics and partitions. Each act waits until the committed metadata shows it. */
final class AdminTopics {

    private final Office office;

    AdminTopics(Office office) {
        this.office = office;
    }

    /** Kafka lets only the first replica be asked for: the list is put in another order, and that one elected. */
    AdminOutcome moveLeader(AdminAct.MoveLeader act) {
        PartitionView before = office.require(act, act.partition());
        int to = act.to().isPresent() ? act.to().getAsInt() : firstInSync(act, before);
        if (before.leader().equals(OptionalInt.of(to))) {
            return new AdminOutcome(act.partition() + " is led by broker " + to + " already", 0, Optional.empty());
        } else if (!before.isr().contains(to)) {
            throw Complaints.adminRefused(act, "broker " + to + " is not in sync, but " + before.isr());
        }
        List<Integer> order = new ArrayList<>(before.replicas());
        order.remove((Integer) to);
        order.add(0, to);
        assign(act, act.partition(), order);
        elect(act, act.partition());
        office.await(act, () -> leads(act, to));
        return new AdminOutcome(
                act.partition() + " led by broker " + to + " instead of " + name(before.leader()),
                1,
                before.leader().isPresent()
                        ? Optional.of(new AdminAct.MoveLeader(act.partition(), before.leader()))
                        : Optional.empty());
    }

    private static int firstInSync(AdminAct act, PartitionView view) {
        return view.isr().stream()
                .filter(id -> !view.leader().equals(OptionalInt.of(id)))
                .min(Integer::compare)
                .orElseThrow(() -> Complaints.adminRefused(act, "no follower is in sync"));
    }

    private boolean leads(AdminAct.MoveLeader act, int broker) {
        return office.require(act, act.partition()).leader().equals(OptionalInt.of(broker));
    }

    private static String name(OptionalInt broker) {
        return broker.isPresent() ? "broker " + broker.getAsInt() : "nobody";
    }

    private void assign(AdminAct act, PartitionId partition, List<Integer> replicas) {
        var topic = new AlterPartitionReassignmentsRequestData.ReassignableTopic().setName(partition.topic());
        topic.partitions()
                .add(new AlterPartitionReassignmentsRequestData.ReassignablePartition()
                        .setPartitionIndex(partition.partition())
                        .setReplicas(replicas));
        var request = new AlterPartitionReassignmentsRequestData()
                .setTimeoutMs(Office.patienceMs())
                .setTopics(List.of(topic));
        var answer = office.ask(
                        act,
                        new AlterPartitionReassignmentsRequest.Builder(request).build(),
                        AlterPartitionReassignmentsResponse.class)
                .data();
        Office.require(act, answer.errorCode(), answer.errorMessage());
        answer.responses().forEach(one -> one.partitions()
                .forEach(result -> Office.require(act, result.errorCode(), result.errorMessage())));
        office.await(act, () -> office.require(act, partition).replicas().equals(replicas));
    }

    private void elect(AdminAct act, PartitionId partition) {
        TopicPartition one = new TopicPartition(partition.topic(), partition.partition());
        var answer = office.ask(
                        act,
                        new ElectLeadersRequest.Builder(ElectionType.PREFERRED, Set.of(one), Office.patienceMs())
                                .build(),
                        ElectLeadersResponse.class)
                .data();
        Office.require(act, answer.errorCode(), null);
        answer.replicaElectionResults().forEach(topic -> topic.partitionResult().forEach(result -> {
            if (result.errorCode() != Errors.ELECTION_NOT_NEEDED.code()) {
                Office.require(act, result.errorCode(), result.errorMessage());
            }
        }));
    }

    AdminOutcome electPreferred(AdminAct.ElectPreferred act) {
        PartitionView before = office.require(act, act.partition());
        int preferred = before.replicas().get(0);
        if (before.leader().equals(OptionalInt.of(preferred))) {
            return new AdminOutcome(
                    act.partition() + " is led by its preferred broker " + preferred + " already", 0, Optional.empty());
        }
        elect(act, act.partition());
        office.await(act, () -> office.require(act, act.partition()).leader().equals(OptionalInt.of(preferred)));
        return new AdminOutcome(
                act.partition() + " led by its preferred broker " + preferred + " instead of " + name(before.leader()),
                1,
                Optional.empty());
    }

    AdminOutcome reassign(AdminAct.Reassign act) {
        List<Integer> before = office.require(act, act.partition()).replicas();
        if (before.equals(act.replicas())) {
            return new AdminOutcome(act.partition() + " is on " + before + " already", 0, Optional.empty());
        }
        assign(act, act.partition(), act.replicas());
        return new AdminOutcome(
                act.partition() + " on brokers " + act.replicas() + " instead of " + before,
                1,
                Optional.of(new AdminAct.Reassign(act.partition(), before)));
    }

    AdminOutcome addPartitions(AdminAct.AddPartitions act) {
        int before = office.require(act, act.topic()).size();
        var request = new CreatePartitionsRequestData().setTimeoutMs(Office.patienceMs());
        request.topics()
                .add(new CreatePartitionsRequestData.CreatePartitionsTopic()
                        .setName(act.topic())
                        .setCount(act.total())
                        .setAssignments(null));
        office.ask(act, new CreatePartitionsRequest.Builder(request).build(), CreatePartitionsResponse.class)
                .data()
                .results()
                .forEach(result -> Office.require(act, result.errorCode(), result.errorMessage()));
        office.await(act, () -> office.require(act, act.topic()).size() >= act.total());
        return new AdminOutcome(
                act.topic() + " has " + act.total() + " partitions instead of " + before,
                act.total() - before,
                Optional.empty());
    }

    AdminOutcome create(AdminAct.CreateTopic act) {
        create(act, Office.topic(act.topic()).setNumPartitions(act.partitions()).setReplicationFactor((short)
                act.replicas()));
        return new AdminOutcome(
                "topic " + act.topic() + " is there", 1, Optional.of(new AdminAct.DeleteTopic(act.topic())));
    }

    private void create(AdminAct act, CreateTopicsRequestData.CreatableTopic topic) {
        var request = new CreateTopicsRequestData().setTimeoutMs(Office.patienceMs());
        request.topics().add(topic);
        office.ask(act, new CreateTopicsRequest.Builder(request).build(), CreateTopicsResponse.class)
                .data()
                .topics()
                .forEach(result -> Office.require(act, result.errorCode(), result.errorMessage()));
        office.await(act, () -> office.image().topics().getTopic(topic.name()) != null);
    }

    AdminOutcome delete(AdminAct.DeleteTopic act) {
        int partitions = office.require(act, act.topic()).size();
        delete(act, act.topic());
        return new AdminOutcome("topic " + act.topic() + " is gone", partitions, Optional.empty());
    }

    private void delete(AdminAct act, String topic) {
        TopicImage before = office.image().topics().getTopic(topic);
        var request = new DeleteTopicsRequestData().setTimeoutMs(Office.patienceMs());
        request.topics().add(new DeleteTopicsRequestData.DeleteTopicState().setName(topic));
        office.ask(act, new DeleteTopicsRequest.Builder(request).build(), DeleteTopicsResponse.class)
                .data()
                .responses()
                .forEach(result -> Office.require(act, result.errorCode(), result.errorMessage()));
        office.await(act, () -> before == null || office.image().topics().getTopic(before.id()) == null);
    }

    AdminOutcome recreate(AdminAct.RecreateTopic act) {
        Map<Integer, List<Integer>> replicas = new TreeMap<>();
        office.require(act, act.topic())
                .forEach(view -> replicas.put(view.partition().partition(), view.replicas()));
        Map<String, String> config = office.image()
                .configs()
                .configMapForResource(new ConfigResource(ConfigResource.Type.TOPIC, act.topic()));
        delete(act, act.topic());
        var topic = Office.topic(act.topic()).setNumPartitions(-1).setReplicationFactor((short) -1);
        replicas.forEach((index, brokers) -> topic.assignments()
                .add(new CreateTopicsRequestData.CreatableReplicaAssignment()
                        .setPartitionIndex(index)
                        .setBrokerIds(brokers)));
        config.forEach((name, value) -> topic.configs()
                .add(new CreateTopicsRequestData.CreatableTopicConfig()
                        .setName(name)
                        .setValue(value)));
        create(act, topic);
        return new AdminOutcome(
                "topic " + act.topic() + " is a new one of the same name", replicas.size(), Optional.empty());
    }

    AdminOutcome deleteRecords(AdminAct.DeleteRecords act) {
        OptionalInt leader = office.require(act, act.partition()).leader();
        long begin = office.look(act, leader, brain -> begin(brain, act.partition()));
        var topic = new DeleteRecordsRequestData.DeleteRecordsTopic()
                .setName(act.partition().topic());
        topic.partitions()
                .add(new DeleteRecordsRequestData.DeleteRecordsPartition()
                        .setPartitionIndex(act.partition().partition())
                        .setOffset(act.before()));
        var request =
                new DeleteRecordsRequestData().setTimeoutMs(Office.patienceMs()).setTopics(List.of(topic));
        var answer = office.ask(
                        act, leader, new DeleteRecordsRequest.Builder(request).build(), DeleteRecordsResponse.class)
                .data();
        long now = begin;
        for (var one : answer.topics()) {
            for (var result : one.partitions()) {
                Office.require(act, result.errorCode(), null);
                now = result.lowWatermark();
            }
        }
        return new AdminOutcome(
                act.partition() + " begins at offset " + now + " instead of " + begin, now - begin, Optional.empty());
    }

    private static long begin(Brain brain, PartitionId partition) {
        return brain.replicas()
                .replication()
                .findOffset(
                        new TopicPartition(partition.topic(), partition.partition()),
                        ListOffsetsRequest.EARLIEST_TIMESTAMP,
                        Optional.of(IsolationLevel.READ_UNCOMMITTED),
                        OptionalInt.empty())
                .offset();
    }
}
