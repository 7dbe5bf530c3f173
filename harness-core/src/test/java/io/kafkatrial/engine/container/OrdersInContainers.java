/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Three brokers in containers, each a controller too, and orders in one partition. */
final class OrdersInContainers {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private OrdersInContainers() {}

    static Cluster start() {
        return Cluster.builder()
                .engine("container")
                .brokers(3)
                .combined(true)
                .topic("orders", 1)
                .config("broker.session.timeout.ms", "5000") // a busy machine must not look like a dead broker
                .seed(7)
                .start();
    }

    /** Send so many orders, and wait until each is acknowledged or refused. */
    static void send(Cluster cluster, int count, Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("bootstrap.servers", cluster.bootstrapServers());
        all.put("delivery.timeout.ms", 120_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("orders", 0, null, "value " + i));
            }
        }
    }

    static long end(Cluster cluster) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            return consumer.endOffsets(List.of(ORDERS)).get(ORDERS);
        }
    }
}
