/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object whose fields are a record's components, in their order. */
final class RecordForm implements Form {

    private static final ClassValue<RecordForm> KNOWN = new ClassValue<>() {
        @Override
        protected RecordForm computeValue(Class<?> type) {
            return new RecordForm(type);
        }
    };

    /** A component; its form is looked up when it is needed first, because records may contain each other. */
    private static final class Component {
        private final RecordComponent of;
        private volatile @Nullable Form form;

        Component(RecordComponent of) {
            this.of = of;
        }

        String name() {
            return of.getName();
        }

        Form form() {
            Form known = form;
            if (known == null) {
                known = Forms.of(of.getGenericType());
                form = known;
            }
            return known;
        }
    }

    private final Class<?> type;
    private final List<Component> components = new ArrayList<>();
    private final Constructor<?> constructor;

    private RecordForm(Class<?> type) {
        this.type = type;
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(new Component(component));
        }
        this.constructor = constructor();
    }

    static RecordForm of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type + " is no record, and has no form in JSON");
        }
        return KNOWN.get(type);
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        writeFields(out, value);
        out.writeEndObject();
    }

    void writeFields(JsonGenerator out, Object value) throws IOException {
        for (Component component : components) {
            Form form = component.form();
            Object field = get(component.of.getAccessor(), value);
            if (!field.equals(form.absent())) {
                out.writeFieldName(component.name());
                form.write(out, field);
            }
        }
    }

    @Override
    public Object read(Source source, Node node) {
        Node.Members members = node.asMembers()
                .orElseThrow(() -> source.mistake(node, "an object is wanted here, not " + node.describe()));
        refuseUnknown(source, members);
        Object[] arguments = new Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            Component component = components.get(i);
            Node field = members.fields().get(component.name());
            Form form = component.form();
            Object absent = form.absent();
            if (field != null) {
                arguments[i] = form.read(source.inside(component.name()), field);
            } else if (absent != null) {
                arguments[i] = absent;
            } else {
                throw source.mistake(node, what() + " needs the field \"" + component.name() + "\"");
            }
        }
        return make(source, node, arguments);
    }

    private void refuseUnknown(Source source, Node.Members members) {
        List<String> names = components.stream().map(Component::name).toList();
        members.fields().forEach((name, value) -> {
            if (!names.contains(name) && !name.equals(source.beside())) {
                String known = names.isEmpty() ? "it has none" : "it has " + String.join(", ", names);
                List<String> near = Nearest.some(name, names, 1);
                throw source.mistake(
                        value,
                        what() + " has no field \"" + name + "\"; " + known
                                + (near.isEmpty() ? "" : ". Perhaps \"" + near.get(0) + "\" is meant"));
            }
        });
    }

    private String what() {
        return type.getSimpleName();
    }

    private Object make(Source source, Node node, Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            Throwable cause = refused.getCause();
            if (cause instanceof TrialException || cause instanceof IllegalArgumentException) {
                throw source.mistake(node, String.valueOf(cause.getMessage()));
            }
            throw new IllegalStateException("record " + type, cause);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("record " + type, impossible);
        }
    }

    private Constructor<?> constructor() {
        Class<?>[] types =
                components.stream().map(component -> component.of.getType()).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new LinkageError("record " + type, impossible);
        }
    }

    private static Object get(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("accessor " + accessor, impossible);
        }
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        String name = nameOf(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, objectSchema(definitions, Map.of()));
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    /** The schema of the object itself, with these fields of one value before its own. */
    Map<String, Object> objectSchema(Map<String, Object> definitions, Map<String, Object> constants) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        constants.forEach((name, value) -> {
            properties.put(name, Map.of("const", value));
            required.add(name);
        });
        for (Component component : components) {
            Form form = component.form();
            properties.put(component.name(), form.schema(definitions));
            if (form.absent() == null) {
                required.add(component.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Unlike for all types of plans: {@code Fault}, {@code WireRule.Act}. */
    static String nameOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
    }
}
