/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Fills and empties the fields that carry our annotations; all others are left alone. */
final class Fields {

    private Fields() {}

    /** Fill the static fields that have no value yet. */
    static void fillStatic(Class<?> testClass, Injector injector) {
        for (Field field : ours(testClass, field -> Modifier.isStatic(field.getModifiers()))) {
            fill(field, null, injector);
        }
    }

    /** Whether there are static fields to fill. */
    static boolean hasStatic(Class<?> testClass) {
        return !ours(testClass, field -> Modifier.isStatic(field.getModifiers()))
                .isEmpty();
    }

    /** Fill the fields of an instance that have no value yet. */
    static void fill(Object instance, Injector injector) {
        for (Field field : ours(instance.getClass(), field -> !Modifier.isStatic(field.getModifiers()))) {
            fill(field, instance, injector);
        }
    }

    /** Empty the fields of an instance that lives on, so that the next test gets its own. */
    static void empty(Object instance) {
        for (Field field : ours(instance.getClass(), field -> !Modifier.isStatic(field.getModifiers()))) {
            set(field, instance, null);
        }
    }

    private static List<Field> ours(Class<?> type, Predicate<Field> kind) {
        return ReflectionSupport.findFields(
                type,
                field -> kind.test(field)
                        && (isAnnotated(field, FromCluster.class)
                                || isAnnotated(field, BootstrapServers.class)
                                || isAnnotated(field, ClientProperties.class)),
                HierarchyTraversalMode.TOP_DOWN);
    }

    private static void fill(Field field, @Nullable Object instance, Injector injector) {
        try {
            field.setAccessible(true);
            if (field.get(instance) == null) {
                field.set(instance, injector.give(Wanted.of(field)));
            }
        } catch (IllegalAccessException sealed) {
            throw JunitComplaints.sealedField(Wanted.of(field).where(), sealed);
        }
    }

    private static void set(Field field, Object instance, @Nullable Object value) {
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (IllegalAccessException sealed) {
            throw JunitComplaints.sealedField(Wanted.of(field).where(), sealed);
        }
    }
}
