/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as JSON objects: {@code event} is the record's simple name, the fields are its components in
 * their order. An empty optional is left out; an unknown field is skipped. Derived from the records
 * themselves, so that a new kind of event needs no line here.
 */
final class EventJson {

    private record Field(String name, Form form, Method accessor) {}

    private record Shape(String name, List<Field> fields, Constructor<?> constructor) {}

    private static final Map<Class<?>, Shape> BY_CLASS = new HashMap<>();
    private static final Map<String, Shape> BY_NAME = new HashMap<>();

    static {
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            Shape shape = shapeOf(type);
            BY_CLASS.put(type, shape);
            BY_NAME.put(shape.name, shape);
        }
    }

    private EventJson() {}

    static void write(JsonGenerator out, Event event) throws IOException {
        Shape shape = shape(BY_CLASS.get(event.getClass()), event.getClass().getSimpleName());
        out.writeStartObject();
        out.writeStringField("event", shape.name);
        for (Field field : shape.fields) {
            field.form.write(out, field.name, get(field.accessor, event));
        }
        out.writeEndObject();
    }

    /** Read the object that starts at the parser's current token. */
    static Event read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("not a JSON object");
        }
        Map<String, Object> values = new HashMap<>();
        Shape shape = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (name.equals("event")) {
                shape = shape(BY_NAME.get(in.getText()), in.getText());
            } else if (shape == null) {
                throw new IOException("the first field of an event is 'event', not '" + name + "'");
            } else {
                readField(in, shape, name, values);
            }
        }
        return build(shape(shape, "(none)"), values);
    }

    private static void readField(JsonParser in, Shape shape, String name, Map<String, Object> values)
            throws IOException {
        for (Field field : shape.fields) {
            if (field.name.equals(name)) {
                values.put(name, field.form.read(in));
                return;
            }
        }
        in.skipChildren();
    }

    private static Shape shape(@Nullable Shape shape, String name) throws IOException {
        if (shape == null) {
            throw new IOException("unknown kind of event: " + name);
        }
        return shape;
    }

    private static Event build(Shape shape, Map<String, Object> values) throws IOException {
        @Nullable Object[] arguments = new @Nullable Object[shape.fields.size()];
        for (int i = 0; i < arguments.length; i++) {
            Field field = shape.fields.get(i);
            Object value = values.get(field.name);
            arguments[i] = value == null ? field.form.absent() : value;
            if (arguments[i] == null) {
                throw new IOException(shape.name + " without " + field.name);
            }
        }
        try {
            return (Event) shape.constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw new IOException(
                    shape.name + ": " + refused.getTargetException().getMessage(), refused);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("record " + shape.name, impossible);
        }
    }

    private static Object get(Method accessor, Event event) {
        try {
            return accessor.invoke(event);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("accessor " + accessor, impossible);
        }
    }

    private static Shape shapeOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Form form = Form.of(component.getGenericType().getTypeName());
            fields.add(new Field(component.getName(), form, component.getAccessor()));
            types.add(component.getType());
        }
        try {
            return new Shape(type.getSimpleName(), fields, type.getDeclaredConstructor(types.toArray(new Class<?>[0])));
        } catch (NoSuchMethodException impossible) {
            throw new LinkageError("record " + type, impossible);
        }
    }
}
