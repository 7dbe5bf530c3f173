/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The verdict a scenario declares for one claim: it holds, or it is broken by anomalies of just these kinds.
 *
 * @param claim what is judged
 * @param broken the kinds that break it, each at least once; empty if it holds
 * @param possible kinds that may break it as well, since they come with those as chance will have it
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Expected(Claim claim, Set<Anomaly.Kind> broken, Set<Anomaly.Kind> possible) {
    public Expected {
        requireNonNull(claim, "claim");
        broken = Set.copyOf(broken);
        possible = Set.copyOf(possible);
        if (broken.isEmpty() && !possible.isEmpty()) {
            throw new IllegalArgumentException(claim.name() + " cannot hold and be broken by " + possible);
        }
    }

    /** The claim holds. */
    public static Expected holds(Claim claim) {
        return new Expected(claim, Set.of(), Set.of());
    }

    /** The claim is broken by anomalies of these kinds, each at least once, and of no other. */
    public static Expected broken(Claim claim, Anomaly.Kind kind, Anomaly.Kind... others) {
        return new Expected(claim, EnumSet.of(kind, others), Set.of());
    }

    /** The same, and those kinds may be among what breaks it. Only where chance decides, never to be on the safe side. */
    public Expected perhaps(Anomaly.Kind kind, Anomaly.Kind... others) {
        return new Expected(claim, broken, EnumSet.of(kind, others));
    }

    /** How {@code verdict} differs from what is declared; empty if it does not. */
    public Optional<String> difference(Verdict verdict) {
        String declared = broken.isEmpty() ? "to hold" : "to be broken by " + sorted(broken);
        if (verdict instanceof Verdict.Vacuous vacuous) {
            return Optional.of(claim.name() + " was declared " + declared + ", but nothing is proved: "
                    + String.join("; ", vacuous.reasons()));
        }
        Set<Anomaly.Kind> found = found(verdict);
        return asDeclared(found)
                ? Optional.empty()
                : Optional.of(claim.name() + " was declared " + declared + ", but it "
                        + (found.isEmpty() ? "held" : "was broken by " + sorted(found)));
    }

    private boolean asDeclared(Set<Anomaly.Kind> found) {
        return found.containsAll(broken) && alarms(found).isEmpty();
    }

    /** Whether {@code verdict} lacks a declared anomaly. */
    public boolean isMissedBy(Verdict verdict) {
        return !found(verdict).containsAll(broken);
    }

    /** Whether {@code verdict} is broken by an anomaly that is not declared. */
    public boolean isFalselyAlarmedBy(Verdict verdict) {
        return !alarms(found(verdict)).isEmpty();
    }

    private Set<Anomaly.Kind> alarms(Set<Anomaly.Kind> found) {
        return found.stream()
                .filter(kind -> !broken.contains(kind) && !possible.contains(kind))
                .collect(Collectors.toSet());
    }

    private static Set<Anomaly.Kind> found(Verdict verdict) {
        return verdict instanceof Verdict.Fail fail
                ? fail.anomalies().stream().map(Anomaly::kind).collect(Collectors.toSet())
                : Set.of();
    }

    private static Set<Anomaly.Kind> sorted(Set<Anomaly.Kind> kinds) {
        return EnumSet.copyOf(kinds);
    }
}
