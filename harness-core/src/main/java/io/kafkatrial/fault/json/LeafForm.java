/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Map;
import java.util.function.Function;

/** A text, a number, true or false. */
class LeafForm implements Form {

    private final String type;
    private final Function<String, Object> reader;
    private final Function<Object, String> writer;

    LeafForm(String type, Function<String, Object> reader, Function<Object, String> writer) {
        this.type = type;
        this.reader = reader;
        this.writer = writer;
    }

    /** The value as a text, without quotes. */
    String text(Object value) {
        return writer.apply(value);
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        if (type.equals("string")) {
            out.writeString(writer.apply(value));
        } else {
            out.writeRawValue(writer.apply(value));
        }
    }

    @Override
    public Object read(Source source, Node node) {
        String text = (type.equals("string") ? node.asText() : node.asBare())
                .orElseThrow(() ->
                        source.mistake(node, "a value of type " + type + " is wanted here, not " + node.describe()));
        return value(source, node, text);
    }

    /** What this text says. */
    Object value(Source source, Node node, String text) {
        try {
            return reader.apply(text);
        } catch (NumberFormatException tooLarge) {
            throw source.mistake(node, text + " is no " + type + " of this size");
        } catch (IllegalArgumentException | DateTimeException | TrialException wrong) {
            throw source.mistake(node, String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return Map.of("type", type);
    }
}
