/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.engine.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of several alternatives: an object whose {@code kind} says which. */
record KindForm(Class<?> type) implements Form {

    static final String KIND = "kind";

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        out.writeStringField(KIND, value.getClass().getSimpleName());
        RecordForm.of(value.getClass()).writeFields(out, value);
        out.writeEndObject();
    }

    @Override
    public Object read(Source source, Node node) {
        if (!(node instanceof Node.Members members)) {
            throw source.mistake(node, "an object with a \"kind\" is wanted here, not " + node.describe());
        }
        Node kind = members.fields().get(KIND);
        if (!(kind instanceof Node.Leaf leaf) || !leaf.quoted()) {
            throw source.mistake(node, "the \"kind\" is missing; it is one of " + String.join(", ", names()));
        }
        for (Class<?> alternative : alternatives()) {
            if (alternative.getSimpleName().equals(leaf.text())) {
                return RecordForm.of(alternative).read(source.ofKind(), members);
            }
        }
        throw source.mistake(
                kind,
                "there is no kind \"" + leaf.text() + "\"; perhaps "
                        + String.join(" or ", Nearest.some(leaf.text(), names(), 3)) + " is meant");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Class<?> alternative : alternatives()) {
            names.add(alternative.getSimpleName());
        }
        return names;
    }

    /** By name: the order of the class file is the compiler's, and not always the same. */
    private List<Class<?>> alternatives() {
        List<Class<?>> sorted = new ArrayList<>(List.of(type.getPermittedSubclasses()));
        sorted.sort(Comparator.comparing(Class::getSimpleName));
        return sorted;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        String name = RecordForm.nameOf(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            List<Object> alternatives = new ArrayList<>();
            for (Class<?> alternative : alternatives()) {
                alternatives.add(RecordForm.of(alternative)
                        .objectSchema(definitions, Map.of(KIND, alternative.getSimpleName())));
            }
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("oneOf", alternatives);
            definitions.put(name, schema);
        }
        return Map.of("$ref", "#/$defs/" + name);
    }
}
