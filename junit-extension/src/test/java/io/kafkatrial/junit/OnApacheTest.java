/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.recording.Effects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.TestAbortedException;

/** The same tests on Apache Kafka itself: one property chooses it, its clusters are shared. */
class OnApacheTest {

    @TempDir
    Path reports;

    /** Needs the jars of Apache Kafka, which a build that never ran before cannot have without a network. */
    @BeforeEach
    void needsApacheKafka() {
        String home = System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
        Path broker = Path.of(home, "org", "apache", "kafka", "kafka_2.13", "4.3.1", "kafka_2.13-4.3.1.jar");
        if (!Files.exists(broker)) {
            throw new TestAbortedException("Apache Kafka 4.3.1 is not in the local repository " + home);
        }
    }

    /** Where the brokers of the first class listened; its ports are its own as long as it lives. */
    private static volatile String used = "";

    /** The example of the README. */
    @KafkaCluster(brokers = 3)
    @Topic(name = "orders", partitions = 3)
    static class Orders {

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 500), restartAfter = "1s")
        @Delivers(EXACTLY_ONCE)
        void everyOrderSurvives(
                Cluster cluster,
                Producer<String, String> producer,
                Consumer<String, String> consumer,
                Effects effects) {
            consumer.subscribe(List.of("orders"));
            for (int i = 0; i < 1000; i++) {
                producer.send(new ProducerRecord<>("orders", "order-" + i, "value-" + i));
            }
            producer.flush();
            int booked = 0;
            while (booked < 1000) {
                for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofMillis(50))) {
                    booked += effects.once(order) ? 1 : 0;
                }
            }
            assertThat(cluster.engine()).isEqualTo("apache");
            used = cluster.bootstrapServers();
        }
    }

    @KafkaCluster(brokers = 3)
    @Topic(name = "orders", partitions = 3)
    @Topic(name = "invoices")
    static class Second {

        @Test
        void findsNothingOfTheFirst(Admin admin, @BootstrapServers String servers) throws Exception {
            assertThat(servers).isEqualTo(used);
            assertThat(admin.listTopics().names().get()).containsExactlyInAnyOrder("orders", "invoices");
            assertThat(admin.listGroups().all().get()).isEmpty();
        }

        /** As it stands in docs/faults.md: some at a time, so that orders are still to come when the link is cut. */
        @Test
        @NetworkPartition(
                from = "leader:orders-0",
                to = "followers:orders-0",
                when = @When(acks = 200),
                healAfter = "1s")
        @Delivers(AT_LEAST_ONCE)
        void noOrderIsLostWhenTheLeaderIsCutOffFromItsFollowers(Producer<String, String> producer) {
            for (int n = 0; n < 1_000; n++) {
                producer.send(new ProducerRecord<>("orders", n % 3, "customer-" + n % 7, "order-" + n));
                if (n % 20 == 0) {
                    producer.flush();
                }
            }
            producer.flush();
        }
    }

    private EngineExecutionResults run(Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("trial.engine", "apache")
                .configurationParameter("trial.report.dir", reports.toString())
                .configurationParameter("junit.jupiter.execution.timeout.default", "120 s");
        for (Class<?> one : classes) {
            kit.selectors(selectClass(one));
        }
        return kit.execute();
    }

    @Test
    void testOfTheReadmeHoldsOnRealBrokersAndTheNextClassSharesThem() {
        EngineExecutionResults results = run(Orders.class, Second.class);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(3));
        assertThat(reports.resolve(Orders.class.getName())
                        .resolve("everyOrderSurvives")
                        .resolve("history.jsonl"))
                .content()
                .contains("BrokerChanged", "crashed");
    }
}
