/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.report.words.FaultSpan;
import io.kafkatrial.report.words.Plain;
import io.kafkatrial.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Render a verdict as text: the message of a failing test, at most 25 lines, the worst first, and last how
 * to run it again and where to see more.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class TextReport {

    private static final int ANOMALIES = 5;
    private static final int FAULTS = 4;
    private static final int REASONS = 2;
    private static final int WIDTH = 500;

    private final ReportInput input;
    private final Words wording;
    private final List<String> lines = new ArrayList<>();

    private TextReport(ReportInput input) {
        this.input = input;
        this.wording = new Words(input.history());
    }

    /** Render the report, without a line break at its end. */
    public static String render(ReportInput input) {
        TextReport report = new TextReport(input);
        report.verdict();
        report.basis();
        report.wayBack();
        return String.join("\n", report.lines);
    }

    /** The verdict in one line, without the evidence. */
    static String headline(ReportInput input) {
        String test = " in " + input.test();
        if (input.verdict() instanceof Verdict.Fail fail) {
            return fail.guarantee().name() + " is broken" + test + ": " + Words.counts(fail.anomalies());
        }
        boolean pass = input.verdict() instanceof Verdict.Pass;
        return input.verdict().guarantee().name() + (pass ? " held" + test : " is not proved" + test + ": vacuous");
    }

    /** What makes or would make the verdict vacuous. */
    static List<String> doubts(Verdict verdict) {
        if (verdict instanceof Verdict.Vacuous vacuous) {
            return vacuous.reasons();
        }
        return verdict instanceof Verdict.Fail fail ? fail.doubts() : List.of();
    }

    private void verdict() {
        line(headline(input));
        if (input.verdict() instanceof Verdict.Fail fail) {
            blank();
            some(
                    Words.pick(fail.anomalies(), ANOMALIES).stream()
                            .map(this::sentence)
                            .toList(),
                    fail.anomalies().size(),
                    "  ");
        } else if (input.verdict() instanceof Verdict.Vacuous vacuous) {
            blank();
            some(
                    vacuous.reasons().stream().limit(ANOMALIES).toList(),
                    vacuous.reasons().size(),
                    "  ");
        }
        blank();
    }

    private String sentence(Anomaly anomaly) {
        return wording.sentence(anomaly);
    }

    private void basis() {
        Verdict verdict = input.verdict();
        line("checked: " + Words.checked(verdict.checked()));
        if (!verdict.checked().evidence().isEmpty()) {
            line("judged: " + Words.evidence(verdict.checked()));
        }
        List<FaultSpan> faults = wording.course().faults();
        some(faults.stream().limit(FAULTS).map(fault -> fault.line(wording)).toList(), faults.size(), "fault: ");
        if (!verdict.notes().isEmpty()) {
            line("allowed: " + Words.counts(verdict.notes()));
        }
        verdict.checked().remarks().forEach(remark -> line("note: " + remark));
        if (verdict instanceof Verdict.Fail fail) {
            if (verdict.checked().foreign() > 0) {
                line("note: " + Words.foreign(verdict.checked()));
            }
            some(fail.doubts().stream().limit(REASONS).toList(), fail.doubts().size(), "doubt: ");
        }
        blank();
    }

    private void wayBack() {
        line("seed=" + input.seed() + " engine=" + input.engine() + " replay: " + input.replay());
        input.file().ifPresent(file -> line("report: " + file.toAbsolutePath().toUri()));
    }

    private void some(List<String> first, int all, String prefix) {
        first.forEach(text -> line(prefix + text));
        if (all > first.size()) {
            line(prefix + "and " + (all - first.size()) + " more");
        }
    }

    private void blank() {
        lines.add("");
    }

    /** One line whatever is in it. */
    private void line(String text) {
        String single = Plain.line(text);
        lines.add(single.length() <= WIDTH ? single : single.substring(0, WIDTH) + "…");
    }
}
