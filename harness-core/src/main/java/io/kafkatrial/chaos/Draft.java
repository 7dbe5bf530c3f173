/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.fault.Plan;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One chaotic run, written down before it is run.
 *
 * @param plan the faults; its seed is the run's
 * @param load the work
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Draft(Plan plan, Load load) {
    public Draft {
        requireNonNull(plan, "plan");
        requireNonNull(load, "load");
    }

    /** The seed it was drawn from. */
    public long seed() {
        return plan.seed();
    }
}
