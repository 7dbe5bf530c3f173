/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of Apache Kafka that is named starts, fails over and comes back, and obeys its links, with three
 * controllers of their own.
 * Not in the default build, which does not download them: {@code -Dtrial.test.versions=3.7.2,3.9.1,4.3.1}.
 */
@EnabledIfSystemProperty(named = "trial.test.versions", matches = ".+")
class ApacheVersionsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    static Stream<String> versions() {
        return Arrays.stream(System.getProperty("trial.test.versions", "").split(",", -1));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void linksOfEveryKindAreCutAndMended(String version) {
        try (Cluster cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion(version)
                .brokers(3)
                .controllers(3)
                .topic("orders", 1)
                .start()) {
            int leader = cluster.leaderOf("orders-0").id();
            for (int controller : cluster.running().controllers()) {
                cluster.network().cut(Endpoint.broker(leader), Endpoint.controller(controller));
            }
            await().atMost(LONG)
                    .until(() -> cluster.partition("orders-0").leader().isPresent()
                            && cluster.partition("orders-0").leader().getAsInt() != leader);
            cluster.heal();
            assertThat(cluster.partition("orders-0").isr()).hasSize(3);

            int active = cluster.activeController().orElseThrow();
            for (int other : cluster.running().controllers()) {
                if (other != active) {
                    cluster.network().cut(Endpoint.controller(active), Endpoint.controller(other));
                    cluster.network().cut(Endpoint.controller(other), Endpoint.controller(active));
                }
            }
            await().atMost(LONG)
                    .until(() -> cluster.activeController().isPresent()
                            && cluster.activeController().getAsInt() != active);
            cluster.heal();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void versionStartsFailsOverAndComesBack(String version) {
        try (Cluster cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion(version)
                .brokers(3)
                .controllers(3)
                .topic("orders", 1)
                .start()) {
            int leader = cluster.leaderOf("orders-0").id();
            int controller = cluster.activeController().orElseThrow();

            cluster.broker(leader).crash();
            cluster.pull(new Lever.Crash(Endpoint.controller(controller)));

            await().atMost(LONG)
                    .until(() -> cluster.partition("orders-0").leader().isPresent()
                            && cluster.partition("orders-0").leader().getAsInt() != leader);
            assertThat(cluster.activeController()).isPresent();
            assertThat(cluster.activeController().getAsInt()).isNotEqualTo(controller);
            cluster.heal();
            assertThat(cluster.partition("orders-0").isr()).hasSize(3);
        }
    }
}
