/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What to run: these halves of these scenarios, on each of these engines, with each of these seeds. A value.
 *
 * @param scenarios in the order in which they are told of
 * @param sides which of their halves
 * @param engines engines by name; at least one
 * @param seeds at least one
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Order(List<Scenario> scenarios, Set<Side> sides, List<String> engines, List<Long> seeds) {

    public Order {
        scenarios = List.copyOf(scenarios);
        sides = Set.copyOf(sides);
        engines = List.copyOf(engines);
        seeds = List.copyOf(seeds);
        if (scenarios.isEmpty() || sides.isEmpty() || engines.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException("an order needs a scenario, a half, an engine and a seed");
        }
    }

    /**
     * What is selected of these scenarios.
     *
     * @throws TrialException if a word of the selection is not known, or nothing is selected
     */
    public static Order of(Selection selection, List<Scenario> all, List<String> engines, List<Long> seeds) {
        return new Order(selection.from(all), selection.chosenSides(), engines, seeds);
    }

    /**
     * Make sure that there are such engines, before anything starts.
     *
     * @throws TrialException naming one that there is not, and the nearest
     */
    public void requireEngines() {
        engines.forEach(engine -> Cluster.capabilitiesOf(Optional.of(engine)));
    }

    /** Its runs in the order in which they are told of: by engine, scenario, half, seed. */
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        engines.forEach(engine -> jobs.addAll(jobs(engine)));
        return jobs;
    }

    List<Job> jobs(String engine) {
        List<Job> jobs = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            for (Side side : Side.values()) {
                if (sides.contains(side) && scenario.sides().contains(side)) {
                    seeds.forEach(seed -> jobs.add(new Job(scenario, side, engine, seed)));
                }
            }
        }
        return jobs;
    }
}
