/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Brokers and the controller are killed or frozen, and come back to the same disk. */
final class CrashProbes {
    private static final Duration POLL = Duration.ofMillis(100);

    private CrashProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("crash a leader: another leads with all that was acknowledged, the old epoch is fenced", true, CrashProbes::leader),
                new Probe("crash a follower: the leader goes on, it catches up when it is back", true, CrashProbes::follower),
                new Probe("crash a leader: the next knows the batches of idempotent producers", true, CrashProbes::idempotent),
                new Probe("crash all brokers: everything is there when they are back", true, CrashProbes::all3),
                new Probe("crash the last replica in sync: the other leads only by an unclean election", true, CrashProbes::unclean),
                new Probe("crash a group's coordinator: members and offsets are at the next", true, CrashProbes::coordinator),
                new Probe("crash the controller: data goes on, creation waits for it", true, CrashProbes::controller),
                new Probe("crash a leader in a transaction: the last stable offset stays, and the commit ends it", true, CrashProbes::openTransaction),
                new Probe("crash a transaction's coordinator: the open transaction commits at the next", true, CrashProbes::transactionCoordinator),
                new Probe("pause a leader: another leads, and the old one steps down when it runs on", true, CrashProbes::paused),
                new Probe("pause a follower: acks all goes on without it", true, CrashProbes::pausedFollower),
                new Probe("pause both followers: acks all times out, and the record is in the log", true, CrashProbes::timedOut));
    }

    private static MetadataResponsePartition partition(Lab lab, int place, String topic) throws Exception {
        return lab.metadata(place, topic).partitions().get(0);
    }

    private static boolean led(Lab lab, int asked, String topic, int leader, int inSync) throws Exception {
        var found = lab.metadata(asked, topic);
        return found.errorCode() == 0
                && !found.partitions().isEmpty()
                && found.partitions().get(0).leaderId() == lab.id(leader)
                && found.partitions().get(0).isrNodes().size() == inSync;
    }

    private static void back(Lab lab, String topic, int... places) throws Exception {
        for (int place : places) {
            lab.restart(place);
        }
        lab.await(() -> {
            for (int place = 1; place <= 3; place++) {
                if (partition(lab, place, topic).isrNodes().size() != 3) {
                    return false;
                }
            }
            return true;
        });
    }

    private static String produce(Lab lab, int place, String topic, String... values) throws Exception {
        return ProduceProbes.send(lab, place, 12, ProduceProbes.request(-1, topic, 0, ProduceProbes.records(values)));
    }

    /** Fetch when the high watermark is there: a new leader learns it from its followers. */
    private static String fetchAt(Lab lab, int place, String topic, long highWatermark) throws Exception {
        lab.await(() -> fetch(lab, place, topic, -1).contains(" hw " + highWatermark + " "));
        return fetch(lab, place, topic, -1).replaceAll("epoch [0-9]+", "epoch E");
    }

    private static String fetch(Lab lab, int place, String topic, int epoch) throws Exception {
        return FetchProbes.fetch(lab, place, 12,
                FetchProbes.request(new FetchTopic().setTopic(topic), FetchProbes.partition(0, 0).setCurrentLeaderEpoch(epoch)));
    }

    private static void leader(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-leader", 1);
        notes.ask("acknowledged", () -> produce(lab, 1, "cr-leader", "a", "b"));
        lab.crash(1);
        notes.note("another leads", lab.await(() -> led(lab, 2, "cr-leader", 2, 2) && led(lab, 3, "cr-leader", 2, 2)));
        var after = partition(lab, 2, "cr-leader");
        notes.note("isr", lab.names(after.isrNodes().stream().sorted().toList()));
        notes.note("offline", lab.names(after.offlineReplicas()));
        notes.note("a new epoch", after.leaderEpoch() > 0);
        notes.ask("fetch", () -> fetchAt(lab, 2, "cr-leader", 2));
        notes.ask("with the old epoch", () -> fetch(lab, 2, "cr-leader", 0));
        notes.ask("from the other follower", () -> fetchAt(lab, 3, "cr-leader", 2));
        notes.ask("send", () -> produce(lab, 2, "cr-leader", "c"));
        back(lab, "cr-leader", 1);
        notes.ask("to the one that is back", () -> produce(lab, 1, "cr-leader", "d"));
        notes.ask("end of epoch 0", () -> OffsetProbes.epochEnd(lab, 2, "cr-leader", 0, -1, 0));
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "cr-leader", 0));
    }

    private static void follower(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-follower", 1);
        lab.crash(2);
        notes.note("in sync without it", lab.await(() -> led(lab, 1, "cr-follower", 1, 2)));
        notes.ask("send", () -> produce(lab, 1, "cr-follower", "a", "b"));
        back(lab, "cr-follower", 2);
        var after = partition(lab, 1, "cr-follower");
        notes.note("leader", lab.name(after.leaderId()));
        notes.note("isr", lab.names(after.isrNodes().stream().sorted().toList()));
        lab.crash(1);
        notes.note("it leads", lab.await(() -> led(lab, 2, "cr-follower", 2, 2)));
        notes.ask("and has all", () -> fetchAt(lab, 2, "cr-follower", 2));
        back(lab, "cr-follower", 1);
    }

    private static MemoryRecords batch(long producer, int epoch, int sequence) {
        return MemoryRecords.withIdempotentRecords(Compression.NONE, producer, (short) epoch, sequence,
                new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), ("s" + sequence).getBytes()));
    }

    private static String idempotent(Lab lab, int place, int epoch, int sequence) throws Exception {
        return ProduceProbes.send(lab, place, 12, ProduceProbes.request(-1, "cr-idempotent", 0, batch(60_001, epoch, sequence)));
    }

    private static void idempotent(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-idempotent", 1);
        for (int sequence = 0; sequence < 3; sequence++) {
            int it = sequence;
            notes.ask("sequence " + it, () -> idempotent(lab, 1, 0, it));
        }
        lab.crash(1);
        notes.note("another leads", lab.await(() -> led(lab, 2, "cr-idempotent", 2, 2)));
        notes.ask("the last again", () -> idempotent(lab, 2, 0, 2));
        notes.ask("the first again", () -> idempotent(lab, 2, 0, 0));
        notes.ask("a gap", () -> idempotent(lab, 2, 0, 7));
        notes.ask("the next", () -> idempotent(lab, 2, 0, 3));
        notes.ask("another epoch", () -> idempotent(lab, 2, 1, 0));
        notes.ask("the old epoch", () -> idempotent(lab, 2, 0, 4));
        back(lab, "cr-idempotent", 1);
        lab.crash(2);
        notes.note("it leads again", lab.await(() -> led(lab, 1, "cr-idempotent", 1, 2) || led(lab, 1, "cr-idempotent", 3, 2)));
        int leader = lab.name(partition(lab, 1, "cr-idempotent").leaderId()).charAt(1) - '0';
        // the others may know of the leader before it does
        lab.await(() -> !idempotent(lab, leader, 1, 0).startsWith("NOT_LEADER"));
        notes.ask("the epoch's first again, from its own log", () -> idempotent(lab, leader, 1, 0));
        back(lab, "cr-idempotent", 2);
    }

    private static void all3(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-all", 1);
        var id = lab.metadata(1, "cr-all").topicId();
        int at = ClassicGroupProbes.coordinator(lab, "cr-all-group");
        notes.ask("acknowledged", () -> produce(lab, 1, "cr-all", "a", "b"));
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("cr-all-group", "cr-all", 0, 2)));
        for (int place = 1; place <= 3; place++) {
            lab.crash(place);
        }
        back(lab, "cr-all", 1, 2, 3);
        notes.note("the same topic", id.equals(lab.metadata(2, "cr-all").topicId()));
        notes.ask("read", () -> read(lab, "cr-all", "read_uncommitted", 1));
        notes.ask("committed", () -> lab.admin().listConsumerGroupOffsets("cr-all-group").partitionsToOffsetAndMetadata().get().values()
                .stream().map(it -> it.offset()).toList());
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "cr-all", 0));
    }

    /** What a consumer of this isolation reads from the log's start until it has that many. */
    private static List<String> read(Lab lab, String topic, String isolation, int count) {
        Map<String, Object> config = lab.config();
        config.put("isolation.level", isolation);
        config.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            lab.await(() -> {
                consumer.poll(POLL).forEach(record -> values.add(record.offset() + ":" + record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static void unclean(Lab lab, Notes notes) throws Exception {
        Map<Integer, List<Integer>> places = Map.of(0, List.of(lab.id(1), lab.id(2)));
        lab.admin().createTopics(List.of(new NewTopic("cr-unclean", places).configs(Map.of("min.insync.replicas", "1", "retention.ms", "-1")))).all().get();
        lab.await(() -> led(lab, 1, "cr-unclean", 1, 2) && led(lab, 2, "cr-unclean", 1, 2) && led(lab, 3, "cr-unclean", 1, 2));
        notes.ask("on both", () -> produce(lab, 1, "cr-unclean", "a"));
        lab.crash(2);
        notes.note("alone", lab.await(() -> led(lab, 1, "cr-unclean", 1, 1)));
        notes.ask("on one", () -> produce(lab, 1, "cr-unclean", "b", "c"));
        lab.crash(1);
        notes.note("no leader", lab.await(() -> partition(lab, 3, "cr-unclean").leaderId() == -1));
        lab.restart(2);
        notes.note("still none", partition(lab, 3, "cr-unclean").leaderId() == -1);
        notes.ask("preferred", () -> lab.admin().electLeaders(ElectionType.PREFERRED, Set.of(new TopicPartition("cr-unclean", 0))).all().get());
        notes.ask("unclean", () -> lab.admin().electLeaders(ElectionType.UNCLEAN, Set.of(new TopicPartition("cr-unclean", 0))).all().get());
        notes.note("it leads", lab.await(() -> led(lab, 2, "cr-unclean", 2, 1)));
        notes.ask("the rest is lost", () -> ProduceProbes.sendWithClient(lab, "cr-unclean", 0));
        lab.restart(1);
        notes.note("truncated and in sync", lab.await(() -> led(lab, 2, "cr-unclean", 2, 2)));
        notes.ask("read", () -> read(lab, "cr-unclean", "read_uncommitted", 2));
        lab.await(() -> lab.metadata(3, "__consumer_offsets").partitions().stream().allMatch(it -> it.isrNodes().size() == 3));
    }

    private static void coordinator(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-offsets", 1);
        int at = ClassicGroupProbes.coordinator(lab, "cr-group");
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("cr-group", "cr-offsets", 0, 42)));
        lab.crash(at);
        int[] next = new int[1];
        // Kafka's next coordinator answers from what it knows to be committed: at first that may be nothing
        notes.note("another", lab.await(() -> {
            for (int place = 1; place <= 3; place++) {
                if (place != at && OffsetStoreProbes.fetch(lab, place, 9, OffsetStoreProbes.wanted("cr-group", "cr-offsets", 0)).contains("@42")) {
                    next[0] = place;
                    return true;
                }
            }
            return false;
        }));
        notes.ask("read", () -> OffsetStoreProbes.fetch(lab, next[0], 9, OffsetStoreProbes.wanted("cr-group", "cr-offsets", 0)));
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, next[0], 9, OffsetStoreProbes.committed("cr-group", "cr-offsets", 0, 43)));
        back(lab, "cr-offsets", at);
        notes.ask("listed", () -> lab.admin().listConsumerGroupOffsets("cr-group").partitionsToOffsetAndMetadata().get().values()
                .stream().map(it -> it.offset()).toList());
    }

    private static void controller(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-controller", 1);
        lab.subject().crashController();
        notes.ask("send", () -> produce(lab, 1, "cr-controller", "a"));
        notes.ask("fetch", () -> fetch(lab, 1, "cr-controller", -1));
        notes.ask("create", () -> lab.admin().createTopics(List.of(new NewTopic("cr-created", 1, (short) 3)), new CreateTopicsOptions().timeoutMs(2_000)).all().get());
        lab.subject().restartController();
        notes.note("created when it is back", lab.await(() -> {
            try {
                lab.admin().createTopics(List.of(new NewTopic("cr-created-later", 1, (short) 3))).all().get();
                return true;
            } catch (java.util.concurrent.ExecutionException notYet) {
                return false;
            }
        }));
        notes.ask("send", () -> produce(lab, 1, "cr-controller", "b"));
        notes.note("leader", lab.name(partition(lab, 1, "cr-controller").leaderId()));
    }

    static KafkaProducer<String, String> transactional(Lab lab, String id) {
        Map<String, Object> config = lab.config();
        config.put("transactional.id", id);
        config.put("delivery.timeout.ms", "30000");
        config.put("request.timeout.ms", "5000");
        config.put("linger.ms", "0");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static void openTransaction(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-open", 1);
        try (var producer = transactional(lab, "cr-open")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("cr-open", 0, "k", "a")).get();
            lab.crash(1);
            notes.note("another leads", lab.await(() -> led(lab, 2, "cr-open", 2, 2)));
            notes.ask("while open", () -> fetchAt(lab, 2, "cr-open", 1));
            producer.send(new ProducerRecord<>("cr-open", 0, "k", "b")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("cr-open", 0, "k", "c")).get();
            producer.abortTransaction();
        }
        back(lab, "cr-open", 1);
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "cr-open", 0));
        notes.ask("committed", () -> read(lab, "cr-open", "read_committed", 3));
        notes.ask("all", () -> read(lab, "cr-open", "read_uncommitted", 4));
    }

    private static void transactionCoordinator(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-txn", 1);
        try (var producer = transactional(lab, "cr-txn")) {
            producer.initTransactions();
            int coordinator = lab.admin().describeTransactions(List.of("cr-txn")).description("cr-txn").get().coordinatorId();
            int place = lab.name(coordinator).charAt(1) - '0';
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("cr-txn", 0, "k", "a")).get();
            lab.crash(place);
            producer.commitTransaction();
            notes.note("committed by another", lab.admin().describeTransactions(List.of("cr-txn")).description("cr-txn").get().coordinatorId() != coordinator);
            lab.await(() -> lab.admin().describeTransactions(List.of("cr-txn")).description("cr-txn").get().state().toString().equals("CompleteCommit"));
            notes.note("state", lab.admin().describeTransactions(List.of("cr-txn")).description("cr-txn").get().state());
            back(lab, "cr-txn", place);
        }
        notes.ask("committed", () -> read(lab, "cr-txn", "read_committed", 1));
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "cr-txn", 0));
    }

    private static void paused(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-paused", 1);
        notes.ask("acknowledged", () -> produce(lab, 1, "cr-paused", "a"));
        lab.pause(1);
        try {
            notes.note("another leads", lab.await(() -> led(lab, 2, "cr-paused", 2, 2) && led(lab, 3, "cr-paused", 2, 2)));
            notes.ask("send", () -> produce(lab, 2, "cr-paused", "b"));
        } finally {
            lab.resume(1);
        }
        notes.note("back in sync", lab.await(() -> led(lab, 1, "cr-paused", 2, 3) && led(lab, 2, "cr-paused", 2, 3) && led(lab, 3, "cr-paused", 2, 3)));
        notes.ask("to the old leader", () -> produce(lab, 1, "cr-paused", "c"));
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "cr-paused", 0));
        notes.ask("read", () -> read(lab, "cr-paused", "read_uncommitted", 3));
    }

    private static void pausedFollower(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-paused-follower", 1);
        lab.pause(3);
        try {
            notes.ask("send", () -> produce(lab, 1, "cr-paused-follower", "a"));
            notes.note("out of sync", lab.await(() -> led(lab, 1, "cr-paused-follower", 1, 2)));
            notes.ask("fetch", () -> fetch(lab, 1, "cr-paused-follower", -1).replaceAll("epoch [0-9]+", "epoch E"));
        } finally {
            lab.resume(3);
        }
        notes.note("back in sync", lab.await(() -> led(lab, 1, "cr-paused-follower", 1, 3) && led(lab, 3, "cr-paused-follower", 1, 3)));
    }

    private static void timedOut(Lab lab, Notes notes) throws Exception {
        lab.topic("cr-timed-out", 1);
        var request = ProduceProbes.request(-1, "cr-timed-out", 0, ProduceProbes.records("a")).setTimeoutMs(3_000);
        String answer = "";
        for (int round = 0; round < 5 && !answer.startsWith("REQUEST_TIMED_OUT"); round++) {
            // where the followers are out of sync before the append, it is refused and nothing is appended: once more
            lab.pause(2);
            lab.pause(3);
            try {
                answer = ProduceProbes.send(lab, 1, 12, request);
            } finally {
                lab.resume(2);
                lab.resume(3);
            }
            lab.await(() -> led(lab, 1, "cr-timed-out", 1, 3) && led(lab, 2, "cr-timed-out", 1, 3) && led(lab, 3, "cr-timed-out", 1, 3));
        }
        notes.note("acks all", answer);
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "cr-timed-out", 0));
        notes.ask("read", () -> read(lab, "cr-timed-out", "read_uncommitted", 2));
    }
}
