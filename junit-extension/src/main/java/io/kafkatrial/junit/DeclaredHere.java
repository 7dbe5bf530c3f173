/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.fault.Plan;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** What test classes, the classes they are nested in, and their methods declare. */
final class DeclaredHere {

    private DeclaredHere() {}

    /** The checked plan of one test. */
    static Plan plan(Class<?> testClass, Method method, ClusterSpec spec) {
        List<AnnotatedElement> elements = new ArrayList<>(chain(testClass));
        elements.add(method);
        return FaultDeclarations.plan(testClass.getSimpleName() + "." + method.getName(), elements, spec);
    }

    /** Complain of any impossible plan of the class's tests before anything starts. */
    static void checkPlans(Class<?> testClass, ClusterSpec spec) {
        FaultDeclarations.plan(testClass.getSimpleName(), new ArrayList<>(chain(testClass)), spec);
        for (Method method :
                ReflectionSupport.findMethods(testClass, FaultDeclarations::isOn, HierarchyTraversalMode.TOP_DOWN)) {
            plan(testClass, method, spec);
        }
    }

    /** The annotation of a test: of its method, else of its class, else of the class that is nested in. */
    static <A extends Annotation> Optional<A> closest(Class<?> testClass, Method method, Class<A> type) {
        Optional<A> found = AnnotationSupport.findAnnotation(method, type);
        List<Class<?>> classes = chain(testClass);
        for (int index = classes.size() - 1; found.isEmpty() && index >= 0; index--) {
            found = AnnotationSupport.findAnnotation(classes.get(index), type);
        }
        return found;
    }

    /** The levers a test asks for by name, and the classes around it. */
    static Set<Capability> required(Class<?> testClass, Method method) {
        Set<Capability> required = EnumSet.noneOf(Capability.class);
        List<AnnotatedElement> elements = new ArrayList<>(chain(testClass));
        elements.add(method);
        elements.forEach(element -> AnnotationSupport.findAnnotation(element, RequiresLevers.class)
                .ifPresent(levers -> required.addAll(List.of(levers.value()))));
        return required;
    }

    /** The class and the classes it is nested in as a test, the outermost first. */
    private static List<Class<?>> chain(Class<?> testClass) {
        List<Class<?>> chain = new ArrayList<>();
        Class<?> next = testClass;
        while (next != null) {
            chain.add(0, next);
            next = AnnotationSupport.isAnnotated(next, Nested.class) ? next.getEnclosingClass() : null;
        }
        return chain;
    }
}
