/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that take more than their quota are told to wait, and made to; others are not. */
class QuotasEndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RunningCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        1,
                        1,
                        List.of(new TopicSpec("orders", 1, OptionalInt.empty(), Map.of())),
                        Map.of("quota.window.num", "3"),
                        Map.of(),
                        OptionalInt.empty(),
                        59));
        admin = Clients.admin(cluster.bootstrapServers());
        quota("slow", "producer_byte_rate", 50_000.0);
        quota("slow", "consumer_byte_rate", 50_000.0);
        quota("busy", "request_percentage", 0.01);
        await().atMost(PATIENCE)
                .until(() -> admin.describeClientQuotas(ClientQuotaFilter.all())
                                .entities()
                                .get()
                                .size()
                        == 2);
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    @Test
    void aProducerOverItsQuotaIsThrottledAndAnotherIsNot() throws Exception {
        try (Producer<String, String> slow = producer("slow");
                Producer<String, String> other = producer("other")) {
            send(slow, 10);
            send(other, 10);

            assertThat(value(slow.metrics(), "produce-throttle-time-max")).isPositive();
            assertThat(value(other.metrics(), "produce-throttle-time-max")).isZero();
        }
    }

    @Test
    void aConsumerOverItsQuotaIsThrottledAndStillReadsEverything() throws Exception {
        try (Producer<String, String> other = producer("other")) {
            send(other, 10);
        }
        try (Consumer<String, String> slow = Clients.consumer(
                cluster.bootstrapServers(), Map.of("client.id", "slow", "max.partition.fetch.bytes", "60000"))) {
            slow.subscribe(List.of("orders"));

            assertThat(Clients.poll(slow, 10)).hasSizeGreaterThanOrEqualTo(10);
            assertThat(value(slow.metrics(), "fetch-throttle-time-max")).isPositive();
        }
    }

    @Test
    void aClientOverItsShareOfTheBrokersTimeIsThrottled() throws Exception {
        try (Producer<String, String> busy = producer("busy")) {
            send(busy, 10);

            assertThat(value(busy.metrics(), "produce-throttle-time-max")).isPositive();
        }
    }

    private static void send(Producer<String, String> producer, int records) throws Exception {
        for (int i = 0; i < records; i++) {
            Clients.send(producer, "orders", "key", "x".repeat(20_000));
        }
    }

    private static Producer<String, String> producer(String clientId) {
        return Clients.producer(cluster.bootstrapServers(), Map.of("client.id", clientId, "acks", "all"));
    }

    private static double value(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .max()
                .orElseThrow();
    }

    private static void quota(String clientId, String key, double value) throws Exception {
        Map<String, String> entity = new HashMap<>(Map.of(ClientQuotaEntity.CLIENT_ID, clientId));
        admin.alterClientQuotas(Set.of(new ClientQuotaAlteration(
                        new ClientQuotaEntity(entity), List.of(new ClientQuotaAlteration.Op(key, value)))))
                .all()
                .get();
    }
}
