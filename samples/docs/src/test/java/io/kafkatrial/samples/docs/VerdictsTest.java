/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Book;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @Test
    void theTableOfEnginesHasEveryHalf() throws IOException {
        List<String> lines = Files.readAllLines(Page.ROOT.resolve("docs/scenarios/engines.md"));

        for (Scenario scenario : Scenarios.all()) {
            for (Side side : Side.values()) {
                String row = "| " + scenario.page().name() + " | " + side + " | ";
                assertThat(lines)
                        .filteredOn(line -> line.startsWith(row))
                        .as(row)
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OWN")
    void theChapterIsWhatTheScenariosSay(Chapter chapter) throws IOException {
        Path file = Page.ROOT.resolve("docs/scenarios/" + chapter + ".md");
        String text = Book.chapter(chapter, Scenarios.of(chapter));
        if (Boolean.getBoolean("trial.golden.update")) {
            Files.writeString(file, text);
        }

        assertThat(file).hasContent(text);
    }
}
