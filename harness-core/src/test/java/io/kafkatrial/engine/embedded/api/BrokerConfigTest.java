/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void harnessDefaultsFollowTheNumberOfBrokers() {
        assertThat(BrokerConfig.of(spec(1, Map.of(), Map.of()), 1).values())
                .containsEntry("default.replication.factor", "1")
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("offsets.topic.replication.factor", "1");
        assertThat(BrokerConfig.of(spec(5, Map.of(), Map.of()), 4).values())
                .containsEntry("default.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("group.initial.rebalance.delay.ms", "0")
                .containsEntry("node.id", "4");
    }

    @Test
    void internalTopicsFollowTheFactorTheUserSets() {
        assertThat(BrokerConfig.of(spec(3, Map.of("default.replication.factor", "2"), Map.of()), 1)
                        .values())
                .containsEntry("offsets.topic.replication.factor", "2")
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void oneBrokersConfigurationWinsOverThatOfAll() {
        ClusterSpec spec =
                spec(2, Map.of("num.partitions", "3"), Map.of(2, Map.of("num.partitions", "5", "broker.rack", "b")));

        assertThat(BrokerConfig.of(spec, 1).values()).containsEntry("num.partitions", "3");
        assertThat(BrokerConfig.of(spec, 2).values())
                .containsEntry("num.partitions", "5")
                .containsEntry("broker.rack", "b");
    }

    @Test
    void kafkaAcceptsEveryDefaultOfTheHarness() {
        Map<String, String> values =
                BrokerConfig.of(spec(3, Map.of(), Map.of()), 1).values();

        values.forEach(KafkaKeys::check);
        assertThat(KafkaKeys.ALL.names()).containsAll(values.keySet());
        assertThat(new GroupCoordinatorConfig(new AbstractConfig(KafkaKeys.ALL, values, false)))
                .isNotNull();
    }

    @Test
    void unknownKeysAreAllowedAsInKafka() {
        assertThat(BrokerConfig.of(spec(1, Map.of("my.plugin.key", "x"), Map.of()), 1)
                        .values())
                .containsEntry("my.plugin.key", "x");
    }

    @Test
    void misspeltKeyIsToldWithTheRightOne() {
        assertThatThrownBy(() -> config(Map.of("min.insync.replica", "1")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("'min.insync.replica' of broker 1 is none of Apache Kafka's")
                .hasMessageContaining("Did you mean 'min.insync.replicas'?");
        assertThatThrownBy(() -> config(Map.of("replica.lag.time.max.m", "900")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("Did you mean 'replica.lag.time.max.ms'?");
    }

    @Test
    void wrongValueNamesBrokerKeyValueAndReason() {
        ClusterSpec wrongType = spec(2, Map.of(), Map.of(2, Map.of("num.partitions", "many")));
        ClusterSpec outOfRange = spec(1, Map.of("log.segment.bytes", "-1"), Map.of());

        assertThatThrownBy(() -> BrokerConfig.of(wrongType, 2))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("num.partitions = many of broker 2")
                .hasMessageContaining("Not a number of type INT");
        assertThatThrownBy(() -> BrokerConfig.of(outOfRange, 1))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("log.segment.bytes = -1");
    }

    private static ClusterSpec spec(int brokers, Map<String, String> all, Map<Integer, Map<String, String>> byBroker) {
        return new ClusterSpec(brokers, 1, List.of(), all, byBroker, OptionalInt.empty(), 1);
    }

    @Test
    void twoCleanersNeedABufferForTwo() {
        assertThat(config(Map.of("log.cleaner.threads", "2")).values())
                .containsEntry("log.cleaner.dedupe.buffer.size", "4194304");

        assertThatThrownBy(
                        () -> config(Map.of("log.cleaner.threads", "2", "log.cleaner.dedupe.buffer.size", "2097152")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
    }

    @Test
    void followersMayNotWaitLongerThanTheyMayLag() {
        assertThatThrownBy(() -> config(Map.of("replica.lag.time.max.ms", "300")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("replica.fetch.wait.max.ms should always be less than or equal to");
        assertThat(config(Map.of("replica.lag.time.max.ms", "300", "replica.fetch.wait.max.ms", "100"))
                        .values())
                .containsEntry("replica.lag.time.max.ms", "300");
    }

    private static BrokerConfig config(Map<String, String> brokerConfig) {
        return BrokerConfig.of(new ClusterSpec(3, 1, List.of(), brokerConfig, Map.of(), OptionalInt.empty(), 1), 1);
    }
}
