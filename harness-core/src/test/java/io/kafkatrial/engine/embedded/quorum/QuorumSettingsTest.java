/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumSettingsTest {

    private static ClusterSpec spec(int brokers, Map<String, String> config, long seed) {
        return new ClusterSpec(brokers, 1, List.of(), config, Map.of(), OptionalInt.empty(), seed);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 1", "3, 3, 2", "5, 3, 2"})
    void sizesDefaultsByTheNumberOfBrokers(int brokers, String replicationFactor, String minIsr) {
        assertThat(QuorumSettings.of(spec(brokers, Map.of(), 1)).staticConfig())
                .containsEntry("default.replication.factor", replicationFactor)
                .containsEntry("min.insync.replicas", minIsr);
    }

    @Test
    void keepsWhatIsConfigured() {
        QuorumSettings settings =
                QuorumSettings.of(spec(3, Map.of("min.insync.replicas", "1", "broker.session.timeout.ms", "9000"), 1));
        assertThat(settings.sessionTimeoutMs()).isEqualTo(9000);
        assertThat(settings.heartbeatIntervalMs()).isEqualTo(QuorumSettings.HEARTBEAT_INTERVAL_MS);
        assertThat(settings.staticConfig()).containsEntry("min.insync.replicas", "1");
    }

    @Test
    void beatsFiveTimesInAShortSession() {
        assertThat(QuorumSettings.of(spec(3, Map.of("broker.session.timeout.ms", "100"), 1))
                        .heartbeatIntervalMs())
                .isEqualTo(20);
    }

    @Test
    void derivesTheClusterIdFromTheSeed() {
        String id = QuorumSettings.of(spec(3, Map.of(), 1)).clusterId();
        assertThat(QuorumSettings.of(spec(3, Map.of(), 1)).clusterId()).isEqualTo(id);
        assertThat(QuorumSettings.of(spec(3, Map.of(), 2)).clusterId()).isNotEqualTo(id);
    }

    @Test
    void complainsAboutASessionThatIsNoNumber() {
        assertThatThrownBy(() -> QuorumSettings.of(spec(3, Map.of("broker.session.timeout.ms", "soon"), 1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker.session.timeout.ms")
                .hasMessageContaining("'soon'");
    }
}
