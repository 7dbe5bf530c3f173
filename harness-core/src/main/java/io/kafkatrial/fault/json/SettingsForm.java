/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings by name, all of them text: {@code min.insync.replicas}. A value may also be written as a number, or as true or
 * false, as people do. May be left out.
 */
record SettingsForm() implements Form {

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> setting : ((Map<?, ?>) value).entrySet()) {
            out.writeStringField(setting.getKey().toString(), setting.getValue().toString());
        }
        out.writeEndObject();
    }

    @Override
    public Object read(Source source, Node node) {
        Node.Members members = node.asMembers()
                .orElseThrow(() -> source.mistake(node, "settings by name are wanted here, not " + node.describe()));
        Map<String, String> settings = new LinkedHashMap<>();
        members.fields().forEach((name, value) -> {
            if (!(value instanceof Node.Leaf leaf)) {
                throw source.mistake(value, "the value of \"" + name + "\" has to be a text, not " + value.describe());
            }
            settings.put(name, leaf.text());
        });
        return settings;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", Map.of("type", List.of("string", "number", "boolean")));
        return schema;
    }

    @Override
    public Object absent() {
        return Map.of();
    }
}
