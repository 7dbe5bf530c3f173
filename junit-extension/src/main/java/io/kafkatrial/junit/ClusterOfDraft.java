/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.chaos.Experiment;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.chaos.Outcome;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.TrialException;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * One run of a {@link Chaos} test: its cluster, its plan, its load; and its outcome, told to the search. A repetition or a
 * smaller draft that fails as expected is no failure of its own: it is skipped, with what it was.
 */
final class ClusterOfDraft
        implements BeforeEachCallback,
                AfterTestExecutionCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler,
                ParameterResolver {

    private final ChaosSession session;
    private final Experiment experiment;

    ClusterOfDraft(ChaosSession session, Experiment experiment) {
        this.session = session;
        this.experiment = experiment;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ClusterDeclaration declared =
                session.declaration().ofSeed(experiment.draft().seed());
        try {
            experiment.draft().plan().check(declared.spec());
        } catch (TrialException impossible) {
            throw unproved(String.valueOf(impossible.getMessage()));
        }
        Set<Capability> needs = experiment.draft().plan().needs();
        if (!Cluster.capabilitiesOf(declared.engine()).containsAll(needs)) {
            throw unproved(JunitComplaints.leversMissing(declared.engine().orElse("embedded"), needs));
        }
        ClassStage stage = ClassStage.open(declared, session.options(), SharedPool.of(context));
        KafkaTrialExtension.beginOn(stage, context, experiment.draft().plan());
    }

    private TestAbortedException unproved(String why) {
        session.answer(experiment, new Outcome.Unproved(why));
        return new TestAbortedException(why);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            session.answer(experiment, new Outcome.Passed());
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        end(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        end(failure);
    }

    private void end(Throwable failure) throws Throwable {
        Outcome outcome = outcome(failure);
        session.answer(experiment, outcome);
        if (outcome instanceof Outcome.Unproved unproved) {
            throw new TestAbortedException(unproved.why());
        }
        if (experiment instanceof Experiment.Explore) {
            throw failure;
        }
        throw new TestAbortedException("it fails: " + failure.getMessage());
    }

    private static Outcome outcome(Throwable failure) {
        if (failure instanceof TestAbortedException aborted) {
            return new Outcome.Unproved(String.valueOf(aborted.getMessage()));
        }
        return failure instanceof Judged judged ? judged.outcome() : Judged.outcomeOf(failure);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Load.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return experiment.draft().load();
    }
}
