/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.history.History;
import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.TextReport;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import io.kafkatrial.scenarios.run.RunResult.Findings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs one job: whatever happens becomes a result. Safe for use by several threads.
 *
 * @param pool where clusters come from
 * @param batch how runs are run
 */
record OneRun(ClusterPool pool, Batch batch) {

    private static final InstantSource CLOCK = InstantSource.system();

    RunResult of(Job job) throws InterruptedException {
        Attempt attempt = new Attempt(job, CLOCK.instant());
        try {
            return Bounded.call("trial-scenario-" + job.id(), batch.bound(), attempt::run);
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Bounded.TooLong hang) {
            return attempt.end(Ending.FAILED, only(String.valueOf(hang.getMessage())));
        } catch (Exception broken) {
            return attempt.end(Ending.FAILED, failure(broken));
        }
    }

    private static Findings only(String text) {
        return Findings.only(text.lines().findFirst().orElse(""), text);
    }

    private static Findings failure(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String message = failure instanceof TrialException ? String.valueOf(failure.getMessage()) : failure.toString();
        return Findings.only(message, trace.toString());
    }

    /** One job at work. Confined to its thread, but for {@link #end} after that has ended or was given up. */
    private final class Attempt {
        private final Job job;
        private final Instant began;
        private volatile Optional<History> history = Optional.empty();

        Attempt(Job job, Instant began) {
            this.job = job;
            this.began = began;
        }

        RunResult run() {
            Half half = job.half();
            ScenarioRunner runner = new ScenarioRunner(Optional.of(job.engine()), OptionalLong.of(job.seed()));
            ClusterSpec spec;
            Set<Capability> missing = EnumSet.noneOf(Capability.class);
            try {
                spec = runner.spec(half);
                Plan plan = half.plan().apply(spec.seed());
                plan.check(spec);
                missing.addAll(plan.needs());
            } catch (TrialException impossible) {
                return end(Ending.FAILED, failure(impossible));
            }
            missing.removeAll(Cluster.capabilitiesOf(Optional.of(job.engine())));
            if (!missing.isEmpty()) {
                return end(Ending.SKIPPED, Findings.only(RunComplaints.missing(job.engine(), missing), ""));
            }
            return runOn(spec, half);
        }

        private RunResult runOn(ClusterSpec spec, Half half) {
            Cluster cluster;
            try {
                cluster = pool.take(spec, Optional.of(job.engine()));
            } catch (RuntimeException | LinkageError down) {
                return end(Ending.NO_CLUSTER, failure(down));
            }
            try {
                return judged(ScenarioRunner.runOn(cluster, job.title(), half));
            } catch (Exception | AssertionError | LinkageError failure) {
                history = Optional.of(cluster.history());
                return end(Ending.FAILED, failure(failure));
            } finally {
                giveBack(cluster);
            }
        }

        /** A run that was told to stop leaves a cluster that nobody shall have after it. */
        private void giveBack(Cluster cluster) {
            if (Thread.interrupted()) {
                cluster.close();
            } else {
                pool.giveBack(cluster);
            }
        }

        private RunResult judged(ScenarioResult result) {
            List<ReportInput> reports =
                    result.reports().stream().map(this::repeatable).toList();
            long acked = reports.stream()
                    .mapToLong(report -> report.verdict().checked().acked())
                    .max()
                    .orElse(0);
            List<String> verdicts = reports.isEmpty()
                    ? List.of()
                    : ReportEntry.of(job.title(), reports, "").claims();
            String story = result.asDeclared() ? "" : story(result, reports);
            Findings findings = new Findings(
                    verdicts,
                    result.differences(),
                    story,
                    acked,
                    count(reports, Expected::isMissedBy),
                    count(reports, Expected::isFalselyAlarmedBy));
            return end(result.asDeclared() ? Ending.AS_DECLARED : Ending.SURPRISE, findings, reports);
        }

        /** Verdicts of which so much is true. */
        private int count(List<ReportInput> reports, BiPredicate<Expected, Verdict> so) {
            return (int) reports.stream()
                    .filter(report -> expected(report.verdict()).anyMatch(one -> so.test(one, report.verdict())))
                    .count();
        }

        private Stream<Expected> expected(Verdict verdict) {
            return job.half().expected().stream()
                    .filter(expected -> expected.claim().equals(verdict.guarantee()));
        }

        private ReportInput repeatable(ReportInput report) {
            return new ReportInput(
                    report.test(),
                    report.engine(),
                    report.seed(),
                    batch.replay().apply(job),
                    report.verdict(),
                    report.history(),
                    report.file());
        }

        private String story(ScenarioResult result, List<ReportInput> reports) {
            String differences = String.join(System.lineSeparator(), result.differences());
            String texts = reports.stream()
                    .filter(report -> isUnexpected(report.verdict()))
                    .map(TextReport::render)
                    .collect(Collectors.joining(System.lineSeparator().repeat(2)));
            return differences + System.lineSeparator().repeat(2) + texts;
        }

        private boolean isUnexpected(Verdict verdict) {
            return expected(verdict)
                    .anyMatch(expected -> expected.difference(verdict).isPresent());
        }

        RunResult end(Ending ending, Findings findings) {
            return end(ending, findings, List.of());
        }

        private RunResult end(Ending ending, Findings findings, List<ReportInput> reports) {
            Optional<History> recorded =
                    reports.stream().findFirst().map(ReportInput::history).or(() -> history);
            var trace = new Evidence.Trace(job, ending, reports, recorded, findings.details(), findings.story());
            return new RunResult(
                    job,
                    ending,
                    began,
                    Duration.between(began, CLOCK.instant()),
                    findings,
                    ending == Ending.SKIPPED
                            ? Optional.empty()
                            : batch.evidence().keep(trace));
        }
    }
}
