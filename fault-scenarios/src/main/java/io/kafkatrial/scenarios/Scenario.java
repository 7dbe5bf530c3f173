/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A page of the textbook that runs, in two halves: the dangerous configuration, whose anomaly has to be caught, and the
 * guarded one, which has to pass under the same fault. Implementations have no state: a scenario may run many times,
 * and on several clusters at once.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface Scenario {

    /** What it teaches. */
    Page page();

    /** The half that breaks. */
    Half dangerous();

    /** The half that holds. */
    Half guarded();

    /** Which halves it has: both. Of a user's own scenarios some have the guarded one only. */
    default Set<Side> sides() {
        return EnumSet.allOf(Side.class);
    }

    /** The half of this side. */
    default Half half(Side side) {
        return switch (side) {
            case DANGEROUS -> dangerous();
            case GUARDED -> guarded();
        };
    }
}
