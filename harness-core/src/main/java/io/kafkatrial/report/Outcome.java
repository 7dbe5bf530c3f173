/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Verdict;
import io.kafkatrial.report.words.Words;
import java.util.List;

/** How a verdict is called: in data, on the badge, and as a predicate. */
enum Outcome {
    FAIL("broken", "is broken"),
    VACUOUS("not proved", "is not proved"),
    PASS("held", "held");

    private final String badge;
    private final String predicate;

    Outcome(String badge, String predicate) {
        this.badge = badge;
        this.predicate = predicate;
    }

    static Outcome of(Verdict verdict) {
        if (verdict instanceof Verdict.Fail) {
            return FAIL;
        }
        return verdict instanceof Verdict.Pass ? PASS : VACUOUS;
    }

    /** The worst of several. */
    static Outcome of(List<ReportInput> inputs) {
        return inputs.stream()
                .map(input -> of(input.verdict()))
                .min(Enum::compareTo)
                .orElse(VACUOUS);
    }

    String badge() {
        return badge;
    }

    String css() {
        return this == FAIL ? "fail" : this == PASS ? "pass" : "vacuous";
    }

    /** {@code EXACTLY_ONCE is broken: 3 lost writes}. */
    static String claim(Verdict verdict) {
        String claim = verdict.guarantee().name() + " " + of(verdict).predicate;
        return verdict instanceof Verdict.Fail fail ? claim + ": " + Words.counts(fail.anomalies()) : claim;
    }
}
