/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.scenarios.run.Job;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes one invocation of each run of a {@link Scenario} test. What is wrong with it is told before any runs. */
final class ScenarioRuns implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return ScenarioOrder.isWanted(context.getRequiredTestMethod());
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        ScenarioOrder order = ScenarioOrder.of(context);
        return order.jobs().stream().map(job -> new Run(order, job));
    }

    private record Run(ScenarioOrder order, Job job) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return order.isRepeated() ? job.title() + ", seed " + job.seed() : job.title();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ScenarioRun(order, job));
        }
    }
}
