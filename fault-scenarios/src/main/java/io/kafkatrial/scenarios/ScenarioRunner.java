/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.ClusterSpec;
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
        ClusterSpec spec = spec(half);
        half.plan().apply(spec.seed()).check(spec);
        Cluster cluster = pool.take(spec, engine);
        try {
            return run(new Run(title, half, cluster, begin));
        } finally {
            pool.giveBack(cluster);
        }
    }

    /** The cluster a half is to run on, with the seed of the run. */
    public ClusterSpec spec(Half half) {
        ClusterBuilder builder = Cluster.builder();
        engine.ifPresent(builder::engine);
        seed.ifPresent(builder::seed);
        return half.shape().apply(builder).spec();
    }

    /**
     * Run a half on this cluster, which is of its {@link #spec} and stays with the caller.
     *
     * @throws io.kafkatrial.engine.TrialException if the plan is impossible
     * @throws Exception if the workload itself fails
     */
    public static ScenarioResult runOn(Cluster cluster, String title, Half half) throws Exception {
        return run(new Run(title, half, cluster, System.nanoTime()));
    }

    private static ScenarioResult run(Run run) throws Exception {
        WarmUp.once();
        Plan plan = run.half.plan().apply(run.cluster.spec().seed());
        Trial trial = Trial.on(run.cluster, run.half.work().recording());
        Progress progress = Progress.of(run.title, trial::tally);
        try (trial;
                progress) {
            run.half.expected().forEach(expected -> trial.willJudge(expected.claim()));
            run.half.work().run(new Stage(run.cluster, trial, trial.arm(plan)));
            return judge(run, trial.conclude());
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
