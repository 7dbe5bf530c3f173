/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake gives one clear message that names the annotation, the value, the cause and the fix. */
class MisuseTest {

    @TempDir
    Path reports;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(TooManyBrokers.class, "@KafkaCluster on TooManyBrokers: brokers = 10 is not possible"),
                Arguments.of(
                        TooManyReplicas.class,
                        "@KafkaCluster on TooManyReplicas: replication factor of topic orders = 5 is not possible"),
                Arguments.of(
                        NegativeReplicas.class,
                        "@Topic(name = \"orders\") on NegativeReplicas: replicationFactor = -1 is not possible"),
                Arguments.of(MinIsrOverFactor.class, "min.insync.replicas of topic orders = 3 is not possible"),
                Arguments.of(NoKeyValue.class, "config 'auto.create.topics.enable' is no configuration"),
                Arguments.of(KeyTwice.class, "config key log.retention.ms is given twice"),
                Arguments.of(OwnedKey.class, "broker config node.id = '7' is not possible: the harness owns this key"),
                Arguments.of(BrokerWithoutCluster.class, "names broker 9, which does not exist"),
                Arguments.of(TwoClusters.class, "there are 2 clusters to choose from"),
                Arguments.of(NoTarget.class, "@CrashBroker() on NoTarget.test: it names no broker"),
                Arguments.of(
                        TwoTargets.class,
                        "@CrashBroker(leaderOf = orders-0, broker = 2) on TwoTargets.test: it names more than one target"),
                Arguments.of(UnknownTopic.class, "payments"),
                Arguments.of(UnknownPartition.class, "orders-7"),
                Arguments.of(UnknownBroker.class, "broker 4"),
                Arguments.of(
                        BadDuration.class,
                        "@CrashBroker(leaderOf = orders-0) on BadDuration.test: duration '1 fortnight' cannot be"),
                Arguments.of(
                        BadSide.class,
                        "@NetworkPartition(from = everyone, to = brokers) on BadSide.test: target 'everyone' cannot be"),
                Arguments.of(BadLatency.class, "duration 'slow' cannot be understood"),
                Arguments.of(TwoMoments.class, "@When names more than one moment (acks = 5, after = 1s)"),
                Arguments.of(GroupMissing.class, "@When(commits = 5) says nothing without group"),
                Arguments.of(NegativeAcks.class, "acks = -5 is not possible"),
                Arguments.of(BadIsr.class, "isrOf = 'orders' is no partition"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeInAnAnnotationIsToldBeforeAnythingStarts(Class<?> fixture, String message) {
        // When
        var results = Runs.of(fixture, reports);

        // Then
        assertThat(Runs.onlyFailure(results)).contains(message).endsWith(".");
        results.testEvents().assertStatistics(stats -> stats.started(0));
    }

    @Test
    void candidatesAreNamedWhenThereAreTwoClusters() {
        assertThat(Runs.onlyFailure(Runs.of(TwoClusters.class, reports)))
                .contains("@KafkaCluster and @OneBroker")
                .contains("keep one of these annotations");
    }

    @Test
    void seedThatIsNoNumberIsRefused() {
        var results = Runs.of(Good.class, reports, Map.of("trial.seed", "lucky"));
        assertThat(Runs.onlyFailure(results)).contains("trial.seed = 'lucky' is no seed");
    }

    @Test
    void engineThatNobodyOffersIsRefused() {
        var results = Runs.of(Good.class, reports, Map.of("trial.engine", "steam"));
        assertThat(Runs.onlyFailure(results))
                .contains("engine 'steam' is not known")
                .contains("embedded");
    }

    @KafkaCluster
    static class Good {
        @Test
        void test() {}
    }

    @KafkaCluster(brokers = 10)
    static class TooManyBrokers {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders", replicationFactor = 5)
    static class TooManyReplicas {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders", replicationFactor = -1)
    static class NegativeReplicas {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders", replicationFactor = 2, config = "min.insync.replicas=3")
    static class MinIsrOverFactor {
        @Test
        void test() {}
    }

    @KafkaCluster(config = "auto.create.topics.enable")
    static class NoKeyValue {
        @Test
        void test() {}
    }

    @KafkaCluster(config = {"log.retention.ms=1", "log.retention.ms=2"})
    static class KeyTwice {
        @Test
        void test() {}
    }

    @KafkaCluster(config = "node.id=7")
    static class OwnedKey {
        @Test
        void test() {}
    }

    @KafkaCluster
    @BrokerConfig(broker = 9, value = "log.retention.ms=1")
    static class BrokerWithoutCluster {
        @Test
        void test() {}
    }

    @KafkaCluster(brokers = 1)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface OneBroker {}

    @KafkaCluster
    @OneBroker
    static class TwoClusters {
        @Test
        void test() {}
    }

    @KafkaCluster
    static class NoTarget {
        @Test
        @CrashBroker
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class TwoTargets {
        @Test
        @CrashBroker(leaderOf = "orders-0", broker = 2)
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class UnknownTopic {
        @Test
        @CrashBroker(leaderOf = "payments-0")
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 3)
    static class UnknownPartition {
        @Test
        @CrashBroker(leaderOf = "orders-7")
        void test() {}
    }

    @KafkaCluster
    static class UnknownBroker {
        @Test
        @CrashBroker(broker = 4)
        void test() {}
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class BadDuration {
        @Test
        @CrashBroker(leaderOf = "orders-0", restartAfter = "1 fortnight")
        @Delivers(AT_LEAST_ONCE)
        void test() {}
    }

    @KafkaCluster
    static class BadSide {
        @Test
        @NetworkPartition(from = "everyone", to = "brokers")
        void test() {}
    }

    @KafkaCluster
    static class BadLatency {
        @Test
        @NetworkDelay(from = "brokers", to = "brokers", latency = "slow")
        void test() {}
    }

    @KafkaCluster
    static class TwoMoments {
        @Test
        @CrashBroker(broker = 1, when = @When(acks = 5, after = "1s"))
        void test() {}
    }

    @KafkaCluster
    static class GroupMissing {
        @Test
        @CrashBroker(broker = 1, when = @When(commits = 5))
        void test() {}
    }

    @KafkaCluster
    static class NegativeAcks {
        @Test
        @CrashBroker(broker = 1, when = @When(acks = -5))
        void test() {}
    }

    @KafkaCluster
    static class BadIsr {
        @Test
        @CrashBroker(broker = 1, when = @When(isrOf = "orders", isrSize = 2))
        void test() {}
    }
}
