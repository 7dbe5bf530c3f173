/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Tests whose invocations have clusters of their own, not the class's. */
final class OwnCluster {

    private OwnCluster() {}

    static boolean isWanted(Method method) {
        return Versioned.isVersioned(method) || isChaotic(method) || ScenarioOrder.isWanted(method);
    }

    static boolean isChaotic(Method method) {
        return AnnotationSupport.isAnnotated(method, Chaos.class);
    }

    /** What the class of the test declares, else the one it is nested in. */
    static Optional<ClusterDeclaration> declaration(ExtensionContext context, Options options) {
        Optional<ClusterDeclaration> declared = Optional.empty();
        for (Class<?> next = context.getRequiredTestClass();
                next != null && declared.isEmpty();
                next = next.getEnclosingClass()) {
            declared = ClusterDeclaration.of(next, options);
        }
        return declared;
    }

    /** Whether the class has such tests and nothing that needs another cluster. */
    static boolean isAll(Class<?> testClass) {
        List<Method> tests = ReflectionSupport.findMethods(
                testClass,
                method -> AnnotationSupport.isAnnotated(method, Testable.class),
                HierarchyTraversalMode.TOP_DOWN);
        boolean wanted = !ReflectionSupport.findMethods(
                        testClass,
                        method -> AnnotationSupport.isAnnotated(method, BeforeAll.class)
                                && method.getParameterCount() > 0,
                        HierarchyTraversalMode.TOP_DOWN)
                .isEmpty();
        boolean nested = !ReflectionSupport.findNestedClasses(
                        testClass, inner -> AnnotationSupport.isAnnotated(inner, Nested.class))
                .isEmpty();
        return !tests.isEmpty()
                && tests.stream().allMatch(OwnCluster::isWanted)
                && !wanted
                && !nested
                && !Fields.hasStatic(testClass);
    }
}
