/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.app.OnTrial;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps of a half, as a workload. A value.
 *
 * @param scenario the scenario's name
 */
record Steps(List<Step> steps, String scenario) implements Half.Work {

    @Override
    public void run(Stage stage) throws Exception {
        try (Workbench bench = new Workbench(stage, scenario)) {
            for (Step step : steps) {
                bench.work(step);
            }
        }
    }

    /** As the applications in it are recorded: what is not in this process, by the wire. */
    @Override
    public Recording recording() {
        List<Recording> wished = all(steps)
                .filter(Step.Application.class::isInstance)
                .map(step ->
                        OnTrial.work(((Step.Application) step).own(), scenario).recording())
                .toList();
        if (wished.isEmpty()) {
            return Recording.byProperty();
        }
        return wished.contains(Recording.WIRE) ? Recording.WIRE : wished.get(0);
    }

    /** Complain of waiting for a fault that is none of these. */
    void requireFaults(List<String> faults) {
        all(steps)
                .filter(step -> step instanceof Step.AwaitFault wait && !faults.contains(wait.fault()))
                .findFirst()
                .ifPresent(step -> {
                    throw YamlComplaints.unknownFault(((Step.AwaitFault) step).fault(), faults);
                });
    }

    private static Stream<Step> all(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step instanceof Step.Together together ? all(together.steps()) : Stream.of(step));
    }
}
