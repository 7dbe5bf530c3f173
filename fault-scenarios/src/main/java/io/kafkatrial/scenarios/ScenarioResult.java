/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.report.ReportInput;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What became of one run of one half of a scenario.
 *
 * @param title what ran: {@code leader-crash, dangerous}
 * @param engine the engine it ran on
 * @param seed the seed it ran with
 * @param took from the demand for a cluster to the last verdict
 * @param reports what a report is made of, for each declared verdict, in its order
 * @param differences how it differs from what it declares, one sentence each; empty if it does not
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ScenarioResult(
        String title, String engine, long seed, Duration took, List<ReportInput> reports, List<String> differences) {

    public ScenarioResult {
        requireNonNull(title, "title");
        requireNonNull(engine, "engine");
        requireNonNull(took, "took");
        reports = List.copyOf(reports);
        differences = List.copyOf(differences);
    }

    /** Whether every verdict is the declared one. */
    public boolean asDeclared() {
        return differences.isEmpty();
    }
}
