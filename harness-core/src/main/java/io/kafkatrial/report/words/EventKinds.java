/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * How events read and where they are drawn: by the lines of {@link EventTable}. A kind of event without a line
 * there is told from its components ({@link EventKind#derived}); with a line it reads well.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class EventKinds {

    private static final Map<Class<? extends Event>, EventKind> TABLE = new ConcurrentHashMap<>(EventTable.all());
    private static final Map<String, Template> PARSED = new ConcurrentHashMap<>();

    private EventKinds() {}

    /** How events of that type read and where they are drawn. */
    public static EventKind of(Class<? extends Event> type) {
        return TABLE.computeIfAbsent(type, EventKind::derived);
    }

    /** Whose doing it was: the name of its lane. */
    public static String who(Event event) {
        return fill(of(event.getClass()).who(), event);
    }

    /** What it did, as the predicate to {@link #who}. */
    public static String words(Event event) {
        return fill(of(event.getClass()).words(), event);
    }

    /** What it made of its lane from there on; empty if it did not. */
    public static Optional<String> ribbon(Event event) {
        String template = of(event.getClass()).ribbon();
        return template.isEmpty() ? Optional.empty() : Optional.of(fill(template, event));
    }

    /** Whether it is about a topic that the brokers keep for themselves. */
    public static boolean isHousekeeping(Event event) {
        return Fields.of(event.getClass()).value(event, "topic") instanceof String topic && topic.startsWith("__");
    }

    /** The value a template's name stands for; null if the event has none. */
    public static @Nullable String value(Event event, String name) {
        Fields fields = Fields.of(event.getClass());
        if (name.equals("sender")) {
            RecordId id = fields.id(event);
            return id == null ? null : Plain.name(id.producer());
        }
        return fields.text(event, name);
    }

    /** The record it is about; null if it is about none. */
    public static @Nullable RecordId id(Event event) {
        return Fields.of(event.getClass()).id(event);
    }

    /** A number it carries, such as {@code partition} or {@code offset}; -1 if it has none. */
    public static long number(Event event, String name) {
        return Fields.of(event.getClass()).value(event, name) instanceof Number number ? number.longValue() : -1;
    }

    private static String fill(String template, Event event) {
        return PARSED.computeIfAbsent(template, Template::of).fill(name -> value(event, name));
    }
}
