/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Bitten;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.report.progress.Progress;
import io.kafkatrial.scenarios.Conclusion;
import io.kafkatrial.scenarios.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * One test on trial: its plan, its claim, its clients.
 *
 * <p>Usually confined to the thread that runs the test. A {@code @Timeout} in a separate thread leaves the
 * body behind while JUnit goes on; whoever comes first, the end of the body or {@link #close}, concludes the trial
 * under the lock of this object, and the other has nothing more to do.
 */
final class TestStage implements Closing {

    private static final Duration SETTLE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final ClassStage cluster;
    private final TestName name;
    private final Plan plan;
    private final Optional<Claims> claim;
    private final Bitten bitten;
    private final Trial trial;
    private final HistoryOnDisk history;
    private boolean concluded;
    private boolean factoryOpen;

    TestStage(ClassStage cluster, TestName name, Plan plan, Optional<Claims> claim, Bitten bitten) {
        this.bitten = bitten;
        this.cluster = cluster;
        this.name = name;
        this.plan = plan;
        this.claim = claim;
        this.trial = cluster.cluster().map(Trial::on).orElseGet(() -> Trial.attachedTo(cluster.connection()));
        this.history = isPlain()
                ? HistoryOnDisk.none(name)
                : HistoryOnDisk.follow(trial, name, cluster.options().reports());
    }

    Trial trial() {
        return trial;
    }

    ClassStage ofClass() {
        return cluster;
    }

    Optional<Cluster> cluster() {
        return cluster.cluster();
    }

    /** Run the test body between arming and verdict. */
    void run(Body body, Reports reports) throws Throwable {
        if (isPlain()) {
            body.proceed();
            return;
        }
        arm();
        Progress progress = Progress.of(name.toString(), trial::tally);
        try (progress) {
            Throwable failure = attempt(body);
            if (failure instanceof TestAbortedException) {
                throw failure;
            }
            judge(failure, reports);
        }
    }

    /** Arm the faults of a {@code @TestFactory} and run it; its tests run later, {@link #endFactory} judges them. */
    <T> T runFactory(Factory<T> factory) throws Throwable {
        if (!isPlain()) {
            arm();
            factoryOpen = true;
        }
        return factory.proceed();
    }

    /** The tests of a {@code @TestFactory} are over. */
    void endFactory(Optional<Throwable> failure, Reports reports) {
        if (factoryOpen && !(failure.orElse(null) instanceof TestAbortedException)) {
            factoryOpen = false;
            List<AssertionFailedError> findings = conclude(failure.isEmpty(), reports);
            throwFirst(findings);
        }
    }

    private boolean isPlain() {
        return plan.faults().isEmpty() && claim.isEmpty();
    }

    private void arm() {
        claim.ifPresent(its -> its.claims().forEach(trial::willJudge));
        if (!plan.faults().isEmpty()) {
            trial.arm(plan);
        }
    }

    private static @Nullable Throwable attempt(Body body) {
        try {
            body.proceed();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private void judge(@Nullable Throwable failure, Reports reports) throws Throwable {
        List<AssertionFailedError> findings = conclude(failure == null, reports);
        if (failure != null) {
            findings.forEach(failure::addSuppressed);
            throw failure;
        }
        throwFirst(findings);
    }

    private static void throwFirst(List<AssertionFailedError> findings) {
        if (!findings.isEmpty()) {
            AssertionFailedError first = findings.get(0);
            findings.subList(1, findings.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private synchronized List<AssertionFailedError> conclude(boolean passed, Reports reports) {
        if (concluded) {
            return List.of();
        }
        concluded = true;
        boolean interrupted = Thread.interrupted(); // healing and reading wait; the interruption was meant for the body
        try {
            return findings(trial.conclude(passed ? Trial.SETTLE_BOUND : SETTLE_AFTER_FAILURE), reports);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<AssertionFailedError> findings(Conclusion conclusion, Reports reports) {
        List<AssertionFailedError> findings = new ArrayList<>();
        if (claim.isPresent()) {
            findings.addAll(reports.judge(name, claim.get(), conclusion, history));
        } else {
            history.end(conclusion.history());
            neverBit(conclusion.bites()).ifPresent(findings::add);
        }
        if (!conclusion.healthy()) {
            cluster.replace(); // not before the report has its brokers' logs
            findings.add(new AssertionFailedError(name + ": " + String.join("; ", conclusion.troubles())));
        }
        return findings;
    }

    private Optional<AssertionFailedError> neverBit(List<Bite> bites) {
        List<String> idle = bites.stream()
                .filter(bite -> !bite.bit())
                .map(bite -> bite.planned().name() + (bite.firedAt().isPresent() ? " touched nothing" : " never fired")
                        + " (due " + bite.planned().trigger() + "): " + bite.evidence())
                .toList();
        boolean enough = bitten == Bitten.ANY && idle.size() < bites.size();
        return idle.isEmpty() || enough
                ? Optional.empty()
                : Optional.of(new Judged(
                        JunitComplaints.neverBit(
                                name.toString(), idle, cluster.spec().seed()),
                        Optional.empty()));
    }

    /** Close the clients and heal whatever is still broken, by plan or by hand. */
    @Override
    public synchronized void close() {
        try (history) {
            trial.close();
            if (!concluded) {
                concluded = true;
                cluster.heal();
            }
        } finally {
            cluster.giveTurn();
        }
    }

    /** The method of a {@code @TestFactory}. */
    interface Factory<T> {
        T proceed() throws Throwable;
    }

    /** The test body. */
    interface Body {
        void proceed() throws Throwable;
    }
}
