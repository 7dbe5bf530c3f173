/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Broker;
import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.fault.Split;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Tests that are killed in the middle of their faults leave a healthy cluster to the next. */
class KilledTest {

    @TempDir
    Path reports;

    /** What the next test finds: everybody runs, and a record is acknowledged by all at once. */
    private static void assertWhole(Cluster cluster, Producer<String, String> producer) throws Exception {
        assertThat(cluster.brokers()).extracting(Broker::state).containsOnly(NodeState.RUNNING);
        cluster.awaitHealthy(Duration.ZERO);
        producer.send(new ProducerRecord<>("orders", "key", "value")).get(60, TimeUnit.SECONDS);
        LinkCount before = cluster.network().count(Endpoint.broker(1), Endpoint.broker(2));
        producer.send(new ProducerRecord<>("orders", "key", "value")).get(60, TimeUnit.SECONDS);
        LinkCount since =
                cluster.network().count(Endpoint.broker(1), Endpoint.broker(2)).since(before);
        assertThat(since.stopped()).isZero();
        assertThat(since.delayed()).isZero();
    }

    /** Forever, unless interrupted. */
    private static void stand() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static final String NEVER = "never";

    @KafkaCluster
    @Topic(name = "orders")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class InTheMiddle {

        @Test
        @Order(1)
        @CrashBroker(name = "crash", leaderOf = "orders-0", until = @When(acks = 1_000_000))
        @NetworkSplit(shape = Split.Shape.ISOLATE, around = "broker:2", when = @When(fired = "crash"))
        @HoldRequest(api = "Produce", until = @When(isrOf = "orders-0", isrSize = 1))
        void throwing() {
            throw new IllegalStateException(NEVER);
        }

        @Test
        @Order(2)
        void afterThrowing(Cluster cluster, Producer<String, String> producer) throws Exception {
            assertWhole(cluster, producer);
        }

        @Test
        @Order(3)
        @Timeout(value = 300, unit = MILLISECONDS)
        @PauseBroker(on = "broker:1")
        @SlowDisk(on = "broker:2", latency = "50ms")
        @ClockSkew(on = "broker:3", by = "-1h")
        @NetworkThrottle(from = "brokers", to = "brokers", bytesPerSecond = 10)
        void tooLate() throws InterruptedException {
            stand();
        }

        @Test
        @Order(4)
        void afterTooLate(Cluster cluster, Producer<String, String> producer) throws Exception {
            assertWhole(cluster, producer);
        }

        @Test
        @Order(5)
        @Timeout(value = 300, unit = MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        @FullDisk(on = "leader:orders-0")
        @LosePower(on = "broker:3")
        @RollingRestart(on = "broker:2", rounds = 50)
        void tooLateElsewhere() throws InterruptedException {
            stand();
        }

        @Test
        @Order(6)
        void afterTooLateElsewhere(Cluster cluster, Producer<String, String> producer) throws Exception {
            assertWhole(cluster, producer);
        }

        @Test
        @Order(7)
        @StopBroker(on = "brokers-minority")
        @NetworkDelay(from = "brokers", to = "brokers", latency = "1s", until = @When(healed = "end"))
        @NetworkPartition(name = "end", from = "broker:1", to = "broker:2", healAfter = "1h")
        void interrupted() throws InterruptedException {
            Thread.currentThread().interrupt();
            stand();
        }

        @Test
        @Order(8)
        void afterInterrupted(Cluster cluster, Producer<String, String> producer) throws Exception {
            assertThat(Thread.interrupted()).isFalse();
            assertWhole(cluster, producer);
        }
    }

    @Test
    void nextTestFindsAHealthyClusterHoweverTheOneBeforeEnded() {
        // When
        EngineExecutionResults results = Runs.of(InTheMiddle.class, reports);

        // Then
        assertThat(Runs.failures(results))
                .satisfiesExactly(
                        thrown -> assertThat(thrown).hasMessage(NEVER),
                        thrown -> assertThat(thrown).isInstanceOf(TimeoutException.class),
                        thrown -> assertThat(thrown).isInstanceOf(TimeoutException.class),
                        thrown -> assertThat(thrown).isInstanceOf(InterruptedException.class));
        results.testEvents().assertStatistics(stats -> stats.succeeded(4).failed(4));
    }
}
