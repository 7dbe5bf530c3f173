/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** What reimplementations of the protocol get wrong and no other probe asks; see pitfalls.tsv. */
final class PitfallProbes {
    private static final int LONG_MS = 15_000;
    private static final int SOON_MS = 10_000;

    private PitfallProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("api versions: features with minimum 0 are left out before version 4", PitfallProbes::features),
                new Probe("frames: in pieces, and two at once", PitfallProbes::pieces),
                new Probe("delete topic: its id and its producers are unknown to the next of its name", PitfallProbes::recreated),
                new Probe("fetch: a waiting one is answered by an append, and by a deletion", PitfallProbes::waiting),
                new Probe("transactions: aborted ones are listed for what is fetched", PitfallProbes::aborted),
                new Probe("transactions: an open one holds back offsets, and pending offsets are unstable", PitfallProbes::pending));
    }

    private static void features(Lab lab, Notes notes) {
        for (int version = 0; version <= 4; version++) {
            int asked = version;
            notes.ask("version " + version, () -> {
                var request = new ApiVersionsRequestData().setClientSoftwareName("a").setClientSoftwareVersion("1");
                var response = lab.ask(ApiKeys.API_VERSIONS, asked, request, ApiVersionsResponseData.class);
                var names = new TreeSet<String>();
                response.supportedFeatures().forEach(it -> names.add(it.name() + " from " + it.minVersion()));
                return Lab.error(response.errorCode()) + " " + names + " finalized " + response.finalizedFeatures().size();
            });
        }
    }

    private static void pieces(Lab lab, Notes notes) throws Exception {
        byte[] ask = {0, 0, 0, 11, 0, 18, 0, 0, 0, 0, 0, 5, 0, 1, 'x'};
        try (Wire wire = lab.connect(1)) {
            for (byte one : ask) {
                wire.raw(new byte[] {one});
            }
            notes.note("byte by byte", wire.frame().getInt());
            wire.raw(ByteBuffer.allocate(2 * ask.length).put(ask).put(ask).array());
            notes.note("two at once", wire.frame().getInt() + wire.frame().getInt());
        }
    }

    private static MemoryRecords batch(long producer, int sequence) {
        return MemoryRecords.withIdempotentRecords(Compression.NONE, producer, (short) 0, sequence,
                new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), "v".getBytes()));
    }

    private static void recreated(Lab lab, Notes notes) throws Exception {
        Uuid old = lab.topic("pf-again", 1);
        for (int sequence = 0; sequence < 3; sequence++) {
            int it = sequence;
            notes.ask("sequence " + it, () -> ProduceProbes.send(lab, "pf-again", batch(61_000, it)));
        }
        lab.admin().deleteTopics(List.of("pf-again")).all().get();
        lab.await(() -> {
            boolean gone = true;
            for (int place = 1; place <= 3; place++) {
                gone &= lab.metadata(place, "pf-again").errorCode() != 0;
            }
            return gone;
        });
        Uuid next = lab.topic("pf-again", 1);
        notes.note("another id", !old.equals(next));
        notes.ask("produce by the old id", () -> ProduceProbes.send(lab, 13, ProduceProbes.request(-1, new TopicProduceData().setTopicId(old), 0, ProduceProbes.records("a"))));
        notes.ask("fetch by the old id", () -> FetchProbes.fetch(lab, 1, 13, FetchProbes.request(new FetchTopic().setTopicId(old), FetchProbes.partition(0, 0))));
        notes.ask("a later sequence of the producer", () -> ProduceProbes.send(lab, "pf-again", batch(61_000, 9)));
        notes.ask("its next", () -> ProduceProbes.send(lab, "pf-again", batch(61_000, 10)));
        notes.ask("a gap", () -> ProduceProbes.send(lab, "pf-again", batch(61_000, 12)));
    }

    private static void waiting(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("pf-waiting", 1);
        try (Wire wire = lab.connect(1)) {
            var request = FetchProbes.request(new FetchTopic().setTopicId(id), FetchProbes.partition(0, 0)).setMaxWaitMs(LONG_MS);
            long begin = System.nanoTime();
            wire.send(ApiKeys.FETCH, 13, request);
            ProduceProbes.send(lab, "pf-waiting", ProduceProbes.records("a"));
            var answer = (FetchResponseData) wire.read(ApiKeys.FETCH, 13);
            notes.note("appended", FetchProbes.text(lab, answer.responses().get(0).partitions().get(0)).replaceAll("hw [0-9]", "hw N").replaceAll("lso [0-9]", "lso N"));
            notes.note("soon", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < SOON_MS);
            lab.await(() -> FetchProbes.fetch(lab, 1, 13, FetchProbes.request(new FetchTopic().setTopicId(id), FetchProbes.partition(0, 1))).contains("hw 1"));
            begin = System.nanoTime();
            request.topics().get(0).partitions().get(0).setFetchOffset(1);
            wire.send(ApiKeys.FETCH, 13, request);
            lab.admin().deleteTopics(List.of("pf-waiting")).all().get();
            var deleted = (FetchResponseData) wire.read(ApiKeys.FETCH, 13);
            notes.note("deleted", Lab.error(deleted.responses().get(0).partitions().get(0).errorCode()));
            notes.note("soon", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < SOON_MS);
        }
    }

    private static String committed(Lab lab, String topic, long offset) throws Exception {
        var request = FetchProbes.request(new FetchTopic().setTopic(topic), FetchProbes.partition(0, offset)).setIsolationLevel((byte) 1);
        return FetchProbes.fetch(lab, 1, 12, request);
    }

    private static KafkaProducer<String, String> producer(Lab lab, String id) {
        var producer = CrashProbes.transactional(lab, id);
        producer.initTransactions();
        return producer;
    }

    private static void one(KafkaProducer<String, String> producer, String topic) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, "k", "v")).get();
    }

    private static void aborted(Lab lab, Notes notes) throws Exception {
        lab.topic("pf-aborted", 1);
        try (var producer = producer(lab, "pf-aborted")) {
            one(producer, "pf-aborted");
            producer.abortTransaction();
            one(producer, "pf-aborted");
            producer.abortTransaction();
            one(producer, "pf-aborted");
            producer.commitTransaction();
        }
        lab.await(() -> committed(lab, "pf-aborted", 5).contains("lso 6"));
        for (int offset = 0; offset <= 6; offset++) {
            int from = offset;
            notes.ask("from " + from, () -> committed(lab, "pf-aborted", from));
        }
    }

    private static void pending(Lab lab, Notes notes) throws Exception {
        lab.topic("pf-pending", 1);
        int at = ClassicGroupProbes.coordinator(lab, "pf-group");
        var partition = new TopicPartition("pf-pending", 0);
        var wanted = OffsetStoreProbes.wanted("pf-group", "pf-pending", 0).setRequireStable(true);
        var unstable = OffsetStoreProbes.wanted("pf-group", "pf-pending", 0);
        try (var producer = producer(lab, "pf-pending")) {
            one(producer, "pf-pending");
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(7)), new ConsumerGroupMetadata("pf-group"));
            for (IsolationLevel level : IsolationLevel.values()) {
                notes.ask("latest " + level, () -> lab.admin().listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level)).partitionResult(partition).get().offset());
            }
            notes.ask("stable offset", () -> OffsetStoreProbes.fetch(lab, at, 9, wanted));
            notes.ask("any offset", () -> OffsetStoreProbes.fetch(lab, at, 9, unstable));
            notes.ask("plain commit beside it", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("pf-group", "pf-pending", 0, 3)));
            producer.commitTransaction();
        }
        notes.note("stable", lab.await(() -> OffsetStoreProbes.fetch(lab, at, 9, wanted).contains("@7")));
        notes.ask("then", () -> OffsetStoreProbes.fetch(lab, at, 9, wanted));
    }
}
