/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Knows nothing of faults and guarantees: those are in the POM. */
class OrdersIT {
    private static final int ORDERS = 300;
    private static final String SERVERS = System.getProperty("trial.bootstrap.servers");

    @Test
    void ordersAreBilled() throws Exception {
        // without idempotence a lost answer is a record twice
        Map<String, Object> config =
                Map.of("bootstrap.servers", SERVERS, "acks", "all", "enable.idempotence", false, "linger.ms", 0);
        try (Producer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < ORDERS; i++) {
                producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i)).get();
            }
        }
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SERVERS, "group.id", "billing", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            int read = 0;
            while (read < ORDERS + 1) {
                read += consumer.poll(Duration.ofMillis(100)).count();
            }
            consumer.commitSync();
            assertTrue(read > ORDERS);
        }
    }
}
