/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.TestAbortedException;

/** One test on several versions, points of the brokers' code, and levers asked for by name. */
class VersionsTest {

    private static final Map<String, String> APACHE = Map.of("trial.engine", "apache");

    /** The versions the fixtures ran on. */
    private static final List<String> RAN = new CopyOnWriteArrayList<>();

    @TempDir
    Path reports;

    @BeforeEach
    void forget() {
        RAN.clear();
    }

    private static void needsLocally(String... versions) {
        String home = System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
        for (String version : versions) {
            Path broker =
                    Path.of(home, "org", "apache", "kafka", "kafka_2.13", version, "kafka_2.13-" + version + ".jar");
            if (!Files.exists(broker)) {
                throw new TestAbortedException("Apache Kafka " + version + " is not in the local repository " + home);
            }
        }
    }

    @KafkaCluster(brokers = 1, combined = true)
    @Topic(name = "orders")
    static class OldAndNew {

        @FromCluster
        Producer<String, String> ofField;

        @KafkaVersions({"3.9.1", "4.3.1"})
        @BrokerCodeFault(on = "leader:orders-0", at = "before-append", delay = "50ms", skip = 1, times = 2)
        void sends(Cluster cluster, Producer<String, String> producer) throws Exception {
            RAN.addAll(cluster.kafkaVersions().values());
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>("orders", "order")).get();
            }
            ofField.send(new ProducerRecord<>("orders", "order")).get();
        }
    }

    @Test
    void sameTestRunsOncePerVersionWithAFaultInTheBrokersCode() {
        needsLocally("3.9.1", "4.3.1");

        EngineExecutionResults results = Runs.of(OldAndNew.class, reports, APACHE);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(RAN).containsExactly("3.9.1", "4.3.1");
        assertThat(results.testEvents().started().map(event -> event.getTestDescriptor()
                        .getDisplayName()))
                .containsExactly("Kafka 3.9.1", "Kafka 4.3.1");
    }

    @Test
    void engineWithOneVersionSkipsEachWithTheReason() {
        EngineExecutionResults results = Runs.of(OldAndNew.class, reports, Map.of("trial.engine", "embedded"));

        results.testEvents().assertStatistics(stats -> stats.skipped(2).started(0));
        assertThat(reasons(results))
                .allSatisfy(reason -> assertThat(reason).contains("-Dtrial.engine=apache", "one version only"));
    }

    @KafkaCluster(brokers = 1, combined = true)
    static class Unknown {

        @KafkaVersions({"4.3.1", "four"})
        void never() {
            RAN.add("never");
        }
    }

    @KafkaCluster(brokers = 1, combined = true)
    static class Twice {

        @KafkaVersions({"4.3.1", "4.3.1"})
        void never() {
            RAN.add("never");
        }
    }

    @KafkaCluster(brokers = 1, combined = true)
    static class None {

        @KafkaVersions({})
        void never() {
            RAN.add("never");
        }
    }

    @Test
    void versionThatIsNoneIsRefusedBeforeAnythingStarts() {
        needsLocally("4.3.1");
        assertThat(Runs.onlyFailure(Runs.of(Unknown.class, reports, APACHE)))
                .contains("@KafkaVersions on Unknown.never", "'four' is not possible", "nearest");
        assertThat(Runs.onlyFailure(Runs.of(Twice.class, reports, APACHE))).contains("names version 4.3.1 twice");
        assertThat(Runs.onlyFailure(Runs.of(None.class, reports, APACHE))).contains("names no version");
        assertThat(RAN).isEmpty();
    }

    @Test
    void propertyChoosesOneOfTheVersions() {
        EngineExecutionResults results =
                Runs.of(OldAndNew.class, reports, Map.of("trial.engine", "apache", "trial.kafka.version", "3.7.2"));

        results.testEvents().assertStatistics(stats -> stats.skipped(2).started(0));
        assertThat(reasons(results)).allSatisfy(reason -> assertThat(reason).contains("trial.kafka.version = 3.7.2"));
    }

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    static class RealBrokersOnly {

        @Test
        @BrokerCodeFault(on = "broker:1", at = "after-append", crash = true)
        void code() {
            RAN.add("code");
        }

        @Test
        @RequiresLevers(Capability.UPGRADE)
        void upgrade() {
            RAN.add("upgrade");
        }

        @Test
        void plain() {
            RAN.add("plain");
        }
    }

    @Test
    void leversOfRealBrokersSkipOnTheEmbeddedEngine() {
        EngineExecutionResults results = Runs.of(RealBrokersOnly.class, reports);

        results.testEvents().assertStatistics(stats -> stats.skipped(2).succeeded(1));
        assertThat(reasons(results)).anyMatch(reason -> reason.contains("[CODE]"));
        assertThat(reasons(results)).anyMatch(reason -> reason.contains("[UPGRADE]"));
        assertThat(RAN).containsExactly("plain");
    }

    @KafkaCluster(brokers = 1)
    static class Vague {

        @Test
        @BrokerCodeFault(on = "broker:1", at = "after-append")
        void nothing() {}
    }

    @Test
    void codeFaultThatDoesNothingIsRefused() {
        assertThat(Runs.onlyFailure(Runs.of(Vague.class, reports)))
                .contains("@BrokerCodeFault(on = broker:1, at = after-append)", "exactly one of crash, delay and fail");
    }

    private static List<String> reasons(EngineExecutionResults results) {
        return results.testEvents()
                .skipped()
                .map(event -> event.getRequiredPayload(String.class))
                .toList();
    }
}
