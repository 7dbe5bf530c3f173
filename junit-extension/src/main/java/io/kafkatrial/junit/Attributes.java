/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Target;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The attributes of one annotation by name, as the types faults are made of. */
record Attributes(Annotation annotation) {

    private static final List<String> ENDS = List.of("healAfter", "restartAfter", "resumeAfter");

    boolean has(String name) {
        return Stream.of(annotation.annotationType().getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(name));
    }

    private Object value(String name) {
        try {
            return annotation.annotationType().getDeclaredMethod(name).invoke(annotation);
        } catch (InvocationTargetException unreadable) {
            throw new IllegalStateException(name + " of " + annotation.annotationType(), unreadable.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("no " + name + " in " + annotation.annotationType(), impossible);
        }
    }

    String text(String name) {
        return value(name).toString();
    }

    /** The text; empty if the attribute is. */
    Optional<String> given(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    int number(String name) {
        return (int) value(name);
    }

    long count(String name) {
        return (long) value(name);
    }

    boolean flag(String name) {
        return (boolean) value(name);
    }

    int[] numbers(String name) {
        return (int[]) value(name);
    }

    <E> E one(String name, Class<E> type) {
        return type.cast(value(name));
    }

    Target target(String name) {
        return Target.parse(text(name));
    }

    Duration time(String name) {
        return Durations.parse(text(name));
    }

    PartitionId partition(String name) {
        return partition(name, text(name));
    }

    static PartitionId partition(String attribute, String text) {
        try {
            return PartitionId.parse(text);
        } catch (IllegalArgumentException notAPartition) {
            throw new TrialException(
                    attribute + " = '" + text + "' is no partition. Write TOPIC-NUMBER, for example orders-0.");
        }
    }

    /** The moments of {@code when} or {@code until}; none if the annotation has no such attribute. */
    When[] moments(String name) {
        if (!has(name)) {
            return new When[0];
        }
        return value(name) instanceof When one ? new When[] {one} : (When[]) value(name);
    }

    /** How long it lasts by time. */
    Optional<Duration> lasts() {
        return ENDS.stream().filter(this::has).findFirst().flatMap(this::given).map(Durations::parse);
    }

    /** What it is called: its own name, or its type with a label in parentheses. */
    String name(Function<Attributes, String> label) {
        String own = has("name") ? text("name") : "";
        return own.isEmpty() ? "@" + annotation.annotationType().getSimpleName() + "(" + label.apply(this) + ")" : own;
    }

    /** These attributes, in one line. */
    String shown(List<String> names) {
        return names.stream()
                .map(name -> name.equals("api") ? text("api") : name + " = " + text(name))
                .collect(Collectors.joining(", "));
    }
}
