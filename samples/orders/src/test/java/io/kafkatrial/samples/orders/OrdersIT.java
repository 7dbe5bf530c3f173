/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The service against the cluster that kafka-trial-maven-plugin runs around the integration tests: no annotation, no
 * library of the harness, only the address.
 */
class OrdersIT {
    // tag::bootstrap
    private static final String BOOTSTRAP = System.getProperty("trial.bootstrap.servers", "is set by the Maven plugin");
    // end::bootstrap

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void ordersAreBookedAcrossTheProcessBoundary() {
        var ledger = new Ledger();
        try (var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", BOOTSTRAP), new StringSerializer(), new StringSerializer());
                var consumer =
                        new KafkaConsumer<>(consumerConfig(), new StringDeserializer(), new StringDeserializer())) {
            var gateway = new OrderGateway(producer);
            var desk = new OrderDesk(consumer, ledger, record -> {});
            desk.open();

            List.of("a", "b", "c").forEach(id -> gateway.submit(new Order(id, "ann", 100))
                    .toCompletableFuture()
                    .join());
            while (ledger.orders() < 3) {
                desk.work(Duration.ofMillis(100));
            }
        }

        assertThat(ledger.centsOf("ann")).isEqualTo(300);
    }

    private static Map<String, Object> consumerConfig() {
        return Map.of(
                "bootstrap.servers",
                BOOTSTRAP,
                "group.id",
                "desk",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
    }
}
