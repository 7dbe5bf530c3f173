/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.chaos.Experiment;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Makes one invocation of each run of a {@link Chaos} test. Which one comes next depends on how the ones before ended, so
 * the stream is drawn lazily, one at a time: JUnit runs what it got before it asks for more.
 */
final class ChaosRuns implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return OwnCluster.isChaotic(context.getRequiredTestMethod());
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Optional<String> whyNot = ChaosSession.whyNot(context);
        if (whyNot.isPresent()) {
            return Stream.of(new Skipped(whyNot.get()));
        }
        Iterator<TestTemplateInvocationContext> runs = new Runs(ChaosSession.of(context));
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(runs, Spliterator.ORDERED), false);
    }

    /** Asks for the next run only when it is wanted. Confined to JUnit's thread. */
    private static final class Runs implements Iterator<TestTemplateInvocationContext> {
        private final ChaosSession session;
        private Optional<Experiment> next = Optional.empty();
        private boolean concluded;

        Runs(ChaosSession session) {
            this.session = session;
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                next = session.next();
            }
            return next.isPresent() || (!concluded && session.conclusion().isPresent());
        }

        @Override
        public TestTemplateInvocationContext next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (next.isEmpty()) {
                concluded = true;
                return new Concluded(session.conclusion().orElseThrow());
            }
            Experiment experiment = next.get();
            next = Optional.empty();
            return new Run(session, experiment);
        }
    }

    private record Run(ChaosSession session, Experiment experiment) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return session.nameOf(experiment);
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ClusterOfDraft(session, experiment));
        }
    }

    /** The last invocation, which does not run the test but says what the search came to. */
    private record Concluded(ChaosSession.Conclusion conclusion) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return conclusion.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new InPlaceOfTheBody(conclusion.message(), true));
        }
    }

    private record Skipped(String why) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return "chaos";
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new InPlaceOfTheBody(why, false));
        }
    }
}
