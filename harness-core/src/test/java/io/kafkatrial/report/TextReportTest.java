/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.AT_MOST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;
import static io.kafkatrial.report.Golden.assertGolden;
import static io.kafkatrial.report.ReportFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Tale;
import io.kafkatrial.report.words.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void lostWritesReadLikeThis() throws IOException {
        String text = TextReport.render(
                input(AT_LEAST_ONCE, ReportFixture.lostWrites().end()));

        assertGolden("lost-writes.txt", text);
    }

    @Test
    void passReadsLikeThis() throws IOException {
        String text = TextReport.render(input(
                AT_MOST_ONCE,
                new Tale()
                        .wrote("p#0", 0, 0)
                        .wrote("p#1", 0, 1)
                        .found("p#0", 0, 0)
                        .drained(0, 0, 1)
                        .end()));

        assertGolden("pass.txt", text);
    }

    @Test
    void vacuousReadsLikeThis() throws IOException {
        Tale tale = new Tale().declared("crash").declared("cut").fired("cut").healed("cut", 0);

        assertGolden("vacuous.txt", TextReport.render(input(EXACTLY_ONCE, tale.end())));
    }

    @Test
    void everyKindOfAnomalyHasItsSentence() throws IOException {
        History history = ReportFixture.everything().end();
        Words wording = new Words(history);
        List<Anomaly> anomalies = new ArrayList<>();
        for (Verdict verdict : List.of(Verdicts.of(EXACTLY_ONCE, history), Verdicts.of(ORDERED_PER_KEY, history))) {
            anomalies.addAll(((Verdict.Fail) verdict).anomalies());
        }

        assertThat(anomalies.stream().map(Anomaly::kind).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(Anomaly.Kind.values())
                        .filter(kind -> kind.words().isEmpty())
                        .collect(Collectors.toSet()));
        assertGolden(
                "sentences.txt",
                anomalies.stream().map(wording::sentence).distinct().collect(Collectors.joining("\n")));
    }

    @Test
    void thousandsOfAnomaliesAndFaultsStayWithinTwentyFiveLines() {
        Tale tale = new Tale();
        for (int i = 0; i < 30; i++) {
            tale.declared("never " + i).fired("fault " + i).healed("fault " + i, i % 2);
        }
        for (int i = 0; i < 3000; i++) {
            tale.wrote("p#" + i, 0, i);
        }
        tale.polled("c", "g", "p#1", 0, 1).polled("c", "g", "p#1", 0, 1).drained(0, 0, 0);

        String text = TextReport.render(input(AT_LEAST_ONCE, tale.end()));

        assertThat(text.lines()).hasSizeLessThanOrEqualTo(25).anyMatch(line -> line.contains("and 2995 more"));
        assertThat(text).contains("seed=42 engine=embedded replay: mvn test", "\nreport: file:///tmp/target");
    }

    /** A test that counts the records it reads counts those of earlier tests, and ends before its own are read. */
    @Test
    void whoMissesSomethingIsToldOfRecordsThatAreNotOfThisTest() {
        Tale lost = new Tale().wrote("p#0", 0, 1).foundForeign(0, 0).drained(0, 0, 1);
        Tale kept = new Tale().wrote("p#0", 0, 1).foundForeign(0, 0);
        kept.found("p#0", 0, 1).drained(0, 0, 2);

        assertThat(TextReport.render(input(AT_LEAST_ONCE, lost.end())).lines())
                .contains(
                        "note: 1 sighting of records that this test did not send; they are not judged. What earlier tests"
                                + " left in a topic is read again: a test that counts what it reads needs a topic of its own");
        assertThat(TextReport.render(input(AT_LEAST_ONCE, kept.end())))
                .contains("1 foreign")
                .doesNotContain("note:");
    }

    @Test
    void strangeNamesCannotBreakTheLines() {
        Tale tale =
                new Tale().fired("a\nb\u001b[31m").healed("a\nb\u001b[31m", 1).wrote("p\n\n\n#0", 0, 0);
        tale.drained(0, 0, 0);

        String text = TextReport.render(input(AT_LEAST_ONCE, tale.end()));

        assertThat(text).doesNotContain("\u001b").contains("a b\\u001B[31m");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(25);
    }
}
