/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.History;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a test must show: it passes only if these anomalies are found. The proof that a scenario bites, and the
 * checks with it.
 *
 * <pre>{@code
 * Verdict verdict = Expectation.judge(Set.of(LOST_WRITE), history); // Pass if a write was lost, else Vacuous
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Expectation {

    private Expectation() {}

    /** The claim that stands for these anomalies in reports. */
    public static Claim of(Set<Kind> expected) {
        String names = new TreeSet<>(expected).stream().map(Kind::name).collect(Collectors.joining(" "));
        return new Claim.Named("EXPECT " + names, expected, Limits.NONE);
    }

    /** Pass if every one of these was found in the history; vacuous, with what is missing, if not. */
    public static Verdict judge(Set<Kind> expected, History history) {
        return met(expected, Verdicts.of(of(expected), history));
    }

    /**
     * The same of the verdict over {@link #of} these anomalies: what was found passes, as information; what was
     * not makes it vacuous.
     */
    public static Verdict met(Set<Kind> expected, Verdict verdict) {
        Set<Kind> missing = EnumSet.copyOf(expected);
        missing.removeAll(found(verdict));
        if (missing.isEmpty()) {
            return new Verdict.Pass(
                    verdict.guarantee(),
                    verdict.checked(),
                    allowed(expected, verdict).notes());
        }
        List<String> reasons = new ArrayList<>();
        missing.forEach(kind -> reasons.add(kind + " was expected and did not occur"));
        reasons.addAll(doubts(verdict));
        return new Verdict.Vacuous(
                verdict.guarantee(),
                verdict.checked(),
                reasons,
                allowed(expected, verdict).notes());
    }

    /** A verdict in which these anomalies break nothing; whatever else is wrong still does. */
    public static Verdict allowed(Set<Kind> expected, Verdict verdict) {
        if (!(verdict instanceof Verdict.Fail fail)) {
            return verdict;
        }
        List<Anomaly> broken = new ArrayList<>();
        List<Anomaly> notes = new ArrayList<>();
        fail.anomalies().forEach(anomaly -> (expected.contains(anomaly.kind()) ? notes : broken).add(anomaly));
        notes.addAll(fail.notes());
        if (!broken.isEmpty()) {
            return new Verdict.Fail(fail.guarantee(), fail.checked(), broken, notes, fail.doubts());
        }
        return fail.doubts().isEmpty()
                ? new Verdict.Pass(fail.guarantee(), fail.checked(), notes)
                : new Verdict.Vacuous(fail.guarantee(), fail.checked(), fail.doubts(), notes);
    }

    /** The kinds of all anomalies in a verdict, those it allows too. */
    public static Set<Kind> found(Verdict verdict) {
        Set<Kind> found = EnumSet.noneOf(Kind.class);
        verdict.notes().forEach(anomaly -> found.add(anomaly.kind()));
        if (verdict instanceof Verdict.Fail fail) {
            fail.anomalies().forEach(anomaly -> found.add(anomaly.kind()));
        }
        return found;
    }

    private static List<String> doubts(Verdict verdict) {
        if (verdict instanceof Verdict.Fail fail) {
            return fail.doubts();
        }
        return verdict instanceof Verdict.Vacuous vacuous ? vacuous.reasons() : List.of();
    }
}
