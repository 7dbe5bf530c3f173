/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What applications see through the clients. */
final class ClientProbes {
    private ClientProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("producer: keys to partitions, order, offsets", ClientProbes::produce),
                new Probe("producer: errors as exceptions", ClientProbes::errors),
                new Probe("consumer: a classic group reads all once, then goes on where it was", (lab, notes) -> group(lab, notes, "classic")),
                new Probe("consumer: a modern group reads all once, then goes on where it was", (lab, notes) -> group(lab, notes, "consumer")),
                new Probe("consumer: offsets for times, beginnings, ends", ClientProbes::offsets),
                new Probe("consumer: no offset and no reset", ClientProbes::noReset));
    }

    private static KafkaProducer<String, String> producer(Lab lab) {
        Map<String, Object> config = new HashMap<>(lab.config());
        config.put("delivery.timeout.ms", "20000");
        config.put("request.timeout.ms", "10000");
        config.put("linger.ms", "0");
        config.put("max.block.ms", "5000");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(Lab lab, String group, String protocol, String reset) {
        Map<String, Object> config = new HashMap<>(lab.config());
        config.put("group.id", group);
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", reset);
        config.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private static void produce(Lab lab, Notes notes) throws Exception {
        lab.topic("cl-produce", 3);
        try (var producer = producer(lab)) {
            for (int i = 0; i < 12; i++) {
                int number = i;
                notes.ask("key " + i % 5, () -> {
                    var sent = producer.send(new ProducerRecord<>("cl-produce", "key" + number % 5, "v" + number)).get();
                    return sent.partition() + "@" + sent.offset();
                });
            }
        }
    }

    private static void errors(Lab lab, Notes notes) throws Exception {
        lab.topic("cl-errors", 1, "max.message.bytes", "1000", "min.insync.replicas", "3");
        try (var producer = producer(lab)) {
            notes.ask("too large", () -> producer.send(new ProducerRecord<>("cl-errors", "k", "x".repeat(5000))).get().offset());
            notes.ask("invalid topic", () -> producer.send(new ProducerRecord<>("a b", "k", "v")).get().offset());
            notes.ask("created on the way", () -> producer.send(new ProducerRecord<>("cl-auto", "k", "v")).get().offset());
            notes.ask("partition that is not", () -> producer.send(new ProducerRecord<>("cl-errors", 7, "k", "v")).get().offset());
        }
    }

    private static void group(Lab lab, Notes notes, String protocol) throws Exception {
        String topic = "cl-" + protocol;
        lab.topic(topic, 3);
        try (var producer = producer(lab)) {
            for (int i = 0; i < 9; i++) {
                producer.send(new ProducerRecord<>(topic, i % 3, "k", "v" + i)).get();
            }
            for (int round = 0; round < 2; round++) {
                try (var consumer = consumer(lab, "cl-group-" + protocol, protocol, "earliest")) {
                    consumer.subscribe(List.of(topic));
                    int expected = round == 0 ? 9 : 3;
                    var seen = new TreeMap<Integer, List<String>>();
                    int[] count = {0};
                    lab.await(() -> {
                        consumer.poll(Duration.ofMillis(200)).forEach(it -> {
                            seen.computeIfAbsent(it.partition(), p -> new ArrayList<>()).add(it.offset() + it.value());
                            count[0]++;
                        });
                        return count[0] >= expected;
                    });
                    consumer.commitSync();
                    notes.note("round " + round, seen);
                    notes.note("metadata " + round, consumer.groupMetadata().generationId() > 0);
                }
                for (int i = 9; i < 12; i++) {
                    producer.send(new ProducerRecord<>(topic, i % 3, "k", "v" + i)).get();
                }
            }
        }
    }

    private static void offsets(Lab lab, Notes notes) throws Exception {
        lab.topic("cl-offsets", 1);
        ProduceProbes.send(lab, "cl-offsets", ProduceProbes.records("a", "b", "c"));
        var partition = new TopicPartition("cl-offsets", 0);
        try (var consumer = consumer(lab, "cl-offsets", "classic", "earliest")) {
            notes.ask("beginning", () -> consumer.beginningOffsets(List.of(partition)).get(partition));
            notes.ask("end", () -> consumer.endOffsets(List.of(partition)).get(partition));
            for (long plus : new long[] {0, 1, 5}) {
                notes.ask("time + " + plus, () -> consumer.offsetsForTimes(Map.of(partition, ProduceProbes.TIME + plus)).get(partition));
            }
        }
    }

    private static void noReset(Lab lab, Notes notes) throws Exception {
        lab.topic("cl-none", 1);
        var partition = new TopicPartition("cl-none", 0);
        try (var consumer = consumer(lab, "cl-none", "classic", "none")) {
            consumer.assign(List.of(partition));
            notes.ask("no committed offset", () -> consumer.poll(Duration.ofSeconds(10)).count());
            consumer.seek(partition, 50);
            notes.ask("out of range", () -> consumer.poll(Duration.ofSeconds(10)).count());
        }
    }
}
