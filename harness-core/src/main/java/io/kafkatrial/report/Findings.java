/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.history.Event;
import io.kafkatrial.report.words.EventKinds;
import io.kafkatrial.report.words.Operations;
import io.kafkatrial.report.words.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The section of the page that explains what went wrong. Confined to one rendering. */
final class Findings {

    private static final int EXPLAINED = 20;

    private final Html out;
    private final List<ReportInput> inputs;
    private final Words words;
    private final List<Anomaly> broken;
    private final List<Anomaly> marked;

    Findings(Html out, List<ReportInput> inputs, Words words) {
        this.out = out;
        this.inputs = inputs;
        this.words = words;
        Set<Anomaly> breaking = new LinkedHashSet<>();
        Set<Anomaly> allowed = new LinkedHashSet<>();
        for (ReportInput input : inputs) {
            if (input.verdict() instanceof Verdict.Fail fail) {
                breaking.addAll(fail.anomalies());
            }
            allowed.addAll(input.verdict().notes());
        }
        this.broken = List.copyOf(breaking);
        List<Anomaly> all = new ArrayList<>(broken.isEmpty() ? allowed : breaking);
        this.marked = List.copyOf(Words.pick(all, EXPLAINED));
    }

    /** Those that are explained one by one; article {@code a1} is about the first. */
    List<Anomaly> marked() {
        return marked;
    }

    void write() {
        out.raw("<section id=\"findings\" aria-labelledby=\"findings-title\">\n<h2 id=\"findings-title\">");
        out.text(broken.isEmpty() ? marked.isEmpty() ? "Findings" : "What the guarantee allows" : "What broke it");
        out.raw("</h2>\n");
        if (marked.isEmpty()) {
            out.element("p class=\"empty\"", nothing());
        }
        Operations operations = new Operations(inputs.get(0).history(), marked);
        for (int i = 0; i < marked.size(); i++) {
            article(i, operations.of(i));
        }
        rest();
        out.raw("</section>\n");
    }

    private String nothing() {
        return switch (Outcome.of(inputs)) {
            case PASS -> "No anomaly of any kind was found.";
            case VACUOUS -> "No anomaly was found, but that says little: see above.";
            case FAIL -> "";
        };
    }

    private void article(int index, List<Event> operations) {
        Anomaly anomaly = marked.get(index);
        int number = index + 1;
        out.raw("<article id=\"a" + number + "\" class=\"finding\" tabindex=\"-1\">\n<p class=\"kind\">");
        out.text(number + " · " + Words.name(anomaly.kind())).raw("</p>\n");
        out.element("h3", words.sentence(anomaly));
        out.raw("<button type=\"button\" class=\"show\" data-anomaly=\"" + index + "\" hidden>Show in the timeline");
        out.raw("</button>\n<details" + (index == 0 ? " open" : "") + "><summary>");
        out.text(Words.many(operations.size(), "operation")).raw(" around it</summary>\n");
        table(anomaly, operations);
        out.raw("</details>\n</article>\n");
    }

    private void table(Anomaly anomaly, List<Event> operations) {
        out.raw("<div class=\"wide\"><table><thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Who</th>");
        out.raw("<th scope=\"col\">What</th></tr></thead><tbody>\n");
        for (Event event : operations) {
            boolean itself = anomaly.record()
                    .filter(id -> id.equals(EventKinds.id(event)))
                    .isPresent();
            long micros = Duration.between(words.course().start(), event.at()).toNanos() / 1_000;
            out.raw("<tr" + (itself ? " class=\"itself\"" : "") + " data-at=\"" + micros + "\"><td>");
            out.text(words.time(event.at())).raw("</td><td>");
            out.text(EventKinds.who(event)).raw("</td><td>");
            out.text(EventKinds.words(event)).raw("</td></tr>\n");
        }
        out.raw("</tbody></table></div>\n");
    }

    private void rest() {
        if (broken.size() <= EXPLAINED) {
            return;
        }
        out.raw("<details class=\"rest\"><summary>");
        out.text("and " + (broken.size() - EXPLAINED) + " more").raw("</summary>\n<ul>\n");
        Set<Anomaly> told = Set.copyOf(marked);
        broken.stream()
                .filter(anomaly -> !told.contains(anomaly))
                .limit(Basis.LISTED)
                .forEach(anomaly -> out.element("li", words.sentence(anomaly)));
        out.raw("</ul>\n");
        if (broken.size() > EXPLAINED + Basis.LISTED) {
            out.element("p", (broken.size() - EXPLAINED - Basis.LISTED) + " more are not listed here.");
        }
        out.raw("</details>\n");
    }
}
