/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Scenarios;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Guarantees, anomalies and scenarios are in the documentation as they are in the code. */
class VerdictsTest {

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void theTableSaysWhatBreaksAGuarantee(Guarantee guarantee) {
        for (var row : Page.doc("verdicts.md").section("Anomalies").table()) {
            Anomaly.Kind kind = Anomaly.Kind.valueOf(row.get("anomaly"));
            assertThat(row.get(guarantee.name()))
                    .as("%s, %s", kind, guarantee)
                    .isEqualTo(guarantee.forbids(kind) ? "breaks" : "");
        }
    }

    @Test
    void theTableHasAllAnomaliesAndTheOtherAllGuarantees() {
        Page page = Page.doc("verdicts.md");

        assertThat(page.section("Anomalies").table("anomaly", "what").keySet())
                .containsExactlyInAnyOrderElementsOf(names(Anomaly.Kind.values()));
        assertThat(page.section("Guarantees").table("guarantee", "claim").keySet())
                .containsExactlyInAnyOrderElementsOf(names(Guarantee.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    static Stream<Scenario> scenarios() {
        return Scenarios.all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void thePageOfAScenarioSaysWhatTheScenarioSays(Scenario scenario) {
        Page section = Page.doc("scenarios.md").section(scenario.page().name());
        String text = String.join(" ", section.prose()).replace("`", "").replaceAll("\\s+", " ");

        assertThat(text)
                .contains(scenario.page().idea())
                .contains(scenario.page().configuration())
                .contains(scenario.page().fault())
                .contains(scenario.page().advice())
                .contains(scenario.page().source());
        Map<String, String> verdicts = section.table("guarantee", "verdict");
        assertThat(verdicts).hasSameSizeAs(scenario.expected());
        scenario.expected().forEach(expected -> assertThat(verdicts)
                .containsEntry(
                        expected.guarantee().name(),
                        expected.broken().isEmpty()
                                ? "holds"
                                : "broken by " + expected.broken().iterator().next()));
    }
}
