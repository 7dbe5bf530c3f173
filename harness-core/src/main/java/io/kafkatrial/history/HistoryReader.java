/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@link HistoryWriter} writes. Confined to one reading of one file. */
final class HistoryReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] ROWS = "{\"at\":".getBytes(ISO_8859_1);
    private static final byte[] LANE = "{\"lane\":".getBytes(ISO_8859_1);
    private static final byte[] EVENT = "{\"event\":".getBytes(ISO_8859_1);
    private static final byte[] END = "{\"end\":".getBytes(ISO_8859_1);

    private final Lines lines;
    private final Encoder encoder = new Encoder();
    private final Rows rows;
    private Optional<String> damage = Optional.empty();

    HistoryReader(InputStream in) {
        lines = new Lines(in);
        rows = new Rows(lines, encoder);
    }

    /** Read to the end of the file; whatever is wrong is an exception without file and line. */
    void read() throws IOException {
        if (!lines.next()) {
            throw new Lines.Damage(Complaints.notOurs());
        }
        readVersion();
        boolean ended = false;
        while (lines.next()) {
            if (ended) {
                throw new Lines.Damage(Complaints.afterEnd());
            }
            ended = readLine();
        }
        if (!ended) {
            throw new Lines.Damage(Complaints.noEnd());
        }
    }

    long line() {
        return lines.number();
    }

    long proved() {
        return lines.proved();
    }

    /** What was read so far. */
    History history(Optional<String> leftOut) {
        return new History(encoder.columns(), damage.or(() -> leftOut));
    }

    private void readVersion() throws IOException {
        Map<String, String> fields = fields();
        if (!"kafka-trial".equals(fields.get("history"))) {
            throw new Lines.Damage(Complaints.notOurs());
        }
        String version = fields.getOrDefault("version", "unknown");
        if (!version.equals(Integer.toString(HistoryFile.VERSION))) {
            throw new Lines.Damage(Complaints.otherVersion(version));
        }
    }

    /** Read one line; true if it ends the history. */
    private boolean readLine() throws IOException {
        try {
            if (lines.startsWith(ROWS)) {
                rows.read();
            } else if (lines.startsWith(LANE)) {
                readLane();
            } else if (lines.startsWith(END)) {
                readEnd();
                return true;
            } else if (lines.startsWith(EVENT)) {
                readEvent();
            } else {
                throw new Lines.Damage(Complaints.notAnEvent("unknown kind of line"));
            }
            return false;
        } catch (Lines.Damage damaged) {
            throw damaged;
        } catch (IOException | RuntimeException malformed) {
            String why = String.valueOf(malformed.getMessage());
            throw new Lines.Damage(Complaints.notAnEvent(why.lines().findFirst().orElse(why)));
        }
    }

    private void readEvent() throws IOException {
        try (JsonParser json = JSON.createParser(lines.object())) {
            json.nextToken();
            encoder.add(EventJson.read(json));
        }
    }

    private void readEnd() throws IOException {
        Map<String, String> fields = fields();
        damage = Optional.ofNullable(fields.get("damage"));
        String said = fields.getOrDefault("end", "");
        if (!said.equals(Long.toString(encoder.size()))) {
            throw new Lines.Damage(Complaints.otherCount(said, encoder.size()));
        }
    }

    private void readLane() throws IOException {
        Map<String, String> fields = fields();
        Parts parts = new Parts();
        parts.kind = kind(fields.get("event"));
        parts.producer = fields.get("producer");
        parts.reader = fields.get(parts.kind.reader());
        parts.group = fields.get("group");
        parts.topic = fields.get("topic");
        String partition = fields.get("partition");
        parts.partition = partition == null ? Lane.NONE : Integer.parseInt(partition);
        parts.word = fields.get(parts.kind.word());
        parts.nanos = 0;
        parts.event(); // refuses a lane of which no event can be made
        rows.define(Integer.parseInt(fields.getOrDefault("lane", "")), encoder.lane(parts));
    }

    private static Kind kind(@Nullable String event) throws IOException {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.OTHER && kind.event().equals(event)) {
                return kind;
            }
        }
        throw new Lines.Damage(Complaints.notAnEvent("unknown kind of event: " + event));
    }

    /** The plain fields of a line; lists and objects are skipped. */
    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(lines.object())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (token.isScalarValue()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return fields;
    }
}
