/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of a history: what {@link HistoryReader} reads, and {@code docs/history.md} describes.
 * Confined to one thread at a time.
 */
final class HistoryWriter {

    /** Rows in a line: so many are lost at most when the line gets damaged. */
    private static final int ROWS = 512;

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final OutputStream out;
    private final CRC32C sum = new CRC32C();
    private final Text text = new Text();
    private final BitSet lanes = new BitSet();
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private long baseNanos;
    private int rows;
    private long events;

    HistoryWriter(OutputStream out) throws IOException {
        this.out = out;
        text.plain("{\"history\":\"kafka-trial\",\"version\":").number(HistoryFile.VERSION);
        endLine();
    }

    /** Write all events from the cursor to its end; whole lines only. */
    void write(Cursor at) throws IOException {
        while (at.next()) {
            Lane lane = at.lane();
            if (lane.kind() == Kind.OTHER) {
                endRows();
                object(at.event());
            } else {
                define(lane);
                row(at, lane);
            }
            events++;
        }
        endRows();
    }

    /** Write the line that ends the history. */
    void end(Optional<String> damage) throws IOException {
        text.plain("{\"end\":").number(events);
        if (damage.isPresent()) {
            text.plain(",\"damage\":").string(damage.get());
        }
        endLine();
    }

    private void define(Lane lane) throws IOException {
        if (lanes.get(lane.index())) {
            return;
        }
        lanes.set(lane.index());
        endRows();
        Parts parts = new Parts();
        lane.putInto(parts);
        text.plain("{\"lane\":").number(lane.index());
        text.plain(",\"event\":").string(parts.kind.event());
        field("producer", parts.producer);
        field(parts.kind.reader(), parts.reader);
        field("group", parts.group);
        field("topic", parts.topic);
        if (parts.partition != Lane.NONE) {
            text.plain(",\"partition\":").number(parts.partition);
        }
        if (parts.word != null && parts.kind.wordIsNumber()) {
            text.plain(",\"" + parts.kind.word() + "\":").plain(parts.word);
        } else {
            field(parts.kind.word(), parts.word);
        }
        text.plain(",\"columns\":[\"nanos\"");
        text.plain(lane.hasSequence() ? ",\"sequence\"" : "");
        text.plain(lane.hasOffset() ? ",\"" + parts.kind.offset() + "\"" : "");
        text.plain(lane.hasKey() ? ",\"key\"]" : "]");
        endLine();
    }

    private void field(String name, @Nullable String value) {
        if (value != null) {
            text.plain(",\"" + name + "\":").string(value);
        }
    }

    private void row(Cursor at, Lane lane) throws IOException {
        if (rows == 0) {
            baseNanos = at.nanos();
            text.plain("{\"at\":\"").plain(Parts.instant(baseNanos).toString()).plain("\",\"rows\":[[");
        } else {
            text.plain(",[");
        }
        text.number(lane.index()).plain(',').number(at.nanos() - baseNanos);
        if (lane.hasSequence()) {
            text.plain(',').number(at.sequence());
        }
        if (lane.hasOffset()) {
            text.plain(',').number(at.offset());
        }
        if (lane.hasKey() && at.key() != Lane.NONE) {
            text.plain(',');
            at.putKey(text);
        }
        text.plain(']');
        if (++rows == ROWS) {
            endRows();
        }
    }

    private void endRows() throws IOException {
        if (rows > 0) {
            rows = 0;
            text.plain(']');
            endLine();
        }
    }

    private void object(Event event) throws IOException {
        try {
            json(JSON, event);
        } catch (JsonGenerationException notUnicode) {
            json(ASCII, event); // half a surrogate pair has no UTF-8, but an escape
        }
        text.raw(this.event.toByteArray(), this.event.size() - 1);
        endLine();
    }

    private void json(JsonFactory factory, Event its) throws IOException {
        event.reset();
        try (JsonGenerator json = factory.createGenerator(event)) {
            EventJson.write(json, its);
        }
    }

    /** The line has all but its last brace: sum it up, and write it. */
    private void endLine() throws IOException {
        sum.update(text.bytes, 0, text.length);
        int before = text.length;
        text.plain(",\"crc\":\"").hex((int) sum.getValue()).plain("\"}\n");
        sum.update(text.bytes, before, text.length - before);
        out.write(text.bytes, 0, text.length);
        text.length = 0;
    }
}
