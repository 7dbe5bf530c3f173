/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.engine.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One of several alternatives: an object whose {@code kind} says which. */
record KindForm(Class<?> type) implements Form {

    static final String KIND = "kind";

    /** By name: the order of the class file is the compiler's, and not always the same. */
    private static final ClassValue<SortedMap<String, Class<?>>> ALTERNATIVES = new ClassValue<>() {
        @Override
        protected SortedMap<String, Class<?>> computeValue(Class<?> type) {
            SortedMap<String, Class<?>> sorted = new TreeMap<>();
            for (Class<?> alternative : type.getPermittedSubclasses()) {
                sorted.put(alternative.getSimpleName(), alternative);
            }
            return sorted;
        }
    };

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        out.writeStringField(KIND, value.getClass().getSimpleName());
        RecordForm.of(value.getClass()).writeFields(out, value);
        out.writeEndObject();
    }

    @Override
    public Object read(Source source, Node node) {
        Node.Members members = node.asMembers()
                .orElseThrow(
                        () -> source.mistake(node, "an object with a \"kind\" is wanted here, not " + node.describe()));
        Node kind = members.fields().getOrDefault(KIND, members);
        String named = kind.asText()
                .orElseThrow(() ->
                        source.mistake(node, "the \"kind\" is missing; it is one of " + String.join(", ", names())));
        Class<?> alternative = ALTERNATIVES.get(type).get(named);
        if (alternative != null) {
            return RecordForm.of(alternative).read(source.ofKind(), members);
        }
        throw source.mistake(
                kind,
                "there is no kind \"" + named + "\"; perhaps " + String.join(" or ", Nearest.some(named, names(), 3))
                        + " is meant");
    }

    private List<String> names() {
        return List.copyOf(ALTERNATIVES.get(type).keySet());
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        String name = RecordForm.nameOf(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            List<Object> alternatives = new ArrayList<>();
            for (Class<?> alternative : ALTERNATIVES.get(type).values()) {
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
