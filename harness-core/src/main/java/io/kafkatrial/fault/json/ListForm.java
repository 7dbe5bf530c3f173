/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list. */
record ListForm(Form element) implements Form {

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartArray();
        for (Object item : (List<?>) value) {
            element.write(out, item);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(Source source, Node node) {
        Node.Elements elements = node.asElements()
                .orElseThrow(() -> source.mistake(node, "a list is wanted here, not " + node.describe()));
        return elements.items().stream()
                .map(item -> element.read(source.inside(), item))
                .toList();
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", element.schema(definitions));
        return schema;
    }
}
