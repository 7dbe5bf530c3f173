/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A history in a file: JSON Lines in UTF-8, one event a line, in the order of recording.
 *
 * <p>A line is an object whose first field {@code event} is the simple name of a record in {@link Event}
 * and whose other fields are that record's components: instants in ISO-8601, record ids as
 * {@code producer#sequence}, empty optionals left out.
 *
 * <pre>{@code
 * {"event":"SendAcked","at":"2026-11-21T10:00:00.123Z","id":"p1#7","topic":"orders","partition":0,"offset":7}
 * }</pre>
 *
 * A reader skips fields it does not know. A process that dies while writing leaves at most one torn line,
 * the last, which readers leave out.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class HistoryFile {

    private static final JsonFactory JSON = new JsonFactory();

    private HistoryFile() {}

    /** Write a whole history, replacing the file. */
    public static void write(Path file, History history) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
            for (Event event : history.events()) {
                EventJson.write(json, event);
                json.writeRaw('\n');
            }
        }
    }

    /**
     * Read a history; a last line torn by a crash is left out.
     *
     * @throws IOException if the file cannot be read or a whole line is no event; names file and line
     */
    public static History read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                events.add(read(bytes, new Line(file, events.size() + 1, from, end)));
                from = end + 1;
            }
        }
        return new History(events);
    }

    private record Line(Path file, int number, int from, int end) {}

    private static Event read(byte[] bytes, Line line) throws IOException {
        try (JsonParser json = JSON.createParser(bytes, line.from, line.end - line.from)) {
            json.nextToken();
            return EventJson.read(json);
        } catch (IOException malformed) {
            throw new IOException(
                    "line " + line.number + " of " + line.file + " is not an event: " + malformed.getMessage(),
                    malformed);
        }
    }

    /**
     * Append to a file while recording: the sink of a {@link Recorder}. Every event reaches the operating
     * system before {@code accept} returns, so it survives the death of this process (not of the machine).
     */
    public static Appender append(Path file) throws IOException {
        return new Appender(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /**
     * A file that grows with the history. Not safe for use by several threads at once; a {@link Recorder}
     * hands over one event at a time. When writing fails, the rest is dropped and {@link #close} tells: a
     * full disk must not break the application that is being recorded.
     */
    public static final class Appender implements Consumer<Event>, AutoCloseable {

        private final OutputStream out;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        private @Nullable IOException failure;

        Appender(OutputStream out) {
            this.out = out;
        }

        @Override
        public void accept(Event event) {
            if (failure != null) {
                return;
            }
            line.reset();
            try {
                try (JsonGenerator json = JSON.createGenerator(line)) {
                    EventJson.write(json, event);
                }
                line.write('\n');
                line.writeTo(out);
            } catch (IOException broken) {
                failure = broken;
            }
        }

        /**
         * Close the file.
         *
         * @throws IOException if any event could not be written
         */
        @Override
        public void close() throws IOException {
            out.close();
            if (failure != null) {
                throw new IOException("the history file is incomplete: " + failure.getMessage(), failure);
            }
        }
    }
}
