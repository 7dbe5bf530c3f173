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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Runs half a scenario from cluster start to verdict: start, arm the plan, work, heal, final read, judge,
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
     * Run one half of a scenario once, on a cluster of its own.
     *
     * @throws io.kafkatrial.engine.TrialException if the cluster cannot be started or the plan is impossible
     * @throws Exception if the workload of the scenario itself fails
     */
    public ScenarioResult run(Scenario scenario, Side side) throws Exception {
        try (ClusterPool none = new ClusterPool(0)) {
            return run(scenario, side, none);
        }
    }

    /**
     * Run one half of a scenario once, on a cluster of this pool, which gets it back.
     *
     * @throws io.kafkatrial.engine.TrialException if the cluster cannot be started or the plan is impossible
     * @throws Exception if the workload of the scenario itself fails
     */
    public ScenarioResult run(Scenario scenario, Side side, ClusterPool pool) throws Exception {
        return run(scenario.page().name() + ", " + side, scenario.half(side), pool);
    }

    /**
     * Run a half under a title of one's own, on a cluster of this pool, which gets it back.
     *
     * @throws io.kafkatrial.engine.TrialException if the cluster cannot be started or the plan is impossible
     * @throws Exception if the workload itself fails
     */
    public ScenarioResult run(String title, Half half, ClusterPool pool) throws Exception {
        long begin = System.nanoTime();
        ClusterBuilder builder = Cluster.builder();
        engine.ifPresent(builder::engine);
        seed.ifPresent(builder::seed);
        var spec = half.shape().apply(builder).spec();
        Plan plan = half.plan().apply(spec.seed());
        plan.check(spec);
        Cluster cluster = pool.take(spec, engine);
        Trial trial = Trial.on(cluster);
        Progress progress = Progress.of(title, trial::tally);
        try (trial;
                progress) {
            half.work().run(new Stage(cluster, trial.clients(), trial.effects(), trial.arm(plan)));
            return judge(new Run(title, half, cluster, begin), trial.conclude());
        } finally {
            pool.giveBack(cluster);
        }
    }

    private record Run(String title, Half half, Cluster cluster, long beginNanos) {}

    private static ScenarioResult judge(Run run, Conclusion conclusion) {
        List<ReportInput> reports = new ArrayList<>();
        List<String> differences = new ArrayList<>(conclusion.troubles());
        long seed = run.cluster.spec().seed();
        for (Expected expected : run.half.expected()) {
            var verdict = Verdicts.of(expected.claim(), conclusion.history());
            Progress.found(
                    verdict instanceof Verdict.Fail fail ? fail.anomalies().size() : 0);
            expected.difference(verdict).ifPresent(differences::add);
            reports.add(new ReportInput(
                    run.title,
                    run.cluster.engine(),
                    seed,
                    "scenario " + run.title + " with seed " + seed,
                    verdict,
                    conclusion.history(),
                    Optional.empty()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - run.beginNanos);
        return new ScenarioResult(run.title, run.cluster.engine(), seed, took, reports, differences);
    }
}
