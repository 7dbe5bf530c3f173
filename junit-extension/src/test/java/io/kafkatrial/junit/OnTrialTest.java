/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.scenarios.recording.Effects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

/** Whole trials on the embedded engine: what passes, what fails, what proves nothing, what is healed. */
class OnTrialTest {

    @TempDir
    Path reports;

    @KafkaCluster
    @Topic(name = "orders", partitions = 3)
    static class Surviving {

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 50), restartAfter = "200ms")
        @Delivers(EXACTLY_ONCE)
        void everyOrderSurvives(
                Cluster cluster,
                Producer<String, String> producer,
                Consumer<String, String> consumer,
                Effects effects) {
            consumer.subscribe(List.of("orders"));
            send(producer, 200);
            producer.flush();
            int booked = 0;
            while (booked < 200) {
                for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofMillis(50))) {
                    booked += effects.once(order) ? 1 : 0;
                }
            }
        }
    }

    @Test
    void leaderCrashIsSurvivedAndReported() {
        // When
        EngineExecutionResults results = Runs.of(Surviving.class, reports);

        // Then
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        Path directory = reports.resolve(Surviving.class.getName()).resolve("everyOrderSurvives");
        assertThat(directory.resolve("report.html")).isNotEmptyFile();
        assertThat(directory.resolve("verdict.json")).isNotEmptyFile();
        assertThat(directory.resolve("history.jsonl")).isNotEmptyFile();
    }

    @KafkaCluster(seed = 4711)
    @Topic(name = "orders")
    static class Losing {

        @Test
        @NetworkPartition(from = "followers:orders-0", to = "leader:orders-0")
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 20))
        @Delivers(AT_LEAST_ONCE)
        void acksOne(
                Cluster cluster,
                @ClientConfig(name = "acks", value = "1") @ClientConfig(name = "enable.idempotence", value = "false")
                        Producer<String, String> producer) {
            send(producer, 20);
            await().until(() -> cluster.brokers().stream().anyMatch(broker -> broker.state() == NodeState.CRASHED));
            send(producer, 5);
            producer.flush();
        }
    }

    @Test
    void lostWritesFailTheTestWithTheEvidence() {
        // When
        EngineExecutionResults results = Runs.of(Losing.class, reports);

        // Then
        Throwable failure = Runs.failures(results).get(0);
        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(String.valueOf(failure.getMessage()).lines().count()).isLessThanOrEqualTo(25);
        assertThat(failure)
                .hasMessageContaining("AT_LEAST_ONCE")
                .hasMessageContaining("orders-0")
                .hasMessageContaining("4711")
                .hasMessageContaining("report.html");
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class NeverFiring {

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 1_000_000))
        @Delivers(AT_LEAST_ONCE)
        void claimed(Producer<String, String> producer) {
            send(producer, 5);
        }

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 1_000_000))
        @Delivers(value = AT_LEAST_ONCE, allowVacuous = true)
        void allowed(Producer<String, String> producer) {
            send(producer, 5);
        }

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 1_000_000))
        void unclaimed(Producer<String, String> producer) {
            send(producer, 5);
        }
    }

    @Test
    void faultThatNeverFiredFailsTheTestUnlessThatIsAllowed() {
        // When
        EngineExecutionResults results = Runs.of(NeverFiring.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(2));
        assertThat(Runs.failures(results))
                .anySatisfy(failure ->
                        assertThat(failure).hasMessageContaining("AT_LEAST_ONCE is not proved in NeverFiring.claimed"))
                .anySatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("NeverFiring.unclaimed proves nothing")
                        .hasMessageContaining("@CrashBroker(leaderOf = orders-0) never fired (due after ack 1000000)"));
    }

    @KafkaCluster
    @Topic(name = "orders")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Throwing {

        @Test
        @Order(1)
        @CrashBroker(broker = 2)
        @Delivers(AT_LEAST_ONCE)
        void breaksAndThrows() {
            throw new IllegalStateException("the application's own failure");
        }

        @Test
        @Order(2)
        void breaksByHandAndLeaves(Cluster cluster) {
            assertThat(cluster.broker(2).state()).isEqualTo(NodeState.RUNNING);
            cluster.broker(1).crash();
        }

        @Test
        @Order(3)
        void seesAHealthyCluster(Cluster cluster) {
            assertThat(cluster.brokers()).allMatch(broker -> broker.state() == NodeState.RUNNING);
        }
    }

    @Test
    void healingHappensEvenIfTheBodyThrowsAndItsFailureIsNotHidden() {
        // When
        EngineExecutionResults results = Runs.of(Throwing.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(2).failed(1));
        Throwable failure = Runs.failures(results).get(0);
        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("the application's own failure");
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(AssertionFailedError.class);
    }

    @KafkaCluster
    @Topic(name = "orders")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    @Delivers(AT_LEAST_ONCE)
    static class SharingATopic {

        @Test
        @Order(1)
        void first(Producer<String, String> producer) {
            send(producer, 10);
        }

        @Test
        @Order(2)
        void second(Producer<String, String> producer, Consumer<String, String> consumer) {
            consumer.subscribe(List.of("orders"));
            send(producer, 10);
            producer.flush();
            int seen = 0;
            while (seen < 20) {
                seen += consumer.poll(Duration.ofMillis(50)).count();
            }
        }
    }

    @Test
    void recordsAnEarlierTestLeftInTheTopicAreNoPhantoms() {
        // When
        EngineExecutionResults results = Runs.of(SharingATopic.class, reports);

        // Then
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 1)
    static class Slow {

        @Test
        @NetworkDelay(from = "brokers", to = "brokers", latency = "20ms", jitter = "5ms")
        @Delivers(EXACTLY_ONCE)
        void delayedReplication(Producer<Integer, byte[]> producer) {
            for (int number = 0; number < 10; number++) {
                producer.send(new ProducerRecord<>("orders", number, new byte[] {1}));
            }
        }
    }

    @Test
    void delayIsBittenAndHarmless() {
        // When
        EngineExecutionResults results = Runs.of(Slow.class, reports);

        // Then
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    private static void send(Producer<String, String> producer, int count) {
        for (int number = 0; number < count; number++) {
            producer.send(new ProducerRecord<>("orders", "key-" + number, "value-" + number));
        }
    }
}
