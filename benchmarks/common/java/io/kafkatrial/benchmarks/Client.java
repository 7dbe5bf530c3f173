/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The same kafka-clients, with its defaults, for all rivals: acks=all, idempotent, linger 5 ms, batches of 16 KB. */
final class Client implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    /** Create a topic of one partition, three replicas and min.insync.replicas 2, and a producer to it. */
    Client(String bootstrapServers, String topic) throws Exception {
        this.topic = topic;
        createTopic(bootstrapServers, topic, 1);
        producer = producer(Map.of("bootstrap.servers", bootstrapServers));
    }

    static void createTopic(String bootstrapServers, String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 3)
                            .configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
        }
    }

    static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** By a topic of this JVM's own, as others may have been there before. */
    static void firstAck(String bootstrapServers) throws Exception {
        firstAck(bootstrapServers, "first-" + ProcessHandle.current().pid());
    }

    /** By a new topic of this name. */
    static void firstAck(String bootstrapServers, String topic) throws Exception {
        try (Client client = new Client(bootstrapServers, topic)) {
            client.send(100).get();
        }
    }

    static boolean isThreadOfAClient(String thread) {
        return thread.startsWith("kafka-producer-network-thread") || thread.startsWith("kafka-admin-client-thread");
    }

    /** The broker that leads the only partition, as the producer knows it. */
    int leader() {
        return producer.partitionsFor(topic).get(0).leader().id();
    }

    Future<RecordMetadata> send(int bytes) {
        return producer.send(new ProducerRecord<>(topic, new byte[bytes]));
    }

    @Override
    public void close() {
        producer.close();
    }
}
