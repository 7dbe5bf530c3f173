/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines of the index as JSON, one object in one line. */
final class EntryJson {

    private static final JsonFactory JSON = new JsonFactory();

    private EntryJson() {}

    static String line(ReportEntry entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("group", entry.group());
            out.writeStringField("test", entry.test());
            out.writeStringField("outcome", entry.outcome());
            out.writeArrayFieldStart("claims");
            for (String claim : entry.claims()) {
                out.writeString(claim);
            }
            out.writeEndArray();
            out.writeStringField("story", entry.story());
            out.writeStringField("engine", entry.engine());
            out.writeNumberField("seed", entry.seed());
            out.writeStringField("at", entry.at().toString());
            out.writeNumberField("millis", entry.millis());
            out.writeStringField("link", entry.link());
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + "\n";
    }

    /** The entry of a line; empty if it is none, torn by a crash for example. */
    static Optional<ReportEntry> read(String line) {
        Map<String, String> texts = new HashMap<>();
        List<String> claims = new ArrayList<>();
        try (JsonParser in = JSON.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.START_ARRAY) {
                    while (in.nextToken() == JsonToken.VALUE_STRING) {
                        claims.add(in.getText());
                    }
                } else {
                    texts.put(name, in.getText());
                }
            }
            return in.currentToken() == JsonToken.END_OBJECT ? Optional.of(entry(texts, claims)) : Optional.empty();
        } catch (IOException | DateTimeException | NumberFormatException torn) {
            return Optional.empty();
        }
    }

    private static ReportEntry entry(Map<String, String> texts, List<String> claims) throws IOException {
        return new ReportEntry(
                text(texts, "group"),
                text(texts, "test"),
                text(texts, "outcome"),
                claims,
                text(texts, "story"),
                text(texts, "engine"),
                Long.parseLong(text(texts, "seed")),
                Instant.parse(text(texts, "at")),
                Long.parseLong(text(texts, "millis")),
                text(texts, "link"));
    }

    private static String text(Map<String, String> texts, String name) throws IOException {
        String text = texts.get(name);
        if (text == null) {
            throw new IOException("no " + name);
        }
        return text;
    }
}
