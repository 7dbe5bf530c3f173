/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a selection selects, and what it says to a word it does not know. */
class SelectionTest {

    private static final List<Scenario> ALL =
            List.of(Sketches.honest("leader-crash"), Sketches.honest("leader-pause"), Sketches.honest("offset-expiry"));

    private static List<String> names(Selection selection) {
        return selection.from(ALL).stream()
                .map(scenario -> scenario.page().name())
                .toList();
    }

    private static Selection selection(List<String> names, List<String> without, List<String> tags) {
        return new Selection(names, without, tags, List.of(), List.of());
    }

    @Test
    void nothingSaidSelectsAllInTheOrderOfTheBook() {
        assertThat(names(Selection.ALL)).containsExactly("leader-crash", "leader-pause", "offset-expiry");
        assertThat(Selection.ALL.chosenSides()).containsExactlyInAnyOrder(Side.values());
    }

    @Test
    void namesPatternsTagsAndExclusionsNarrowTogether() {
        assertThat(names(Selection.of("offset-expiry", "leader-crash")))
                .containsExactly("leader-crash", "offset-expiry");
        assertThat(names(Selection.of("leader-*"))).containsExactly("leader-crash", "leader-pause");
        assertThat(names(Selection.of("*-?????"))).containsExactly("leader-crash", "leader-pause");
        assertThat(names(Selection.tagged("pause", "expiry"))).containsExactly("leader-pause", "offset-expiry");
        assertThat(names(selection(List.of("leader-*"), List.of("*-pause"), List.of("leader"))))
                .containsExactly("leader-crash");
        assertThat(names(new Selection(List.of(), List.of(), List.of(), List.of("replication"), List.of())))
                .hasSize(3);
    }

    @Test
    void onlyOneHalfCanBeChosen() {
        Selection guarded = new Selection(List.of(), List.of(), List.of(), List.of(), List.of("guarded"));

        assertThat(guarded.chosenSides()).containsExactly(Side.GUARDED);
    }

    @Test
    void unknownWordsAreAnsweredWithTheNearestKnownOne() {
        refused(Selection.of("leader-crush"), "scenario 'leader-crush' is not known. Perhaps 'leader-crash' is meant");
        refused(Selection.of("x*"), "no scenario is called like 'x*'");
        refused(Selection.tagged("crsh"), "tag 'crsh' is not known. Perhaps 'crash' is meant");
        refused(
                new Selection(List.of(), List.of(), List.of(), List.of("offset"), List.of()),
                "chapter 'offset' is not known. Perhaps 'offsets' is meant");
        assertThatThrownBy(
                        () -> new Selection(List.of(), List.of(), List.of(), List.of(), List.of("guard")).chosenSides())
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("half 'guard' is not known. Perhaps 'guarded' is meant");
    }

    @Test
    void conditionsThatTogetherLeaveNothingAreRefused() {
        refused(selection(List.of("leader-*"), List.of(), List.of("expiry")), "no scenario is left");
    }

    @Test
    void twoScenariosOfOneNameAreRefused() {
        assertThatThrownBy(() -> Selection.ALL.from(List.of(Sketches.honest("mine"), Sketches.mistaken("mine"))))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("two scenarios are called 'mine'");
    }

    private static void refused(Selection selection, String message) {
        assertThatThrownBy(() -> selection.from(ALL))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void seedsAreNumbersAndRanges() {
        assertThat(Seeds.parse("42")).containsExactly(42L);
        assertThat(Seeds.parse(" -3..1 ")).containsExactly(-3L, -2L, -1L, 0L, 1L);
        assertThat(Seeds.from(7, 3)).containsExactly(7L, 8L, 9L);
        for (String wrong : List.of("", "x", "1..", "3..1", "1..100001", "1.5")) {
            assertThatThrownBy(() -> Seeds.parse(wrong))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("'" + wrong + "' is no seed");
        }
        assertThatThrownBy(() -> Seeds.from(1, 0)).isInstanceOf(TrialException.class);
    }
}
