/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Transactions of real clients: commits, aborts, zombies, timeouts and offsets. */
final class TransactionFlowProbes {
    private TransactionFlowProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("txn flow: commits and aborts", TransactionFlowProbes::commits),
                new Probe("txn flow: every end has an epoch of its own", TransactionFlowProbes::bumps),
                new Probe("txn flow: a zombie is fenced", TransactionFlowProbes::zombie),
                new Probe("txn flow: a transaction that takes too long", TransactionFlowProbes::timeout),
                new Probe("txn flow: offsets with records", TransactionFlowProbes::offsets),
                new Probe("txn flow: offsets of members that are none", TransactionFlowProbes::strangers),
                new Probe("txn flow: a client of the first protocol", TransactionFlowProbes::firstProtocol));
    }

    /** The leader of a partition is away while its transaction ends. Stops a broker. */
    static void leaderAway(Lab lab, Notes notes) throws Exception {
        lab.admin()
                .createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic("txf-away", Map.of(0, List.of(lab.id(3))))
                        .configs(Map.of("min.insync.replicas", "1"))))
                .all()
                .get();
        lab.await(() -> lab.metadata(1, "txf-away").errorCode() == 0 && lab.metadata(2, "txf-away").errorCode() == 0);
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txf-away-0");
        for (int i = 1; hand.place() == 3; i++) {
            hand = TransactionProbes.Hand.of(lab, "txf-away-" + i);
        }
        TransactionProbes.Hand chosen = hand;
        long id = chosen.init().producerId();
        notes.note("add", chosen.add(id, 0, "txf-away"));
        lab.stop(3);
        lab.await(() -> lab.metadata(chosen.place(), "txf-away").partitions().get(0).leaderId() == -1);
        notes.ask("commit", () -> chosen.endOnce(4, id, 0, true));
        notes.ask("state", () -> chosen.stateNow());
        notes.ask("commit again", () -> chosen.endOnce(4, id, 0, true));
        notes.ask("abort", () -> chosen.endOnce(4, id, 0, false));
        notes.ask("add", () -> chosen.addOnce(id, 0, "txf-away"));
        notes.ask("init", () -> Lab.error(chosen.initOnce(5, 60_000, -1, -1).errorCode()));
        notes.ask("state still", () -> chosen.stateNow());
        lab.restart(3);
        notes.ask("in the end", chosen::state);
        notes.ask("epoch of the next", () -> chosen.init().producerEpoch());
    }

    private static List<String> read(Lab lab, String topic, String isolation, int partitions, int count) {
        Map<String, Object> config = lab.config();
        config.put("isolation.level", isolation);
        List<TopicPartition> all = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(topic, p));
        }
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            for (int round = 0; round < 100 && values.size() < count; round++) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.partition() + ":" + record.value() + "@" + record.offset()));
            }
            notesOfEnd(consumer, all, values);
        }
        return values;
    }

    private static void notesOfEnd(KafkaConsumer<String, String> consumer, List<TopicPartition> all, List<String> values) {
        values.sort(null);
        all.forEach(partition -> values.add("position " + partition.partition() + " is " + consumer.position(partition)));
    }

    private static void send(KafkaProducer<String, String> producer, String topic, int partition, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, "k", value)).get();
    }

    private static void commits(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-commits", 2);
        try (var producer = TransactionDataProbes.transactional(lab, "txf-commits")) {
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                send(producer, "txf-commits", 0, "a" + i);
                send(producer, "txf-commits", 1, "b" + i);
                if (i == 1) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            producer.beginTransaction();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.abortTransaction();
        }
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txf-commits");
        notes.ask("state", hand::state);
        lab.await(() -> TransactionDataProbes.latest(lab, "txf-commits", 1, -1).startsWith("6"));
        notes.ask("committed", () -> read(lab, "txf-commits", "read_committed", 2, 4).stream().filter(it -> !it.startsWith("position")).toList());
        notes.ask("all", () -> read(lab, "txf-commits", "read_uncommitted", 2, 6).stream().filter(it -> !it.startsWith("position")).toList());
    }

    private static void bumps(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-bumps", 1);
        try (var producer = TransactionDataProbes.transactional(lab, "txf-bumps")) {
            TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txf-bumps");
            notes.ask("begun", hand::state);
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                send(producer, "txf-bumps", 0, "v" + i);
                notes.ask("open " + i, hand::state);
                notes.ask("at the leader " + i, () -> TransactionDataProbes.describe(lab, 1, "txf-bumps", 0));
                if (i == 1) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
                notes.ask("ended " + i, hand::state);
            }
            notes.ask("at the leader", () -> TransactionDataProbes.describe(lab, 1, "txf-bumps", 0));
        }
    }

    private static void zombie(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-zombie", 1);
        try (var zombie = TransactionDataProbes.transactional(lab, "txf-zombie")) {
            zombie.beginTransaction();
            send(zombie, "txf-zombie", 0, "of the zombie");
            try (var heir = TransactionDataProbes.transactional(lab, "txf-zombie")) {
                notes.ask("zombie sends", () -> {
                    send(zombie, "txf-zombie", 0, "more");
                    return "sent";
                });
                notes.ask("zombie commits", () -> {
                    zombie.commitTransaction();
                    return "committed";
                });
                notes.ask("zombie aborts", () -> {
                    zombie.abortTransaction();
                    return "aborted";
                });
                heir.beginTransaction();
                send(heir, "txf-zombie", 0, "of the heir");
                heir.commitTransaction();
            }
        }
        notes.ask("state", TransactionProbes.Hand.of(lab, "txf-zombie")::state);
        lab.await(() -> TransactionDataProbes.latest(lab, "txf-zombie", 1, -1).startsWith("4"));
        notes.ask("committed", () -> read(lab, "txf-zombie", "read_committed", 1, 1));
    }

    private static void timeout(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-timeout", 1);
        try (var producer = TransactionDataProbes.transactional(lab, "txf-timeout", 1_000)) {
            TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txf-timeout");
            producer.beginTransaction();
            send(producer, "txf-timeout", 0, "late");
            lab.await(() -> hand.stateNow().contains("CompleteAbort"));
            notes.ask("state", hand::state);
            notes.ask("commit", () -> {
                producer.commitTransaction();
                return "committed";
            });
            notes.ask("abort", () -> {
                producer.abortTransaction();
                return "aborted";
            });
            notes.ask("begin", () -> {
                producer.beginTransaction();
                return "begun";
            });
        }
        notes.ask("at the leader", () -> TransactionDataProbes.describe(lab, 1, "txf-timeout", 0));
    }

    private static String offset(Lab lab, String group, TopicPartition partition) throws Exception {
        OffsetAndMetadata found = lab.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().get(partition);
        return found == null ? "none" : found.offset() + " " + found.metadata();
    }

    private static void offsets(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-offsets", 1);
        TopicPartition partition = new TopicPartition("txf-offsets", 0);
        ProduceProbes.send(lab, "txf-offsets", ProduceProbes.records("in"));
        Map<String, Object> config = lab.config();
        config.put("group.id", "txf-group");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        try (var input = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
                var producer = TransactionDataProbes.transactional(lab, "txf-offsets")) {
            input.subscribe(Set.of("txf-offsets"));
            lab.await(() -> !input.poll(Duration.ofMillis(100)).isEmpty());
            TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txf-offsets");
            for (boolean commit : new boolean[] {false, true}) {
                long next = commit ? 1 : 7;
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(next, "of a transaction")), input.groupMetadata());
                notes.ask("open " + commit, hand::state);
                notes.ask("fetched while open", () -> offset(lab, "txf-group", partition));
                notes.ask("wanted stable", () -> stable(lab, "txf-group", "txf-offsets"));
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
                lab.await(() -> !stable(lab, "txf-group", "txf-offsets").contains("UNSTABLE"));
                notes.ask("after", () -> offset(lab, "txf-group", partition));
            }
            notes.ask("none", () -> {
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(Map.of(), input.groupMetadata());
                producer.commitTransaction();
                return "committed";
            });
        }
    }

    /** What a group's coordinator says to who wants no offset of a transaction that is open. */
    static String stable(Lab lab, String group, String topic) throws Exception {
        int place = ClassicGroupProbes.coordinator(lab, group);
        return OffsetStoreProbes.fetch(lab, place, 8, OffsetStoreProbes.wanted(group, topic, 0).setRequireStable(true));
    }

    private static void strangers(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-strangers", 1);
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(new TopicPartition("txf-strangers", 0), new OffsetAndMetadata(1));
        List<ConsumerGroupMetadata> members = List.of(
                new ConsumerGroupMetadata("txf-nobody"),
                new ConsumerGroupMetadata("txf-nobody", 3, "stranger", java.util.Optional.empty()));
        for (ConsumerGroupMetadata member : members) {
            try (var producer = TransactionDataProbes.transactional(lab, "txf-strangers")) {
                producer.beginTransaction();
                notes.ask("send of " + member.memberId(), () -> {
                    producer.sendOffsetsToTransaction(offsets, member);
                    return "sent";
                });
                notes.ask("commit", () -> {
                    producer.commitTransaction();
                    return "committed";
                });
                notes.ask("abort", () -> {
                    producer.abortTransaction();
                    return "aborted";
                });
            }
        }
    }

    private static void firstProtocol(Lab lab, Notes notes) throws Exception {
        lab.topic("txf-first", 1);
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "tx-txf-first");
        long id = hand.init().producerId();
        notes.ask("not added", () -> TransactionDataProbes.produce(lab, "txf-first", 11, TransactionDataProbes.batch(id, 0, 0, "a")));
        notes.note("add", hand.add(id, 0, "txf-first"));
        notes.ask("added", () -> TransactionDataProbes.produce(lab, "txf-first", 11, TransactionDataProbes.batch(id, 0, 0, "a")));
        notes.ask("again", () -> TransactionDataProbes.produce(lab, "txf-first", 11, TransactionDataProbes.batch(id, 0, 1, "b")));
        notes.ask("commit", () -> hand.end(4, id, 0, true));
        notes.ask("state", hand::state);
        notes.ask("after the end", () -> TransactionDataProbes.produce(lab, "txf-first", 11, TransactionDataProbes.batch(id, 0, 2, "c")));
        notes.ask("by the second", () -> TransactionDataProbes.produce(lab, "txf-first", 12, TransactionDataProbes.batch(id, 0, 2, "c")));
        notes.ask("state then", hand::state);
        notes.ask("abort by the second", () -> hand.end(5, id, 0, false));
        notes.ask("old epoch", () -> TransactionDataProbes.produce(lab, "txf-first", 12, TransactionDataProbes.batch(id, 0, 3, "d")));
        notes.ask("epochs ahead", () -> TransactionDataProbes.produce(lab, "txf-first", 12, TransactionDataProbes.batch(id, 7, 0, "d")));
        notes.ask("another's id", () -> TransactionDataProbes.produce(lab, "txf-first", 12, TransactionDataProbes.batch(id + 1_000_000, 0, 0, "d")));
        notes.ask("latest", () -> TransactionDataProbes.latest(lab, "txf-first", 1, -1));
    }
}
