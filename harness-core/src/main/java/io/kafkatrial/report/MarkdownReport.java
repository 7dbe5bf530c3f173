/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.history.Event;
import io.kafkatrial.report.words.EventKinds;
import io.kafkatrial.report.words.FaultSpan;
import io.kafkatrial.report.words.Operations;
import io.kafkatrial.report.words.Plain;
import io.kafkatrial.report.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Render verdicts as Markdown: one as a bug report to paste into an issue, many as the summary of a CI run. All
 * contents are escaped, so that no name of a record becomes a link, a mention or markup.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class MarkdownReport {

    private static final int EXPLAINED = 3;
    private static final int LISTED = 10;
    private static final int SUMMED = 100;

    private final ReportInput input;
    private final Words words;
    private final List<String> lines = new ArrayList<>();

    private MarkdownReport(ReportInput input) {
        this.input = input;
        this.words = new Words(input.history());
    }

    /** Render a verdict as a bug report. */
    public static String bug(ReportInput input) {
        MarkdownReport report = new MarkdownReport(input);
        report.write();
        return String.join("\n", report.lines) + "\n";
    }

    private void write() {
        Verdict verdict = input.verdict();
        List<Anomaly> broken = verdict instanceof Verdict.Fail fail ? Words.pick(fail.anomalies(), LISTED) : List.of();
        lines.add("### " + escape(TextReport.headline(input)));
        lines.add("");
        broken.forEach(anomaly -> lines.add("- " + escape(words.sentence(anomaly))));
        if (verdict instanceof Verdict.Fail fail && fail.anomalies().size() > LISTED) {
            lines.add("- and " + (fail.anomalies().size() - LISTED) + " more");
        }
        TextReport.doubts(verdict).stream().limit(LISTED).forEach(doubt -> lines.add("- " + escape(doubt)));
        table();
        List<Anomaly> explained = broken.subList(0, Math.min(EXPLAINED, broken.size()));
        Operations operations = new Operations(input.history(), explained);
        for (int i = 0; i < explained.size(); i++) {
            operations(explained.get(i), operations.of(i));
        }
        lines.add("");
        lines.add("Run it again:");
        lines.add("");
        lines.add("```");
        lines.add(Plain.line(input.replay()).replace("```", "` ` `"));
        lines.add("```");
    }

    private void table() {
        lines.add("");
        lines.add("| | |");
        lines.add("|---|---|");
        row("checked", Words.checked(input.verdict().checked()));
        row("judged", Words.evidence(input.verdict().checked()));
        words.course().faults().stream()
                .limit(LISTED)
                .map(fault -> fault.line(words))
                .forEach(line -> row("fault", line));
        if (!input.verdict().notes().isEmpty()) {
            row("allowed", Words.counts(input.verdict().notes()));
        }
        row("engine", input.engine());
        row("seed", Long.toString(input.seed()));
        List<FaultSpan> faults = words.course().faults();
        if (faults.size() > LISTED) {
            row("fault", "and " + (faults.size() - LISTED) + " more");
        }
    }

    private void row(String name, String value) {
        if (!value.isEmpty()) {
            lines.add("| " + name + " | " + escape(value) + " |");
        }
    }

    private void operations(Anomaly anomaly, List<Event> operations) {
        String about = anomaly.record().map(Object::toString).orElse(Words.name(anomaly.kind()));
        lines.add("");
        lines.add("<details><summary>" + Words.many(operations.size(), "operation") + " around " + escape(about)
                + "</summary>");
        lines.add("");
        lines.add("| time | who | what |");
        lines.add("|---|---|---|");
        for (Event event : operations) {
            lines.add("| " + words.time(event.at()) + " | " + escape(EventKinds.who(event)) + " | "
                    + escape(EventKinds.words(event)) + " |");
        }
        lines.add("");
        lines.add("</details>");
    }

    /** Render the tests of a build as a summary: what did not hold first. */
    public static String summary(List<ReportEntry> entries) {
        StringBuilder out = new StringBuilder("### Kafka Trial: ");
        for (Outcome outcome : Outcome.values()) {
            long count =
                    entries.stream().filter(entry -> entry.how() == outcome).count();
            if (count > 0 || outcome == Outcome.PASS) {
                out.append(count).append(' ').append(outcome.badge()).append(outcome == Outcome.PASS ? "" : ", ");
            }
        }
        out.append("\n\n");
        if (entries.isEmpty()) {
            return out.append("No test with a claim has run.\n").toString();
        }
        out.append("| verdict | test | what | engine | seed |\n|---|---|---|---|---|\n");
        entries.stream()
                .sorted(Comparator.comparing(ReportEntry::how)
                        .thenComparing(ReportEntry::group)
                        .thenComparing(ReportEntry::test))
                .limit(SUMMED)
                .forEach(entry -> out.append(line(entry)));
        if (entries.size() > SUMMED) {
            out.append("\nand ").append(entries.size() - SUMMED).append(" more\n");
        }
        return out.toString();
    }

    private static String line(ReportEntry entry) {
        String badge = entry.how() == Outcome.PASS
                ? entry.how().badge()
                : "**" + entry.how().badge() + "**";
        String what = String.join("; ", entry.claims());
        return "| " + badge + " | " + escape(entry.test()) + " | " + escape(what)
                + (entry.story().isEmpty() ? "" : "<br>" + escape(entry.story())) + " | " + escape(entry.engine())
                + " | " + entry.seed() + " |\n";
    }

    /** A text, harmless as part of a line or a cell. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String plain = Plain.line(text);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '@' -> out.append(isWithinWord(plain, i) ? "@" : "&#64;");
                case '#' -> out.append(isWithinWord(plain, i) ? "#" : "&#35;");
                case '_' -> out.append(isWithinWord(plain, i) ? "_" : "\\_");
                case ':' -> out.append(plain.startsWith("://", i) ? "&#58;" : ":");
                case '\\', '`', '*', '[', ']', '|', '~', '$' -> out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** There these characters mean nothing: {@code p1#7} is no reference to an issue. */
    private static boolean isWithinWord(String text, int index) {
        return index > 0
                && index + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(index - 1))
                && Character.isLetterOrDigit(text.charAt(index + 1));
    }
}
