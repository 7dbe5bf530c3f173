/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.json.PlanJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the plan a {@link FromPlan} names. */
final class PlanFiles {

    private PlanFiles() {}

    /** The plan of an element; empty if it names none. */
    static Optional<Plan> on(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, FromPlan.class)
                .map(from -> read(from.value(), owner(element)));
    }

    private static Class<?> owner(AnnotatedElement element) {
        return element instanceof Method method ? method.getDeclaringClass() : (Class<?>) element;
    }

    private static Plan read(String name, Class<?> owner) {
        try (InputStream beside = owner.getResourceAsStream(name)) {
            return beside == null
                    ? PlanJson.read(Path.of(name))
                    : PlanJson.read(name, new String(beside.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw JunitComplaints.planFile(name, owner, failure);
        }
    }
}
