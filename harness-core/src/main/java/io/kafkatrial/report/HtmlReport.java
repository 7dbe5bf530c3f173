/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.report.timeline.TimelineData;
import io.kafkatrial.report.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Render the verdicts of a test as one HTML file: what was claimed and what came of it, the story of every
 * anomaly, swim lanes of what happened, what the verdict rests on, and how to run it again.
 *
 * <p>Self-contained: works from a disk without a network, in light and dark, by keyboard and on paper. All
 * contents are escaped, and a policy in the page lets no script run but its own. Without scripts everything
 * but the timeline is there. The size is bounded however long the history.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class HtmlReport {

    /** Marks drawn one by one. */
    private static final int MOST_MARKS = 120_000;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final List<ReportInput> inputs;
    private final ReportInput first;
    private final Words words;
    private final Html out = new Html();

    private HtmlReport(List<ReportInput> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a report needs a verdict");
        }
        this.inputs = List.copyOf(inputs);
        this.first = inputs.get(0);
        this.words = new Words(first.history());
    }

    /** Render the report of one verdict. */
    public static String render(ReportInput input) {
        return render(List.of(input));
    }

    /**
     * Render the report of a test with several verdicts over one history.
     *
     * @param inputs one for each guarantee, the same but for the verdict
     * @throws IllegalArgumentException if there is none
     */
    public static String render(List<ReportInput> inputs) {
        HtmlReport report = new HtmlReport(inputs);
        return report.page();
    }

    private String page() {
        Outcome outcome = Outcome.of(inputs);
        Findings findings = new Findings(out, inputs, words);
        out.begin(first.test() + " – " + outcome.badge(), Assets.REPORT);
        out.raw("<body class=\"" + outcome.css() + "\">\n");
        out.raw("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n");
        bar();
        out.raw("<main>\n");
        headline(outcome, findings.marked());
        timeline();
        findings.write();
        new Basis(out, inputs, words).write();
        out.raw("</main>\n<script type=\"application/json\" id=\"data\">");
        out.raw(TimelineData.json(first.history(), words, findings.marked(), MOST_MARKS))
                .raw("</script>\n");
        return out.end(Assets.REPORT);
    }

    private void bar() {
        out.raw("<header class=\"bar\"><p class=\"brand\">Kafka Trial</p><div class=\"tools\">");
        out.raw("<button type=\"button\" id=\"theme\" hidden>Dark</button>");
        out.raw("<button type=\"button\" id=\"print\" hidden>Print</button></div></header>\n");
    }

    private void headline(Outcome outcome, List<Anomaly> marked) {
        out.raw("<section class=\"headline\">\n<p class=\"badge " + outcome.css() + "\">");
        out.text(outcome.badge()).raw("</p>\n");
        out.element("h1", first.test());
        out.raw("<ul class=\"claims\">\n");
        for (ReportInput input : inputs) {
            out.raw("<li class=\"" + Outcome.of(input.verdict()).css() + "\">");
            out.text(Outcome.claim(input.verdict())).raw("</li>\n");
        }
        out.raw("</ul>\n");
        if (outcome == Outcome.FAIL && !marked.isEmpty()) {
            out.element("p class=\"story\"", words.sentence(marked.get(0)));
        } else if (outcome == Outcome.VACUOUS) {
            reasons();
        } else {
            out.element(
                    "p class=\"story\"",
                    "It rests on " + Words.checked(first.verdict().checked()) + ".");
        }
        out.element("p class=\"meta\"", meta());
        out.raw("</section>\n");
    }

    private void reasons() {
        Stream<String> reasons = inputs.stream()
                .map(ReportInput::verdict)
                .flatMap(verdict ->
                        verdict instanceof Verdict.Vacuous vacuous ? vacuous.reasons().stream() : Stream.of())
                .distinct();
        out.raw("<div class=\"story\"><p>A verdict over this would prove nothing:</p><ul>\n");
        reasons.limit(Basis.LISTED).forEach(reason -> out.element("li", reason));
        out.raw("</ul></div>\n");
    }

    private String meta() {
        Instant start = words.course().start();
        if (first.history().size() == 0) {
            return first.engine() + " engine · seed " + first.seed();
        }
        double seconds = Duration.between(start, words.course().end()).toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%s engine · seed %d · %.3f s · %,d events · %s",
                first.engine(),
                first.seed(),
                seconds,
                first.history().size(),
                DATE.format(start));
    }

    private void timeline() {
        out.raw("<section id=\"timeline\" aria-labelledby=\"timeline-title\">\n");
        out.raw("<h2 id=\"timeline-title\">What happened</h2>\n");
        if (first.history().size() == 0) {
            out.element(
                    "p class=\"empty\"",
                    "Nothing was recorded. Let the application under test take its clients from the test, or"
                            + " see under “What is recorded” how to record clients of its own.");
        } else {
            out.element("noscript", "The timeline needs JavaScript. The findings below do not.");
        }
        out.raw("<div id=\"stage\" hidden></div>\n</section>\n");
    }
}
