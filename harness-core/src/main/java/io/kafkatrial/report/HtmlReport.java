/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.history.Event;
import io.kafkatrial.report.words.EventKinds;
import io.kafkatrial.report.words.Operations;
import io.kafkatrial.report.words.Words;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Render a verdict as one HTML file: the verdict, swim lanes of what happened, and for the first
 * anomalies the operations that touched the record.
 *
 * <p>Self-contained: no script, no network, all contents escaped; light and dark; marks and tables are
 * reachable by keyboard. The size is bounded however long the history: records are drawn as counts.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class HtmlReport {

    private static final int EXPLAINED = 20;
    private static final int LISTED = 200;

    private final ReportInput input;
    private final Words wording;
    private final Html out = new Html();

    private HtmlReport(ReportInput input) {
        this.input = input;
        this.wording = new Words(input.history());
    }

    /** Render the report. */
    public static String render(ReportInput input) {
        HtmlReport report = new HtmlReport(input);
        report.head();
        report.body();
        return report.out.toString();
    }

    private void head() {
        out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.raw(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        out.element("title", TextReport.headline(input));
        out.raw("<style>\n").raw(Stylesheet.CSS).raw("</style>\n</head>\n");
    }

    private void body() {
        Verdict verdict = input.verdict();
        List<Anomaly> broken = verdict instanceof Verdict.Fail fail ? fail.anomalies() : List.of();
        List<Anomaly> marked = (broken.isEmpty() ? verdict.notes() : broken)
                .stream().limit(EXPLAINED).toList();
        out.raw("<body>\n<a class=\"skip\" href=\"#explained\">Skip the timeline</a>\n<header>\n<p class=\"verdict ");
        out.raw(badge(verdict) + "\">" + badge(verdict) + "</p>\n");
        out.element("h1", TextReport.headline(input)).raw("</header>\n<main>\n");
        facts();
        out.raw(
                "<h2>What happened</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"timeline\">\n");
        new Timeline(out, input)
                .draw(marked, broken.stream().skip(EXPLAINED).limit(LISTED).toList());
        out.raw("</div>\n");
        legend();
        explained(marked, broken.isEmpty());
        rest(broken);
        out.raw("</main>\n</body>\n</html>\n");
    }

    private static String badge(Verdict verdict) {
        if (verdict instanceof Verdict.Fail) {
            return "fail";
        }
        return verdict instanceof Verdict.Pass ? "pass" : "vacuous";
    }

    private void facts() {
        Verdict verdict = input.verdict();
        out.raw("<dl>\n");
        fact("Checked", Words.checked(verdict.checked()));
        fact("Judged", Words.evidence(verdict.checked()));
        wording.course().faults().stream().limit(LISTED).forEach(fault -> fact("Fault", fault.line(wording)));
        if (!verdict.notes().isEmpty()) {
            fact("Allowed", Words.counts(verdict.notes()));
        }
        TextReport.doubts(verdict).stream().limit(LISTED).forEach(doubt -> fact("Doubt", doubt));
        fact("Engine", input.engine());
        fact("Seed", Long.toString(input.seed()));
        out.raw("<dt>Replay</dt><dd><code>").text(input.replay()).raw("</code></dd>\n</dl>\n");
    }

    private void fact(String name, String value) {
        out.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>\n");
    }

    private void legend() {
        out.raw("<p class=\"legend\">");
        for (String what : List.of("acked", "unknown", "failed", "polled", "processed", "found", "fault")) {
            out.raw("<span class=\"swatch " + what + "\"></span>" + what + " ");
        }
        out.raw("<span class=\"swatch anomaly\"></span>anomaly; heights grow with the logarithm of the count</p>\n");
    }

    private void explained(List<Anomaly> marked, boolean allowed) {
        out.raw("<section id=\"explained\">\n");
        if (!marked.isEmpty()) {
            out.element("h2", allowed ? "Anomalies the guarantee allows" : "What broke the guarantee");
        }
        Operations operations = new Operations(input.history(), marked);
        for (int i = 0; i < marked.size(); i++) {
            out.raw("<details id=\"a" + (i + 1) + "\"" + (i < 3 ? " open" : "") + "><summary><b>");
            out.text(Words.name(marked.get(i).kind())).raw("</b> ");
            out.text(wording.sentence(marked.get(i))).raw("</summary>\n");
            table(operations.of(i));
            out.raw("</details>\n");
        }
        out.raw("</section>\n");
    }

    private void table(List<Event> operations) {
        out.raw("<table><thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Who</th>");
        out.raw("<th scope=\"col\">What</th></tr></thead><tbody>\n");
        for (Event event : operations) {
            out.raw("<tr><td>").text(wording.time(event.at())).raw("</td><td>");
            out.text(EventKinds.who(event)).raw("</td><td>");
            out.text(EventKinds.words(event)).raw("</td></tr>\n");
        }
        out.raw("</tbody></table>\n");
    }

    private void rest(List<Anomaly> broken) {
        if (broken.size() <= EXPLAINED) {
            return;
        }
        out.raw("<h2>And further</h2>\n<ul>\n");
        broken.stream().skip(EXPLAINED).limit(LISTED).forEach(anomaly -> out.element("li", wording.sentence(anomaly)));
        out.raw("</ul>\n");
        if (broken.size() > EXPLAINED + LISTED) {
            out.element("p", (broken.size() - EXPLAINED - LISTED) + " more are in the history, not listed here.");
        }
    }
}
