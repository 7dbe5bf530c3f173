/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.chaos;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.Outcome;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Bitten;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Conclusion;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Trial;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs a draft: start, arm, work, heal, final read, verdict, stop. Safe for use by several threads. */
record OneRun(ChaosTest test, Optional<String> engine, ClusterPool pool) {

    /** The cluster of a run. */
    ClusterSpec spec(long seed) {
        ClusterBuilder builder = Cluster.builder().seed(seed);
        engine.ifPresent(builder::engine);
        return test.shape(builder).spec();
    }

    Outcome of(Draft draft) {
        ClusterSpec spec = spec(draft.seed());
        try {
            draft.plan().check(spec);
        } catch (TrialException impossible) {
            return new Outcome.Unproved(String.valueOf(impossible.getMessage()));
        }
        Cluster cluster = pool.take(spec, engine);
        try (Trial trial = Trial.on(cluster)) {
            trial.willJudge(test.claim());
            test.run(new Stage(cluster, trial, trial.arm(draft.plan())), draft.load());
            return outcome(trial.conclude());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Outcome.Unproved("interrupted");
        } catch (Exception | AssertionError failure) {
            return new Outcome.Failed(Set.of(failure.getClass().getName()), failure.toString());
        } finally {
            pool.giveBack(cluster);
        }
    }

    private Outcome outcome(Conclusion conclusion) {
        Verdict verdict = Verdicts.of(test.claim(), conclusion.history(), Bitten.ANY);
        if (verdict instanceof Verdict.Fail fail) {
            Set<String> signs = fail.anomalies().stream()
                    .map(Anomaly::kind)
                    .map(Anomaly.Kind::name)
                    .collect(Collectors.toSet());
            return new Outcome.Failed(signs, verdict.guarantee().name() + " is broken: " + signs);
        }
        if (!conclusion.healthy()) {
            String troubles = String.join("; ", conclusion.troubles());
            return new Outcome.Failed(Set.of("not healthy"), troubles);
        }
        return verdict instanceof Verdict.Vacuous vacuous
                ? new Outcome.Unproved(String.join("; ", vacuous.reasons()))
                : new Outcome.Passed();
    }
}
