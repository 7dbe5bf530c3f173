/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Keeps tests of one cluster from running at the same time: a cluster holds one trial at a time, and a
 * fault of one test would be a fault of all. And keeps all others away from a test with rules in the code of the JVM,
 * which they may run too.
 */
final class OneTestPerCluster implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        Class<?> outermost = enclosing.isEmpty() ? testClass : enclosing.get(0);
        boolean alone =
                hasRule(testMethod) || hasRule(testClass) || enclosing.stream().anyMatch(type -> hasRule(type));
        return Set.of(
                new Lock("io.kafkatrial.cluster." + outermost.getName()),
                new Lock(Inject.CODE, alone ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ));
    }

    private static boolean hasRule(AnnotatedElement element) {
        return !AnnotationSupport.findRepeatableAnnotations(element, Inject.class)
                        .isEmpty()
                || !AnnotationSupport.findRepeatableAnnotations(element, InjectRule.class)
                        .isEmpty();
    }
}
