/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.files.RunDirectory;
import io.kafkatrial.scenarios.run.Batch;
import io.kafkatrial.scenarios.run.Evidence;
import io.kafkatrial.scenarios.run.Job;
import io.kafkatrial.scenarios.run.RunResult;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a half of a scenario, before the body of its test: its files, its line of the index, its failure. What came of
 * it lives in JUnit's store of the invocation.
 */
record ScenarioRun(ScenarioOrder order, Job job) implements BeforeEachCallback, ParameterResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ScenarioRun.class);
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ScenarioRun.class);

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        TestName test = TestName.of(context);
        Path directory = test.directory(order.options().reports()).toAbsolutePath();
        Kept kept = new Kept(directory);
        RunResult result =
                new Batch(1, order.bound(), kept, job -> test.replay(job.seed())).run(job, SharedPool.of(context));
        if (result.status() == Ending.SKIPPED) {
            throw new TestAbortedException(String.join("; ", result.findings().details()));
        }
        addToIndex(test, directory, result);
        if (result.status().isBad()) {
            Attachments.publish(context, directory, job.seed());
            throw new AssertionFailedError(JunitComplaints.scenarioEnded(test.toString(), result, directory));
        }
        context.getStore(NAMESPACE).put(ScenarioResult.class, kept.result(result));
    }

    /** Writes the files of the run, and keeps what the test's body may ask for. Confined to the thread of the test. */
    private static final class Kept implements Evidence {
        private final Path directory;
        private volatile Optional<Trace> trace = Optional.empty();

        Kept(Path directory) {
            this.directory = directory;
        }

        @Override
        public Optional<Path> keep(Trace left) {
            trace = Optional.of(left);
            try {
                RunDirectory.write(directory, left);
                return Optional.of(directory);
            } catch (IOException unwritable) {
                LOG.warn("the report of {} cannot be written to {}: {}", left.job(), directory, unwritable.toString());
                return Optional.empty();
            }
        }

        ScenarioResult result(RunResult run) {
            Job job = run.job();
            return new ScenarioResult(
                    job.title(),
                    job.engine(),
                    job.seed(),
                    run.took(),
                    trace.map(Trace::reports).orElse(List.of()),
                    run.findings().details());
        }
    }

    /** A report that cannot be written must not change the verdict. */
    private void addToIndex(TestName test, Path directory, RunResult result) {
        Path root = order.options().reports().toAbsolutePath();
        String link = RunDirectory.page(result.files())
                .map(page -> root.relativize(page).toString().replace(File.separatorChar, '/'))
                .orElse("");
        ReportEntry line = new ReportEntry(
                test.testClass().getName(),
                test.method() + ": " + job.title(),
                result.status().outcome(),
                result.findings().verdicts(),
                String.join(" ", result.findings().details()),
                job.engine(),
                job.seed(),
                result.at(),
                result.took().toMillis(),
                link);
        try {
            ReportIndex.add(root, line);
        } catch (IOException unwritable) {
            LOG.warn("{} cannot be added to the index in {}: {}", directory, root, unwritable.toString());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext context) {
        return parameterContext.getParameter().getType() == ScenarioResult.class
                && context.getStore(NAMESPACE).get(ScenarioResult.class) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameterContext, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(ScenarioResult.class, ScenarioResult.class);
    }
}
