/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.SecuritySpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A cluster of one broker with security, and clients of it for tests. */
record SecuredCluster(Cluster cluster) implements AutoCloseable {

    static final String TOPIC = "orders";

    static SecuredCluster start(SecuritySpec security) {
        return start(security, Map.of());
    }

    static SecuredCluster start(SecuritySpec security, Map<String, String> config) {
        ClusterBuilder builder =
                Cluster.builder().brokers(1).topic(TOPIC, 1).seed(11).security(security);
        config.forEach(builder::config);
        return new SecuredCluster(builder.start());
    }

    Map<String, Object> as(String user) {
        return quick(cluster.clientProperties(user));
    }

    /** Clients that give up soon where there is nothing to hope for. */
    static Map<String, Object> quick(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("default.api.timeout.ms", 20_000);
        all.put("request.timeout.ms", 15_000);
        return all;
    }

    static KafkaProducer<String, String> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
        all.remove("default.api.timeout.ms");
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    static KafkaConsumer<String, String> consumer(Map<String, Object> properties, String group) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    static Admin admin(Map<String, Object> properties) {
        return Admin.create(properties);
    }

    /** Send one record and wait for its acknowledgement. */
    static void send(Map<String, Object> properties, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(properties)) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(30, TimeUnit.SECONDS);
        }
    }

    /** What a client of its own fetches from the beginning. */
    static String readOne(Map<String, Object> properties) {
        try (KafkaConsumer<String, String> consumer = consumer(properties, "any")) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            consumer.seekToBeginning(consumer.assignment());
            for (int poll = 0; poll < 60; poll++) {
                var records = consumer.poll(Duration.ofMillis(500));
                if (!records.isEmpty()) {
                    return records.iterator().next().value();
                }
            }
            return "nothing";
        }
    }

    /** The cause a client's future fails with. */
    static Throwable failure(Attempt attempt) {
        try {
            attempt.run();
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (Exception failed) {
            return failed;
        }
        throw new AssertionError("it did not fail");
    }

    /** Something that may fail. */
    interface Attempt {
        void run() throws Exception;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
