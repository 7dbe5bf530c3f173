/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Runs a scenario from cluster start to verdict: start, arm the plan, work, heal, final read, judge,
 * compare with what it declares. A value; safe for use by several threads.
 *
 * @param engine the engine's name; empty takes the default
 * @param seed the seed of everything drawn at random; empty takes a fresh one
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ScenarioRunner(Optional<String> engine, OptionalLong seed) {

    /** Run on the default engine with a fresh seed. */
    public ScenarioRunner() {
        this(Optional.empty(), OptionalLong.empty());
    }

    /**
     * Run a scenario once, on a cluster of its own.
     *
     * @throws io.kafkatrial.engine.TrialException if the cluster cannot be started or the plan is impossible
     * @throws Exception if the workload of the scenario itself fails
     */
    public ScenarioResult run(Scenario scenario) throws Exception {
        try (ClusterPool none = new ClusterPool(0)) {
            return run(scenario, none);
        }
    }

    /**
     * Run a scenario once, on a cluster of this pool, which gets it back.
     *
     * @throws io.kafkatrial.engine.TrialException if the cluster cannot be started or the plan is impossible
     * @throws Exception if the workload of the scenario itself fails
     */
    public ScenarioResult run(Scenario scenario, ClusterPool pool) throws Exception {
        ClusterBuilder builder = Cluster.builder();
        engine.ifPresent(builder::engine);
        seed.ifPresent(builder::seed);
        scenario.shape(builder);
        var spec = builder.spec();
        Plan plan = scenario.plan(spec.seed());
        plan.check(spec);
        Cluster cluster = pool.take(spec, engine);
        Trial trial = Trial.on(cluster);
        Progress progress = Progress.of(scenario.page().name(), trial::tally);
        try (trial;
                progress) {
            scenario.run(new Stage(cluster, trial.clients(), trial.effects(), trial.arm(plan)));
            return judge(scenario, cluster, trial.conclude());
        } finally {
            pool.giveBack(cluster);
        }
    }

    private static ScenarioResult judge(Scenario scenario, Cluster cluster, Conclusion conclusion) {
        List<ReportInput> reports = new ArrayList<>();
        List<String> differences = new ArrayList<>(conclusion.troubles());
        String name = scenario.page().name();
        long seed = cluster.spec().seed();
        for (Expected expected : scenario.expected()) {
            var verdict = Verdicts.of(expected.guarantee(), conclusion.history());
            Progress.found(
                    verdict instanceof Verdict.Fail fail ? fail.anomalies().size() : 0);
            expected.difference(verdict).ifPresent(differences::add);
            reports.add(new ReportInput(
                    name,
                    cluster.engine(),
                    seed,
                    "scenario " + name + " with seed " + seed,
                    verdict,
                    conclusion.history(),
                    Optional.empty()));
        }
        return new ScenarioResult(scenario, reports, differences);
    }
}
