/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.FromCluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Spring Boot, unchanged, on trial. */
// tag::spring
@KafkaCluster(brokers = 3)
@Topic(name = "orders", partitions = 3)
@Topic(name = "invoices", partitions = 3)
@SpringBootTest
@DirtiesContext // the application ends with the class, before its cluster does
@Timeout(90)
class InvoicingIT {

    @FromCluster
    static Cluster cluster;

    @DynamicPropertySource
    static void kafka(DynamicPropertyRegistry registry) {
        registry.add("spring.kafka.bootstrap-servers", () -> cluster.bootstrapServers());
    }

    @Autowired
    KafkaTemplate<String, String> kafka;

    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 100), restartAfter = "1s")
    void everyOrderHasOneInvoiceThoughTheLeaderDies() {
        order(orders("order", 200));

        assertThat(invoices("invoice of order", 200)).containsExactlyInAnyOrderElementsOf(invoicesOf("order", 200));
    }
    // end::spring

    @Test
    void invoiceOfAListenerThatThrewIsNotSeen() {
        order(orders("difficult", 5));

        assertThat(invoices("invoice of difficult", 5))
                .containsExactlyInAnyOrderElementsOf(invoicesOf("difficult", 5));
    }

    @Test
    void ordersOfATransactionThatFailedAreNotInvoiced() {
        assertThatThrownBy(() -> kafka.executeInTransaction(template -> {
                    orders("withdrawn", 5).forEach(order -> template.send("orders", order, order));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessageContaining("changed my mind");
        order(orders("kept", 5));

        assertThat(invoices("invoice of kept", 5)).hasSize(5);
        assertThat(readAll("invoices")).noneMatch(invoice -> invoice.contains("withdrawn"));
    }

    private void order(List<String> orders) {
        for (int from = 0; from < orders.size(); from += 20) {
            List<String> some = orders.subList(from, Math.min(from + 20, orders.size()));
            kafka.executeInTransaction(template -> {
                some.forEach(order -> template.send("orders", order, order));
                return null;
            });
        }
    }

    private static List<String> orders(String kind, int count) {
        return IntStream.range(0, count).mapToObj(n -> kind + "-" + n).toList();
    }

    private static List<String> invoicesOf(String kind, int count) {
        return orders(kind, count).stream().map(order -> "invoice of " + order).toList();
    }

    /** Waits for so many invoices, then reads whatever there is: one too many is seen. */
    private static List<String> invoices(String prefix, int count) {
        List<String> found = List.of();
        while (found.stream().distinct().count() < count) {
            found = readAll("invoices").stream()
                    .filter(invoice -> invoice.startsWith(prefix))
                    .toList();
        }
        return found;
    }

    private static List<String> readAll(String topic) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        var values = new ArrayList<String>();
        try (var reader = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            reader.assign(IntStream.range(0, 3)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            var ends = reader.endOffsets(reader.assignment());
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(100)).forEach(one -> values.add(one.value()));
            }
        }
        return values;
    }
}
