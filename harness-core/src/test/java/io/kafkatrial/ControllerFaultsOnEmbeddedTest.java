/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerFaultsOnEmbeddedTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void activeControllerIsCrashedAndHealedWithEvidence(boolean combined) {
        try (Cluster cluster = Cluster.builder()
                .brokers(3)
                .controllers(3)
                .combined(combined)
                .topic("orders", 1, 3)
                .engine("embedded")
                .start()) {
            int first = cluster.running().activeController().orElseThrow();
            cluster.inject(Plan.of(
                    7,
                    "crash",
                    new Fault.CrashBroker(Target.parse("controller"), Optional.empty()),
                    Trigger.immediately()));
            assertThat(cluster.running().state(Endpoint.controller(first))).isEqualTo(NodeState.CRASHED);
            Awaitility.await().until(() -> cluster.running().activeController().isPresent());

            List<Bite> bites = cluster.heal();

            assertThat(bites).singleElement().satisfies(bite -> assertThat(bite.evidence())
                    .startsWith("controller " + first + " (active controller) killed")
                    .contains("leads in epoch")
                    .contains("restarted"));
            assertThat(cluster.running().state(Endpoint.controller(first))).isEqualTo(NodeState.RUNNING);
        }
    }
}
