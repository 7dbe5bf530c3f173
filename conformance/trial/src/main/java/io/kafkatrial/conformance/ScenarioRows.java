/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import io.kafkatrial.ClusterPool;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.history.Event;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The scenarios of the library and those of the documentation, whole, on the engine in question: verdicts, the kinds of
 * anomalies behind them, and which faults bit. How many records an anomaly meets is a matter of time and not compared.
 */
final class ScenarioRows {
    private static final long SEED = 11;

    private ScenarioRows() {}

    private static List<DocumentedTrials.Titled> all() {
        List<DocumentedTrials.Titled> all = new ArrayList<>();
        for (Scenario scenario : Scenarios.all()) {
            for (Side side : Side.values()) {
                String title = scenario.page().name() + ", " + side;
                all.add(new DocumentedTrials.Titled(title, scenario.half(side)));
            }
        }
        all.addAll(DocumentedTrials.all());
        return all;
    }

    private static String name(DocumentedTrials.Titled titled) {
        return "scenario " + titled.title() + ": verdicts, kinds of anomalies, faults that bit";
    }

    static List<String> names() {
        return all().stream().map(ScenarioRows::name).toList();
    }

    static void put(String engine, Sheet sheet) {
        Set<Capability> levers = levers(engine);
        var runner = new ScenarioRunner(Optional.of(engine), OptionalLong.of(SEED));
        try (ClusterPool pool = new ClusterPool()) {
            for (DocumentedTrials.Titled titled : all()) {
                Set<Capability> missing = new TreeSet<>(titled.half().plan().apply(SEED).needs());
                missing.removeAll(levers);
                sheet.row(name(titled), notes -> {
                    if (missing.isEmpty()) {
                        note(runner.run(titled.title(), titled.half(), pool), notes);
                    } else {
                        notes.note(Notes.LACKS, missing);
                    }
                });
            }
        }
    }

    private static Set<Capability> levers(String engine) {
        return ServiceLoader.load(Engine.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(it -> it.name().equals(engine))
                .findFirst()
                .orElseThrow()
                .capabilities();
    }

    private static void note(ScenarioResult result, Notes notes) {
        notes.note("as declared", result.asDeclared() ? "yes" : result.differences());
        for (ReportInput report : result.reports()) {
            notes.note(report.verdict().guarantee().name(), text(report.verdict()));
        }
        TreeMap<String, String> faults = new TreeMap<>();
        for (Event event : result.reports().get(0).history().events()) {
            if (event instanceof Event.FaultFired fired) {
                faults.putIfAbsent(fired.fault(), "fired");
            } else if (event instanceof Event.FaultHealed healed && healed.touched() > 0) {
                faults.put(healed.fault(), "bit");
            }
        }
        notes.note("faults", faults);
    }

    private static String text(Verdict verdict) {
        if (verdict instanceof Verdict.Fail fail) {
            Set<Anomaly.Kind> kinds = new TreeSet<>();
            fail.anomalies().forEach(anomaly -> kinds.add(anomaly.kind()));
            return "broken by " + kinds;
        }
        return verdict instanceof Verdict.Vacuous vacuous ? "vacuous " + vacuous.reasons() : "holds";
    }
}
