/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The components of one kind of event, by name. Immutable. */
final class Fields {

    private static final ClassValue<Fields> ALL = new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
            return new Fields(type);
        }
    };

    private final Map<String, Method> accessors = new LinkedHashMap<>();

    private Fields(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            accessors.put(component.getName(), accessor);
        }
    }

    static Fields of(Class<?> type) {
        return ALL.get(type);
    }

    List<String> names() {
        return new ArrayList<>(accessors.keySet());
    }

    boolean has(String name) {
        return accessors.containsKey(name);
    }

    /** The value of a component; null if the event has none, an empty optional included. */
    @Nullable
    Object value(Event event, String name) {
        Method accessor = accessors.get(name);
        if (accessor == null) {
            return null;
        }
        try {
            Object value = accessor.invoke(event);
            if (value instanceof Optional<?> some) {
                return some.orElse(null);
            } else if (value instanceof OptionalInt some) {
                return some.isPresent() ? (Object) some.getAsInt() : null;
            } else if (value instanceof OptionalLong some) {
                return some.isPresent() ? (Object) some.getAsLong() : null;
            }
            return value;
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("accessor " + accessor, impossible);
        }
    }

    /** The value of a component or of {@code place}, harmless and in one line; null if there is none. */
    @Nullable
    String text(Event event, String name) {
        if (name.equals("place")) {
            return place(event);
        }
        Object value = value(event, name);
        if (value == null) {
            return null;
        } else if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "none"
                    : Plain.text(list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        return name.equals("error") || name.equals("detail") || name.equals("evidence")
                ? Plain.text(value.toString())
                : Plain.name(value.toString());
    }

    private @Nullable String place(Event event) {
        Object topic = value(event, "topic");
        if (topic == null) {
            return null;
        }
        Object partition = value(event, "partition");
        Object offset = value(event, "offset");
        String place = Plain.name(topic.toString()) + (partition == null ? "" : "-" + partition);
        return offset instanceof Long known && known >= 0 ? place + "@" + known : place;
    }

    @Nullable
    RecordId id(Event event) {
        return (RecordId) value(event, "id");
    }
}
