/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.quarkus;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;

import io.kafkatrial.Cluster;
import io.kafkatrial.history.Event;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.FromCluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import io.kafkatrial.scenarios.recording.Interception;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Quarkus, unchanged, on trial: what its own clients did is recorded by an interceptor, and judged. */
// tag::quarkus
@KafkaCluster(brokers = 3) // above @QuarkusTest: the cluster comes before the application
@Topic(name = "orders", partitions = 3)
@Topic(name = "invoices", partitions = 3)
@QuarkusTest
@WithTestResource(InvoicingTest.Kafka.class)
@Timeout(90)
class InvoicingTest {

    @FromCluster
    static Cluster cluster;

    public static class Kafka implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>();
            settings.put("kafka.bootstrap.servers", cluster.bootstrapServers());
            Interception.live().forEach((name, value) -> settings.put("kafka." + name, value));
            return settings;
        }

        @Override
        public void stop() {}
    }

    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 100), restartAfter = "1s")
    @Delivers(AT_LEAST_ONCE)
    void everyOrderReachesTheApplicationThoughTheLeaderDies(Producer<String, String> producer) {
        for (int n = 0; n < 200; n++) {
            producer.send(new ProducerRecord<>("orders", "order-" + n, "order-" + n));
        }
        producer.flush();
        awaitInvoices(200);
    }
    // end::quarkus

    /** Those that the application's own producer wrote. */
    private static void awaitInvoices(int count) {
        long written = 0;
        while (written < count) {
            LockSupport.parkNanos(50_000_000);
            written = cluster.history().events().stream()
                    .filter(event -> event instanceof Event.SendInvoked sent && sent.topic().equals("invoices"))
                    .count();
        }
    }
}
