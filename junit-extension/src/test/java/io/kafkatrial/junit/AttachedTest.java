/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.engine.NodeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Tests that are attached by a control file do what they do on clusters of their own. */
class AttachedTest {

    @TempDir
    Path folder;

    private final Cluster owner = Cluster.builder()
            .brokers(3)
            .topic("orders", 1, 3)
            .config("replica.lag.time.max.ms", "500")
            .seed(7)
            .engine("embedded")
            .start();

    private Path control;
    private SharedCluster.Share share;

    @BeforeEach
    void share() {
        control = folder.resolve("control.properties");
        share = SharedCluster.share(owner, control);
    }

    @AfterEach
    void close() {
        share.close();
        owner.close();
    }

    private EngineExecutionResults run(Class<?> fixture) {
        return Runs.of(
                fixture,
                folder.resolve("reports"),
                Map.of(
                        "trial.control.file",
                        control.toString(),
                        "trial.bootstrap.servers",
                        owner.bootstrapServers(),
                        "trial.engine",
                        "embedded"));
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 1)
    static class OnTrial {

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 20), restartAfter = "200ms")
        @Delivers(AT_LEAST_ONCE)
        void everyRecordSurvives(Cluster cluster, Producer<String, String> producer, Consumer<String, String> consumer)
                throws Exception {
            assertThat(SharedCluster.isAttached(cluster)).isTrue();
            for (int i = 0; i < 60; i++) {
                producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i)).get();
            }
            consumer.subscribe(List.of("orders"));
            for (int read = 0; read < 60; ) {
                read += consumer.poll(Duration.ofMillis(100)).count();
            }
        }

        @Test
        @CrashBroker(broker = 1, when = @When(acks = 100_000))
        void faultNeverFires(Producer<String, String> producer) throws Exception {
            producer.send(new ProducerRecord<>("orders", "k", "v")).get();
        }

        @Test
        @CrashClient(when = @When(acks = 5))
        void clientsAreReachedToo(Producer<String, String> producer) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i))
                                    .get();
                        }
                    })
                    .hasStackTraceContaining("ClientCrashedException");
        }

        @Test
        void breaksSomethingByHandAndForgetsIt(Cluster cluster) {
            cluster.broker(3).crash();
            cluster.network().cut("brokers", "brokers");
        }
    }

    @Test
    void faultsVerdictsAndReportsAreTheSame() {
        EngineExecutionResults results = run(OnTrial.class);

        assertThat(Runs.onlyFailure(results)).contains("faultNeverFires", "never fired");
        results.testEvents()
                .assertStatistics(stats -> stats.succeeded(3).skipped(0).failed(1));
        assertThat(folder.resolve("reports/index.jsonl"))
                .content()
                .contains("everyRecordSurvives", "\"PASS\"", "embedded");
        assertThat(owner.broker(3).state()).isEqualTo(NodeState.RUNNING);
        assertThat(owner.running().awaitHealthy(Duration.ofSeconds(60))).isTrue();
        assertThat(owner.isRunning()).isTrue();
    }

    @KafkaCluster
    @Topic(name = "more", partitions = 4)
    static class WithMore {

        @Test
        @NetworkDelay(from = "clients", to = "leader:more-3", latency = "1ms")
        void topicOfTheClassIsThere(Cluster cluster, Producer<String, String> producer) throws Exception {
            assertThat(cluster.spec().topic("more")).isPresent();
            producer.send(new ProducerRecord<>("more", 3, "k", "v")).get();
        }
    }

    @Test
    void topicsOfTheClassAreMadeAndItsPlansAreCheckedAgainstThem() {
        run(WithMore.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @KafkaCluster(brokers = 5)
    static class FiveBrokers {
        @Test
        void never() {}
    }

    @KafkaCluster(config = "log.retention.ms=5")
    static class OtherConfig {
        @Test
        void never() {}
    }

    @KafkaCluster
    @Secured(users = "alice:wonder")
    static class OtherSecurity {
        @Test
        void never() {}
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 9)
    static class OtherPartitions {
        @Test
        void never() {}
    }

    @Test
    void clusterThatIsNotWhatTheClassDeclaresIsRefused() {
        assertThat(Runs.onlyFailure(run(FiveBrokers.class)))
                .contains(
                        "the class declares brokers = 5, and the cluster it is attached to (trial.control.file) has 3");
        assertThat(Runs.onlyFailure(run(OtherConfig.class)))
                .contains("declares config log.retention.ms = 5", "has no such entry");
        assertThat(Runs.onlyFailure(run(OtherSecurity.class)))
                .contains("declares protocol = SASL_PLAINTEXT", "has no security");
        assertThat(Runs.onlyFailure(run(OtherPartitions.class)))
                .contains("declares partitions of topic orders = 9", "has 1");
    }

    @Test
    void clusterThatIsGoneIsComplainedOf() {
        share.close();

        assertThat(Runs.onlyFailure(run(WithMore.class))).contains("no cluster to attach to");
    }

    /** Counts how many tests are inside at once. */
    private static final AtomicInteger INSIDE = new AtomicInteger();

    private static final AtomicInteger MOST = new AtomicInteger();

    private static void inside() {
        MOST.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
        for (int tries = 0; tries < 100 && INSIDE.get() < 2; tries++) {
            LockSupport.parkNanos(1_000_000); // time for the other to come in, if it may
        }
        INSIDE.decrementAndGet();
    }

    @KafkaCluster
    @Execution(ExecutionMode.CONCURRENT)
    static class One {
        @Test
        void works() {
            inside();
        }
    }

    @KafkaCluster
    @Execution(ExecutionMode.CONCURRENT)
    static class Two {
        @Test
        void works() {
            inside();
        }
    }

    @Test
    void testsOfSeveralClassesTakeTurns() throws Exception {
        MOST.set(0);
        List<Callable<EngineExecutionResults>> both = List.of(() -> run(One.class), () -> run(Two.class));
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (Future<EngineExecutionResults> done : pool.invokeAll(both)) {
                done.get().testEvents().assertStatistics(stats -> stats.succeeded(1));
            }
        } finally {
            pool.shutdown();
        }
        assertThat(MOST).hasValue(1);
    }
}
