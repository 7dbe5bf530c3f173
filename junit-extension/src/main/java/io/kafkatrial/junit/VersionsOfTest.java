/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes one invocation of each version of a {@link KafkaVersions} test. */
final class VersionsOfTest implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return Versioned.isVersioned(context.getRequiredTestMethod());
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        return Versioned.versions(context.getRequiredTestClass(), method).stream()
                .map(Invocation::new);
    }

    private record Invocation(String version) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return "Kafka " + version;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ClusterOfVersion(version));
        }
    }
}
