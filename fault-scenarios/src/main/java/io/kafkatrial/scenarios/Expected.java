/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The verdict a scenario declares for one guarantee: it holds, or it is broken by anomalies of just these
 * kinds.
 *
 * @param broken the kinds that break it; empty if it holds
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Expected(Guarantee guarantee, Set<Anomaly.Kind> broken) {
    public Expected {
        broken = Set.copyOf(broken);
    }

    /** The guarantee holds. */
    public static Expected holds(Guarantee guarantee) {
        return new Expected(guarantee, Set.of());
    }

    /** The guarantee is broken by anomalies of this kind, and of no other. */
    public static Expected broken(Guarantee guarantee, Anomaly.Kind kind, Anomaly.Kind... others) {
        return new Expected(guarantee, EnumSet.of(kind, others));
    }

    /** How {@code verdict} differs from what is declared; empty if it does not. */
    public Optional<String> difference(Verdict verdict) {
        String declared = broken.isEmpty() ? "to hold" : "to be broken by " + broken;
        if (verdict instanceof Verdict.Vacuous vacuous) {
            return Optional.of(guarantee + " was declared " + declared + ", but nothing is proved: "
                    + String.join("; ", vacuous.reasons()));
        }
        Set<Anomaly.Kind> found = verdict instanceof Verdict.Fail fail
                ? fail.anomalies().stream().map(Anomaly::kind).collect(Collectors.toSet())
                : Set.of();
        return found.equals(broken)
                ? Optional.empty()
                : Optional.of(guarantee + " was declared " + declared + ", but it "
                        + (found.isEmpty() ? "held" : "was broken by " + EnumSet.copyOf(found)));
    }
}
