/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.NodeState;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Bodies that end at an unusual moment: too late, interrupted, or, of a factory, after its method. */
class LateBodyTest {

    @TempDir
    Path reports;

    @KafkaCluster
    @Topic(name = "orders")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Overtaken {

        static CountDownLatch nextIsRunning = new CountDownLatch(1);
        static CountDownLatch lateIsOver = new CountDownLatch(1);

        @Test
        @Order(1)
        @Timeout(value = 200, unit = MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        @CrashBroker(broker = 1)
        @Delivers(AT_LEAST_ONCE)
        void deafToItsTimeout() {
            Thread late = Thread.currentThread();
            Thread watcher = new Thread(() -> {
                try {
                    late.join();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                lateIsOver.countDown();
            });
            watcher.setDaemon(true);
            watcher.start();
            boolean waiting = true;
            while (waiting) {
                try {
                    nextIsRunning.await();
                    waiting = false;
                } catch (InterruptedException ignored) {
                    // deaf
                }
            }
        }

        @Test
        @Order(2)
        void next(Cluster cluster) throws InterruptedException {
            cluster.broker(3).crash();
            nextIsRunning.countDown();
            assertThat(lateIsOver.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.broker(3).state()).isEqualTo(NodeState.CRASHED);
        }
    }

    @Test
    void bodyThatOutlivesItsTimeoutLeavesTheNextTestAlone() {
        // When
        EngineExecutionResults results = Runs.of(Overtaken.class, reports);

        // Then
        assertThat(Runs.failures(results)).singleElement().isInstanceOf(TimeoutException.class);
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class Interrupted {

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 5))
        @Delivers(AT_LEAST_ONCE)
        void atTheEnd(Producer<String, String> producer) {
            send(producer);
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void interruptedBodyIsHealedAndJudgedLikeAnyOther() {
        // When
        EngineExecutionResults results = Runs.of(Interrupted.class, reports);

        // Then
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class Factories {

        @TestFactory
        @CrashBroker(broker = 1)
        @Delivers(AT_LEAST_ONCE)
        Stream<DynamicTest> proved(Cluster cluster, Producer<String, String> producer) {
            return Stream.of("a", "b")
                    .map(name -> DynamicTest.dynamicTest(name, () -> {
                        assertThat(cluster.broker(1).state()).isEqualTo(NodeState.CRASHED);
                        send(producer);
                    }));
        }

        @TestFactory
        @CrashBroker(broker = 1)
        @Delivers(AT_LEAST_ONCE)
        Stream<DynamicTest> empty() {
            return Stream.of(DynamicTest.dynamicTest("nothing", () -> {}));
        }
    }

    @Test
    void dynamicTestsAreOnTrialTogether() {
        // When
        EngineExecutionResults results = Runs.of(Factories.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(3));
        assertThat(Runs.onlyFailure(results)).contains("AT_LEAST_ONCE is not proved", "empty");
    }

    private static void send(Producer<String, String> producer) {
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>("orders", "key-" + i, "order " + i));
        }
        producer.flush();
    }
}
