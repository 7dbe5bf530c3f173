/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.chaos.Outcome;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** The failure of a test whose claim did not hold, or was not proved; it knows the verdict. */
final class Judged extends AssertionFailedError {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Verdict verdict;

    /**
     * Fail with this message.
     *
     * @param verdict what was found; empty if a declared fault did nothing, which proves nothing
     */
    Judged(String message, Optional<Verdict> verdict) {
        super(message);
        this.verdict = verdict.orElse(null);
    }

    /** What it means for a search: broken claims and failures of the body are failures, the rest proves nothing. */
    Outcome outcome() {
        return outcomeOf(this);
    }

    /** The same of any failure of a test, with what is suppressed by it. */
    static Outcome outcomeOf(Throwable failure) {
        Set<String> signs = new HashSet<>();
        collect(failure, signs);
        String message = String.valueOf(failure.getMessage());
        return signs.isEmpty() ? new Outcome.Unproved(message) : new Outcome.Failed(signs, message);
    }

    private static void collect(Throwable failure, Set<String> signs) {
        if (failure instanceof Judged judged) {
            if (judged.verdict instanceof Verdict.Fail fail) {
                fail.anomalies().stream()
                        .map(Anomaly::kind)
                        .map(Anomaly.Kind::name)
                        .forEach(signs::add);
            }
        } else {
            signs.add(failure.getClass().getName());
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof Judged) {
                collect(suppressed, signs);
            }
        }
    }
}
