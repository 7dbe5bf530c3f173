/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.report.ReportInput;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What became of one run of a scenario.
 *
 * @param scenario which one
 * @param reports what a report is made of, for each declared verdict, in its order
 * @param differences how it differs from what it declares, one sentence each; empty if it does not
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ScenarioResult(Scenario scenario, List<ReportInput> reports, List<String> differences) {
    public ScenarioResult {
        requireNonNull(scenario, "scenario");
        reports = List.copyOf(reports);
        differences = List.copyOf(differences);
    }

    /** Whether every verdict is the declared one. */
    public boolean asDeclared() {
        return differences.isEmpty();
    }
}
