/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The same kafka-clients, with its defaults, for both rivals: acks=all, idempotent, linger 5 ms, batches of 16 KB. */
final class Client implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    /** Create a topic of one partition, three replicas and min.insync.replicas 2, and a producer to it. */
    Client(String bootstrapServers, String topic) throws Exception {
        this.topic = topic;
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(topic, 1, (short) 3).configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static void firstAck(String bootstrapServers) throws Exception {
        try (Client client = new Client(bootstrapServers, "first")) {
            client.send(100).get();
        }
    }

    static boolean isThreadOfAClient(String thread) {
        return thread.startsWith("kafka-producer-network-thread") || thread.startsWith("kafka-admin-client-thread");
    }

    Future<RecordMetadata> send(int bytes) {
        return producer.send(new ProducerRecord<>(topic, new byte[bytes]));
    }

    /** Send, and wait for every ack; any failure fails the benchmark. */
    void sendAll(int bytes, int records) throws Exception {
        List<Future<RecordMetadata>> acks = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            acks.add(send(bytes));
        }
        producer.flush();
        for (Future<RecordMetadata> ack : acks) {
            ack.get();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
