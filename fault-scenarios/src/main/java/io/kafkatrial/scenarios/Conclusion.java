/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.fault.Bite;
import io.kafkatrial.history.History;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A finished trial.
 *
 * @param history everything that was recorded
 * @param bites what the faults of the plan did
 * @param healthy whether the cluster could be healed; if not, use it no more
 * @param troubles what stood in the way of a full history, one sentence each
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Conclusion(History history, List<Bite> bites, boolean healthy, List<String> troubles) {
    public Conclusion {
        requireNonNull(history, "history");
        bites = List.copyOf(bites);
        troubles = List.copyOf(troubles);
    }
}
