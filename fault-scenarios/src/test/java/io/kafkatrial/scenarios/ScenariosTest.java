/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the library tells the truth: run on the embedded engine, it ends as it declares. */
class ScenariosTest {

    static Stream<Arguments> library() {
        String chosen = System.getProperty("trial.scenarios", "");
        return Scenarios.all().stream()
                .map(scenario -> scenario.page().name())
                .filter(name -> chosen.isEmpty() || List.of(chosen.split(",")).contains(name))
                .flatMap(name -> Stream.of(Side.values()).map(side -> Arguments.of(name, side)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("library")
    void everyScenarioEndsAsItDeclares(String name, Side side) throws Exception {
        // When
        Scenario scenario = Scenarios.named(name);
        ScenarioResult result = new ScenarioRunner().run(scenario, side);

        // Then
        assertThat(result.differences()).as(result.title()).isEmpty();
        assertThat(result.reports()).hasSameSizeAs(scenario.half(side).expected());
    }

    @Test
    void everyGuardedHalfHoldsAndEveryDangerousOneIsBroken() {
        for (Scenario scenario : Scenarios.all()) {
            String name = scenario.page().name();
            assertThat(scenario.guarded().expected()).as(name).allMatch(expected -> expected.broken()
                    .isEmpty());
            assertThat(scenario.dangerous().expected()).as(name).anyMatch(expected -> !expected.broken()
                    .isEmpty());
            assertThat(claims(scenario.guarded())).as(name).containsAll(broken(scenario.dangerous()));
        }
    }

    private static List<String> claims(Half half) {
        return half.expected().stream().map(expected -> expected.claim().name()).toList();
    }

    private static List<String> broken(Half half) {
        return half.expected().stream()
                .filter(expected -> !expected.broken().isEmpty())
                .map(expected -> expected.claim().name())
                .toList();
    }

    @Test
    void namesAreKebabCaseAndEachOnce() {
        assertThat(Scenarios.all())
                .extracting(scenario -> scenario.page().name())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    @Test
    void unknownScenarioIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> Scenarios.named("leader-crush"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("'leader-crush'")
                .hasMessageContaining("leader-crash, ");
    }
}
