/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Keeps tests of one cluster from running at the same time: a cluster holds one trial at a time, and a
 * fault of one test would be a fault of all.
 */
final class OneTestPerCluster implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        Class<?> outermost = enclosing.isEmpty() ? testClass : enclosing.get(0);
        return Set.of(new Lock("io.kafkatrial.cluster." + outermost.getName()));
    }
}
