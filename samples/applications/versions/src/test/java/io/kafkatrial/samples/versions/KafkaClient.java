/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.versions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** The same source for every version; {@link Versions} loads it once for each. */
final class KafkaClient implements Client {
    private final String servers;

    KafkaClient(String servers) {
        this.servers = servers;
    }

    @Override
    public String version() {
        var about = new Properties();
        try (var in = KafkaProducer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            about.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return about.getProperty("version");
    }

    @Override
    public Set<String> createTopic(String topic) {
        try (Admin admin = admin()) {
            done(admin.createTopics(List.of(new NewTopic(topic, 3, (short) 3))).all());
            return new TreeSet<>(done(admin.listTopics().names()));
        }
    }

    @Override
    public String retention(String topic, long millis) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var entry = new ConfigEntry("retention.ms", Long.toString(millis));
        try (Admin admin = admin()) {
            done(admin.incrementalAlterConfigs(
                            Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all());
            return done(admin.describeConfigs(List.of(resource)).all())
                    .get(resource)
                    .get("retention.ms")
                    .value();
        }
    }

    @Override
    public void send(String topic, List<String> values) {
        try (var producer = producer(Map.of("acks", "all", "enable.idempotence", true))) {
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
        }
    }

    @Override
    public void transact(String topic, List<String> aborted, List<String> committed) {
        try (var producer = producer(Map.of("transactional.id", "transact " + topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            aborted.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            committed.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
            producer.flush();
            producer.commitTransaction();
        }
    }

    @Override
    public List<String> read(String topic, String group, int count) {
        var values = new ArrayList<String>();
        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            while (values.size() < count) {
                for (ConsumerRecord<String, String> one : consumer.poll(Duration.ofMillis(200))) {
                    values.add(one.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }

    @Override
    public void copy(String from, String to, String group, int count) {
        try (var producer = producer(Map.of("transactional.id", "copy " + group));
                var consumer = consumer(group)) {
            producer.initTransactions();
            consumer.subscribe(List.of(from));
            for (int copied = 0; copied < count; ) {
                var records = consumer.poll(Duration.ofMillis(200));
                producer.beginTransaction();
                records.forEach(one -> producer.send(new ProducerRecord<>(to, one.value())));
                producer.sendOffsetsToTransaction(next(records), consumer.groupMetadata());
                producer.commitTransaction();
                copied += records.count();
            }
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> next(ConsumerRecords<String, String> records) {
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        records.forEach(one ->
                next.put(new TopicPartition(one.topic(), one.partition()), new OffsetAndMetadata(one.offset() + 1)));
        return next;
    }

    @Override
    public Map<Integer, Long> committed(String group, String topic) {
        try (Admin admin = admin()) {
            return done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                    .filter(offset -> offset.getKey().topic().equals(topic))
                    .collect(Collectors.toMap(
                            offset -> offset.getKey().partition(),
                            offset -> offset.getValue().offset(),
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    @Override
    public Set<String> groups() {
        try (Admin admin = admin()) {
            return done(admin.listConsumerGroups().all()).stream()
                    .map(group -> group.groupId())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    private KafkaProducer<String, String> producer(Map<String, Object> more) {
        var config = new HashMap<>(more);
        config.put("bootstrap.servers", servers);
        config.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        config.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        return new KafkaProducer<>(config);
    }

    private KafkaConsumer<String, String> consumer(String group) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", servers,
                "group.id", group,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false,
                "isolation.level", "read_committed",
                "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        return new KafkaConsumer<>(config);
    }

    private static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
