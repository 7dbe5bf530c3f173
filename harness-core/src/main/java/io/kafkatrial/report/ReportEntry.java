/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Verdict;
import io.kafkatrial.report.words.Course;
import io.kafkatrial.report.words.Plain;
import io.kafkatrial.report.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A line of the index: a test and what came of it.
 *
 * @param group what tests are listed under: the test class, in full
 * @param test the test's name
 * @param outcome {@code FAIL}, {@code VACUOUS} or {@code PASS}: the worst of its verdicts
 * @param claims each verdict in a few words
 * @param story the first anomaly or reason in one sentence; empty for a test that passed
 * @param engine the engine's name
 * @param seed the seed of everything drawn at random
 * @param at when it began
 * @param millis how long it took
 * @param link the report's address, relative to the index; empty if there is none
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ReportEntry(
        String group,
        String test,
        String outcome,
        List<String> claims,
        String story,
        String engine,
        long seed,
        Instant at,
        long millis,
        String link) {

    public ReportEntry {
        claims = List.copyOf(claims);
    }

    /**
     * The line of a test.
     *
     * @param group what it is listed under
     * @param inputs one for each of its guarantees
     * @param link the report's address, relative to the index
     */
    public static ReportEntry of(String group, List<ReportInput> inputs, String link) {
        ReportInput first = inputs.get(0);
        Words words = new Words(first.history());
        Course course = words.course();
        return new ReportEntry(
                group,
                first.test(),
                Outcome.of(inputs).name(),
                inputs.stream().map(input -> Outcome.claim(input.verdict())).toList(),
                inputs.stream()
                        .map(input -> story(input.verdict(), words))
                        .filter(story -> !story.isEmpty())
                        .findFirst()
                        .orElse(""),
                first.engine(),
                first.seed(),
                course.start(),
                Duration.between(course.start(), course.end()).toMillis(),
                link);
    }

    private static String story(Verdict verdict, Words words) {
        if (verdict instanceof Verdict.Fail fail) {
            return Plain.text(words.sentence(fail.anomalies().get(0)));
        }
        return verdict instanceof Verdict.Vacuous vacuous
                ? Plain.text(vacuous.reasons().get(0))
                : "";
    }

    Outcome how() {
        for (Outcome each : Outcome.values()) {
            if (each.name().equals(outcome)) {
                return each;
            }
        }
        return Outcome.VACUOUS;
    }

    /** The same test under the same conditions: a later run of it takes the place of an earlier one. */
    String identity() {
        return group + "\n" + test + "\n" + engine + "\n" + link;
    }
}
