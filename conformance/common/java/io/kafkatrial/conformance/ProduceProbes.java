/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produce: who may write where, and how it is acknowledged. */
final class ProduceProbes {
    static final long TIME = 1_700_000_000_000L;

    private ProduceProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("produce: acks all and 1", ProduceProbes::acks),
                new Probe("produce: acks 0 takes no answer", ProduceProbes::acksZero),
                new Probe("produce: acks 0 with an error ends the connection", ProduceProbes::acksZeroError),
                new Probe("produce: acks nobody knows", ProduceProbes::unknownAcks),
                new Probe("produce: unknown topic, id, partition", ProduceProbes::unknown),
                new Probe("produce: not to the leader", ProduceProbes::notLeader),
                new Probe("produce: fewer in sync than wanted", ProduceProbes::minIsr),
                new Probe("produce: to an internal topic", ProduceProbes::internal),
                new Probe("produce: several partitions, one of them wrong", ProduceProbes::mixed),
                new Probe("produce: the same partition twice", ProduceProbes::twice));
    }

    static MemoryRecords records(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(TIME + i, ("k" + i).getBytes(), values[i].getBytes());
        }
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    static ProduceRequestData request(int acks, String topic, int partition, BaseRecords records) {
        return request(acks, new TopicProduceData().setName(topic), partition, records);
    }

    static ProduceRequestData request(int acks, TopicProduceData topic, int partition, BaseRecords records) {
        var topics = new TopicProduceDataCollection();
        topics.add(topic.setPartitionData(List.of(new PartitionProduceData().setIndex(partition).setRecords(records))));
        return new ProduceRequestData().setAcks((short) acks).setTimeoutMs(10_000).setTopicData(topics);
    }

    static String text(PartitionProduceResponse it) {
        return Lab.error(it.errorCode()) + " offset " + it.baseOffset() + " start " + it.logStartOffset()
                + (it.logAppendTimeMs() == -1 ? "" : " append time") + (it.recordErrors().isEmpty() ? "" : " " + it.recordErrors().stream()
                        .map(e -> e.batchIndex() + ":" + e.batchIndexErrorMessage()).toList())
                + (it.errorMessage() == null ? "" : " " + it.errorMessage());
    }

    /** Send to partition 0 with version 12, acks all, at its first leader B1. */
    static String send(Lab lab, String topic, BaseRecords records) throws Exception {
        return send(lab, 12, request(-1, topic, 0, records));
    }

    static String send(Lab lab, int version, ProduceRequestData request) throws Exception {
        return send(lab, 1, version, request);
    }

    static String send(Lab lab, int place, int version, ProduceRequestData request) throws Exception {
        var response = lab.ask(place, ApiKeys.PRODUCE, version, request, ProduceResponseData.class);
        StringBuilder all = new StringBuilder();
        response.responses().forEach(topic -> topic.partitionResponses().forEach(it -> all.append(all.isEmpty() ? "" : ", ").append(text(it))));
        return all.toString();
    }

    /** Send one record with a client and name its offset. */
    static String sendWithClient(Lab lab, String topic, int partition) throws Exception {
        Map<String, Object> config = new HashMap<>(lab.config());
        config.put("delivery.timeout.ms", "15000");
        config.put("request.timeout.ms", "5000");
        config.put("linger.ms", "0");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            return String.valueOf(producer.send(new ProducerRecord<>(topic, partition, "k", "v")).get().offset());
        }
    }

    private static void acks(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("pr-acks", 1);
        notes.ask("all", () -> send(lab, 12, request(-1, "pr-acks", 0, records("a", "b"))));
        notes.ask("one", () -> send(lab, 12, request(1, "pr-acks", 0, records("c"))));
        notes.ask("by id", () -> send(lab, 13, request(-1, new TopicProduceData().setTopicId(id), 0, records("d"))));
        notes.ask("version 3", () -> send(lab, 3, request(-1, "pr-acks", 0, records("e"))));
        notes.ask("version 7", () -> send(lab, 7, request(-1, "pr-acks", 0, records("f"))));
        notes.ask("timeout 0", () -> send(lab, 12, request(1, "pr-acks", 0, records("g")).setTimeoutMs(0)));
    }

    private static void acksZero(Lab lab, Notes notes) throws Exception {
        lab.topic("pr-zero", 1);
        try (Wire wire = lab.connect(1)) {
            wire.send(ApiKeys.PRODUCE, 12, request(0, "pr-zero", 0, records("a", "b")));
            wire.send(ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(List.of()));
            notes.note("next answer is for request", wire.frame().getInt());
        }
        notes.ask("then", () -> send(lab, "pr-zero", records("c")));
    }

    private static void acksZeroError(Lab lab, Notes notes) throws Exception {
        lab.topic("pr-zero-error", 1);
        try (Wire wire = lab.connect(1)) {
            wire.send(ApiKeys.PRODUCE, 12, request(0, "pr-nowhere", 0, records("a")));
            notes.ask("unknown topic", wire::fate);
        }
        try (Wire wire = lab.connect(2)) {
            wire.send(ApiKeys.PRODUCE, 12, request(0, "pr-zero-error", 0, records("a")));
            notes.ask("not the leader", wire::fate);
        }
    }

    private static void unknownAcks(Lab lab, Notes notes) throws Exception {
        lab.topic("pr-acks-2", 1);
        notes.ask("2", () -> send(lab, 12, request(2, "pr-acks-2", 0, records("a"))));
        notes.ask("-2", () -> send(lab, 12, request(-2, "pr-acks-2", 0, records("a"))));
        notes.ask("then", () -> send(lab, "pr-acks-2", records("c")));
    }

    private static void unknown(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("pr-known", 1);
        notes.ask("topic", () -> send(lab, 12, request(-1, "pr-none", 0, records("a"))));
        notes.ask("partition", () -> send(lab, 12, request(-1, "pr-known", 5, records("a"))));
        notes.ask("partition -1", () -> send(lab, 12, request(-1, "pr-known", -1, records("a"))));
        notes.ask("id", () -> send(lab, 13, request(-1, new TopicProduceData().setTopicId(new Uuid(9, 9)), 0, records("a"))));
        notes.ask("zero id", () -> send(lab, 13, request(-1, new TopicProduceData(), 0, records("a"))));
        notes.ask("partition by id", () -> send(lab, 13, request(-1, new TopicProduceData().setTopicId(id), 4, records("a"))));
        notes.note("created by it", Lab.error(lab.metadata(1, "pr-none").errorCode()));
    }

    private static void notLeader(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("pr-leader", 1);
        var response = lab.ask(2, ApiKeys.PRODUCE, 12, request(-1, "pr-leader", 0, records("a")), ProduceResponseData.class);
        var partition = response.responses().iterator().next().partitionResponses().get(0);
        notes.note("by name", text(partition) + " leader " + lab.name(partition.currentLeader().leaderId()) + " epoch " + partition.currentLeader().leaderEpoch());
        notes.note("endpoints", response.nodeEndpoints().stream().map(it -> lab.name(it.nodeId())).toList());
        notes.ask("by id", () -> send(lab, 3, 13, request(-1, new TopicProduceData().setTopicId(id), 0, records("a"))));
        notes.ask("version 9", () -> send(lab, 3, 9, request(-1, "pr-leader", 0, records("a"))));
    }

    private static void minIsr(Lab lab, Notes notes) throws Exception {
        lab.topic("pr-min-4", 1, "min.insync.replicas", "4");
        notes.ask("acks all, four of three", () -> send(lab, "pr-min-4", records("a")));
        notes.ask("acks 1, four of three", () -> send(lab, 12, request(1, "pr-min-4", 0, records("a"))));
        lab.topic("pr-min-3", 1, "min.insync.replicas", "3");
        notes.ask("acks all, three of three", () -> send(lab, "pr-min-3", records("a")));
    }

    private static void internal(Lab lab, Notes notes) throws Exception {
        ClassicGroupProbes.coordinator(lab, "pr-group");
        var topic = lab.metadata(1, "__consumer_offsets");
        int leader = topic.partitions().stream().filter(it -> it.partitionIndex() == 0).findFirst().orElseThrow().leaderId();
        int place = lab.name(leader).charAt(1) - '0';
        notes.ask("offsets", () -> send(lab, place, 12, request(-1, "__consumer_offsets", 0, records("a"))));
    }

    private static void mixed(Lab lab, Notes notes) throws Exception {
        lab.topic("pr-mixed", 2);
        var request = request(-1, "pr-mixed", 0, records("a"));
        request.topicData().find("pr-mixed", Uuid.ZERO_UUID).setPartitionData(List.of(
                new PartitionProduceData().setIndex(0).setRecords(records("a")),
                new PartitionProduceData().setIndex(1).setRecords(records("b")),
                new PartitionProduceData().setIndex(8).setRecords(records("c"))));
        var response = lab.ask(ApiKeys.PRODUCE, 12, request, ProduceResponseData.class);
        response.responses().iterator().next().partitionResponses().stream()
                .sorted((a, b) -> a.index() - b.index())
                .forEach(it -> notes.note("partition " + it.index(), text(it)));
    }

    private static void twice(Lab lab, Notes notes) throws Exception {
        lab.topic("pr-twice", 1);
        var request = request(-1, "pr-twice", 0, records("a"));
        request.topicData().find("pr-twice", Uuid.ZERO_UUID).setPartitionData(List.of(
                new PartitionProduceData().setIndex(0).setRecords(records("a")),
                new PartitionProduceData().setIndex(0).setRecords(records("b", "c"))));
        notes.ask("both", () -> send(lab, 12, request));
        notes.ask("then", () -> send(lab, "pr-twice", records("c")));
    }
}
