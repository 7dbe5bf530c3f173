/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object whose fields are not known beforehand.
 *
 * @param key how the names of its fields are read
 */
record MapForm(LeafForm key, Form value) implements Form {

    @Override
    public void write(JsonGenerator out, Object map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            out.writeFieldName(key.text(entry.getKey()));
            value.write(out, entry.getValue());
        }
        out.writeEndObject();
    }

    @Override
    public Object read(Source source, Node node) {
        Node.Members members = node.asMembers()
                .orElseThrow(() -> source.mistake(node, "an object is wanted here, not " + node.describe()));
        Map<Object, Object> map = new LinkedHashMap<>();
        members.fields()
                .forEach((name, field) -> map.put(key.value(source, field, name), value.read(source.inside(), field)));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", value.schema(definitions));
        return schema;
    }
}
