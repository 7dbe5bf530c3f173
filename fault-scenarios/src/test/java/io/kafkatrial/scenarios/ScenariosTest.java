/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the library tells the truth: run on the embedded engine, it ends as it declares. */
class ScenariosTest {

    static Stream<Scenario> library() {
        return Scenarios.all().stream();
    }

    @ParameterizedTest
    @MethodSource("library")
    void everyScenarioEndsAsItDeclares(Scenario scenario) throws Exception {
        // When
        ScenarioResult result = new ScenarioRunner().run(scenario);

        // Then
        assertThat(result.differences()).as(scenario.page().name()).isEmpty();
        assertThat(result.reports()).hasSameSizeAs(scenario.expected());
    }

    @Test
    void unknownScenarioIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> Scenarios.named("leader-crash"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("'leader-crash'")
                .hasMessageContaining("leader-crash-acks-all, leader-crash-acks-one, consumer-crash-before-commit");
    }
}
