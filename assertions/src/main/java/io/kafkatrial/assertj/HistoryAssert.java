/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static java.util.stream.Collectors.joining;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.TextReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a finished history. Nothing is waited for. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class HistoryAssert extends AbstractAssert<HistoryAssert, History> {

    private static final int MOST = 8;

    HistoryAssert(History actual) {
        super(actual, HistoryAssert.class);
    }

    /** The guarantees held: each was checked over something, and not broken. A vacuous verdict fails. */
    public HistoryAssert held(Guarantee first, Guarantee... others) {
        isNotNull();
        for (Guarantee guarantee : all(first, others)) {
            Verdict verdict = Verdicts.of(guarantee, actual);
            if (!(verdict instanceof Verdict.Pass)) {
                failWithMessage("%s", text(verdict));
            }
        }
        return myself;
    }

    /** The guarantee is broken, as a test of a dangerous configuration wants to show. */
    public HistoryAssert broke(Guarantee guarantee) {
        isNotNull();
        Verdict verdict = Verdicts.of(guarantee, actual);
        if (!(verdict instanceof Verdict.Fail)) {
            failWithMessage("%s should be broken%nbut %s", guarantee, text(verdict));
        }
        return myself;
    }

    /** An anomaly of this kind is there. */
    public HistoryAssert has(Anomaly.Kind kind) {
        List<Anomaly> found = found();
        if (found.stream().noneMatch(anomaly -> anomaly.kind() == kind)) {
            failWithMessage("the history should show %s%nbut it shows %s", kind, words(found));
        }
        return myself;
    }

    /** No anomaly of these kinds is there. */
    public HistoryAssert hasNo(Anomaly.Kind first, Anomaly.Kind... others) {
        List<Anomaly.Kind> unwanted = all(first, others);
        List<Anomaly> found =
                found().stream().filter(it -> unwanted.contains(it.kind())).toList();
        if (!found.isEmpty()) {
            failWithMessage("the history should show no %s%nbut it shows %s", unwanted, words(found));
        }
        return myself;
    }

    /** So many sends were acknowledged. */
    public HistoryAssert hasAcked(long count) {
        return hasCount("acknowledged sends", count, Event.SendAcked.class::isInstance);
    }

    /** So many sends were called. */
    public HistoryAssert hasSent(long count) {
        return hasCount("sends", count, Event.SendInvoked.class::isInstance);
    }

    /** So many events are like this; {@code what} says in the message what they are. */
    public HistoryAssert hasCount(String what, long count, Predicate<Event> like) {
        isNotNull();
        long there = actual.events().stream().filter(like).count();
        if (there != count) {
            failWithMessage("the history should have %d %s%nbut it has %d", count, what, there);
        }
        return myself;
    }

    /** A fault of this name fired and touched something. */
    public HistoryAssert hasFaultThatBit(String fault) {
        isNotNull();
        List<String> fired = new ArrayList<>();
        for (Event event : actual.events()) {
            if (event instanceof Event.FaultHealed healed) {
                if (healed.fault().equals(fault) && healed.touched() > 0) {
                    return myself;
                }
                fired.add(healed.fault() + " touched " + healed.touched() + " (" + healed.evidence() + ")");
            }
        }
        failWithMessage(
                "fault %s should have fired and touched something%nbut %s",
                fault, fired.isEmpty() ? "no fault fired" : String.join("; ", fired));
        return myself;
    }

    private List<Anomaly> found() {
        isNotNull();
        Verdict verdict = Verdicts.of(Guarantee.EXACTLY_ONCE, actual);
        List<Anomaly> found = new ArrayList<>(verdict.notes());
        if (verdict instanceof Verdict.Fail fail) {
            found.addAll(fail.anomalies());
        }
        return found;
    }

    private static String words(List<Anomaly> found) {
        String first = found.stream().limit(MOST).map(Anomaly::toString).collect(joining("; "));
        return found.isEmpty()
                ? "none"
                : first + (found.size() > MOST ? " and " + (found.size() - MOST) + " more" : "");
    }

    private String text(Verdict verdict) {
        return TextReport.render(
                new ReportInput("the history", "any", 0, "run the test again", verdict, actual, Optional.empty()));
    }

    private static <T> List<T> all(T first, T[] others) {
        List<T> all = new ArrayList<>();
        all.add(first);
        Collections.addAll(all, others);
        return all;
    }
}
