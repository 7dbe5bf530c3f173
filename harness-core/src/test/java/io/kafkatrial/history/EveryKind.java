/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One event of each kind, with all optional parts there, and one without any. */
public final class EveryKind {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");

    private EveryKind() {}

    /** Two of each kind, in the order of {@link Event}. */
    public static List<Event> twice() {
        List<Event> events = new ArrayList<>();
        for (Class<?> kind : Event.class.getPermittedSubclasses()) {
            events.add(of(kind, true));
            events.add(of(kind, false));
        }
        return events;
    }

    private static Event of(Class<?> kind, boolean full) {
        RecordComponent[] parts = kind.getRecordComponents();
        Class<?>[] types = new Class<?>[parts.length];
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = value(parts[i], full);
        }
        try {
            Constructor<?> constructor = kind.getDeclaredConstructor(types);
            return (Event) constructor.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("record " + kind, impossible);
        }
    }

    private static Object value(RecordComponent part, boolean full) {
        return switch (part.getGenericType().getTypeName()) {
            case "java.time.Instant" -> AT;
            case "int" -> 3;
            case "long" -> full ? Long.MAX_VALUE : 0L;
            case "io.kafkatrial.history.RecordId" -> new RecordId("t1/käse", 7);
            case "java.lang.String" -> full ? "a\n\"" + part.getName() + "\"" : "";
            case "java.util.OptionalInt" -> full ? OptionalInt.of(2) : OptionalInt.empty();
            case "java.util.OptionalLong" -> full ? OptionalLong.of(9) : OptionalLong.empty();
            case "java.util.Optional<java.lang.String>" -> full ? Optional.of(part.getName()) : Optional.empty();
            case "java.util.Optional<io.kafkatrial.history.RecordId>" ->
                full ? Optional.of(new RecordId("p", 7)) : Optional.empty();
            case "java.util.List<java.lang.String>" -> full ? List.of("orders-0", "orders-1") : List.of();
            case "java.util.List<java.lang.Integer>" -> full ? List.of(1, 3) : List.of();
            default -> throw new IllegalArgumentException("no value for " + part);
        };
    }
}
