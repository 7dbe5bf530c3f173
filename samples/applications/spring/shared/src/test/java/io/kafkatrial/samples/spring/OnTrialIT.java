/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.spring;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.history.Event;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.FromCluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import io.kafkatrial.scenarios.recording.Interception;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Spring Boot, unchanged, on trial: what its own clients did is recorded by an interceptor, and judged. */
// tag::intercepted
@KafkaCluster(brokers = 3)
@Topic(name = "orders", partitions = 3)
@Topic(name = "invoices", partitions = 3)
@SpringBootTest
@DirtiesContext
@Timeout(90)
class OnTrialIT {

    @FromCluster
    static Cluster cluster;

    @DynamicPropertySource
    static void kafka(DynamicPropertyRegistry registry) {
        registry.add("spring.kafka.bootstrap-servers", () -> cluster.bootstrapServers());
        Interception.live().forEach((name, value) -> registry.add("spring.kafka.properties." + name, () -> value));
    }

    @Autowired
    KafkaTemplate<String, String> kafka;

    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 100), restartAfter = "1s")
    @Delivers(AT_LEAST_ONCE)
    void everyOrderReachesTheListenerThoughTheLeaderDies() {
        order(IntStream.range(0, 200).mapToObj(n -> "order-" + n).toList());
        awaitDeliveries(200);
    }
    // end::intercepted

    private void order(List<String> orders) {
        for (int from = 0; from < orders.size(); from += 20) {
            List<String> some = orders.subList(from, from + 20);
            kafka.executeInTransaction(template -> {
                some.forEach(order -> template.send("orders", order, order));
                return null;
            });
        }
    }

    private static void awaitDeliveries(int count) {
        long delivered = 0;
        while (delivered < count) {
            delivered = cluster.history().events().stream()
                    .filter(event -> event instanceof Event.Polled polled
                            && polled.topic().equals("orders")
                            && polled.group().filter("invoicing"::equals).isPresent())
                    .map(event -> ((Event.Polled) event).id())
                    .distinct()
                    .count();
        }
        assertThat(delivered).isEqualTo(count);
    }
}
