/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Plan;
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
 * One test on trial: its plan, its claim, its clients. Confined to the thread that runs the test.
 */
final class TestStage implements Closing {

    private static final Duration SETTLE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final ClassStage cluster;
    private final TestName name;
    private final Plan plan;
    private final Optional<Delivers> claim;
    private final Trial trial;
    private boolean concluded;

    TestStage(ClassStage cluster, TestName name, Plan plan, Optional<Delivers> claim) {
        this.cluster = cluster;
        this.name = name;
        this.plan = plan;
        this.claim = claim;
        this.trial = cluster.cluster().map(Trial::on).orElseGet(() -> Trial.attachedTo(cluster.bootstrapServers()));
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
        if (plan.faults().isEmpty() && claim.isEmpty()) {
            body.proceed();
            return;
        }
        if (!plan.faults().isEmpty()) {
            trial.arm(plan);
        }
        Throwable failure = attempt(body);
        if (failure instanceof TestAbortedException) {
            throw failure;
        }
        List<AssertionFailedError> findings = conclude(failure == null, reports);
        if (failure != null) {
            findings.forEach(failure::addSuppressed);
            throw failure;
        }
        if (!findings.isEmpty()) {
            AssertionFailedError first = findings.get(0);
            findings.subList(1, findings.size()).forEach(first::addSuppressed);
            throw first;
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

    private List<AssertionFailedError> conclude(boolean passed, Reports reports) {
        Conclusion conclusion = trial.conclude(passed ? Trial.SETTLE_BOUND : SETTLE_AFTER_FAILURE);
        concluded = true;
        if (!conclusion.healthy()) {
            cluster.replace();
        }
        List<AssertionFailedError> findings = new ArrayList<>();
        if (claim.isPresent()) {
            findings.addAll(reports.judge(name, claim.get(), conclusion));
        } else {
            neverBit(conclusion.bites()).ifPresent(findings::add);
        }
        if (!conclusion.healthy()) {
            findings.add(new AssertionFailedError(name + ": " + String.join("; ", conclusion.troubles())));
        }
        return findings;
    }

    private Optional<AssertionFailedError> neverBit(List<Bite> bites) {
        List<String> idle = bites.stream()
                .filter(bite -> !bite.bit())
                .map(bite -> bite.planned().name() + (bite.firedAt().isPresent() ? " touched nothing" : " never fired")
                        + " (due " + bite.planned().trigger() + ")")
                .toList();
        return idle.isEmpty()
                ? Optional.empty()
                : Optional.of(new AssertionFailedError(JunitComplaints.neverBit(
                        name.toString(), idle, cluster.spec().seed())));
    }

    /** Close the clients and heal whatever is still broken, by plan or by hand. */
    @Override
    public void close() {
        trial.close();
        if (!concluded) {
            concluded = true;
            cluster.heal();
        }
    }

    /** The test body. */
    interface Body {
        void proceed() throws Throwable;
    }
}
