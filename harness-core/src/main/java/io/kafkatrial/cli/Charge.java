/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.fault.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a cluster's clients are put on trial for.
 *
 * @param title what the report calls it
 * @param plan the faults, armed when the cluster is ready
 * @param claims what has to hold, in words
 * @param recordsWire whether the wire is recorded; it is if there are claims
 * @param reports where the report goes; the index is in the directory above
 * @param allowVacuous whether a fault that never bit, or a verdict that proves nothing, passes
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record Charge(
        Title title,
        Optional<Plan> plan,
        List<String> claims,
        boolean recordsWire,
        Path reports,
        boolean allowVacuous) {

    public Charge {
        claims = List.copyOf(claims);
        recordsWire = recordsWire || !claims.isEmpty();
    }

    /**
     * What the report calls it.
     *
     * @param replay the command that runs it again; SEED stands for the seed
     */
    public record Title(String name, String replay) {}

    /** What the report calls it. */
    public String name() {
        return title.name();
    }

    /** The command that runs it again. */
    public String replay(long seed) {
        return title.replay().replace("SEED", Long.toString(seed));
    }

    boolean isEmpty() {
        return plan.isEmpty() && !recordsWire;
    }
}
