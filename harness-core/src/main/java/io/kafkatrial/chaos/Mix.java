/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What chaos draws from.
 *
 * @param kinds the kinds of faults; each run takes some of them only, so that rare combinations meet (swarm testing,
 *     Groce et al. 2012)
 * @param faults how many faults a run has at most; it has at least one
 * @param most the largest load
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Mix(Set<Disturbance> kinds, int faults, Load most) {
    public Mix {
        requireNonNull(most, "most");
        if (kinds.isEmpty() || faults < 1) {
            throw new IllegalArgumentException(
                    "chaos needs at least one kind of fault and one fault, not " + kinds + " and " + faults);
        }
        kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }

    /** Up to three faults of the {@linkplain Disturbance#STANDARD standard} kinds under the usual load. */
    public static Mix usual() {
        return new Mix(Disturbance.STANDARD, 3, Load.usual());
    }

    /** The same, of these kinds. */
    public Mix of(Set<Disturbance> other) {
        return new Mix(other, faults, most);
    }
}
