/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A set, as a list in its order. */
record SetForm(Form element) implements Form {

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartArray();
        for (Object item : (Set<?>) value) {
            element.write(out, item);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(Source source, Node node) {
        List<?> items = (List<?>) new ListForm(element).read(source, node);
        return Collections.unmodifiableSet(new LinkedHashSet<Object>(items));
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return new ListForm(element).schema(definitions);
    }
}
