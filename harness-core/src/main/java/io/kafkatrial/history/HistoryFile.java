/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A history in a file: JSON Lines in UTF-8, in the order of recording. {@code docs/history.md} describes every
 * line; in short:
 *
 * <pre>{@code
 * {"history":"kafka-trial","version":1,"crc":"…"}
 * {"event":"BrokerChanged","at":"2026-11-21T10:00:00.123Z","broker":1,"state":"running","crc":"…"}
 * {"lane":0,"event":"SendAcked","producer":"p1","topic":"orders","partition":0,"columns":["nanos","sequence","offset"],"crc":"…"}
 * {"at":"2026-11-21T10:00:00.123Z","rows":[[0,0,7,7],[0,1200,8,8]],"crc":"…"}
 * {"end":3,"crc":"…"}
 * }</pre>
 *
 * Events as frequent as records are rows of a lane, all others lines of their own. Every line carries the CRC-32C
 * of the file up to there, and the last one says how many events there are: a file that was cut or damaged anywhere
 * is refused with the number of the line, and can be read up to there.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class HistoryFile {

    /** Of the format; said in the first line. */
    public static final int VERSION = 1;

    private HistoryFile() {}

    /** Write a whole history, replacing the file. */
    public static void write(Path file, History history) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 17)) {
            HistoryWriter writer = new HistoryWriter(out);
            writer.write(history.cursor());
            writer.end(history.damage());
        }
    }

    /**
     * Read a whole history.
     *
     * @throws IOException if the file cannot be read, is damaged, or does not come to its end; names file and line
     */
    public static History read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            HistoryReader reader = new HistoryReader(in);
            try {
                reader.read();
            } catch (Lines.Damage damage) {
                throw new IOException(Complaints.damaged(file, reader.line(), damage.why()), damage);
            }
            return reader.history(Optional.empty());
        }
    }

    /**
     * Read a history as far as it is sound: one whose recording was killed, or whose file is damaged. It knows what
     * is missing ({@link History#damage()}), and a verdict over it says so.
     *
     * @throws IOException if the file cannot be read
     */
    public static History readUpToDamage(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            HistoryReader reader = new HistoryReader(in);
            try {
                reader.read();
                return reader.history(Optional.empty());
            } catch (Lines.Damage damage) {
                long bytes = Files.size(file) - reader.proved();
                return reader.history(Optional.of(Complaints.leftOut(file, reader.line(), damage.why(), bytes)));
            }
        }
    }

    /**
     * Keep the file of a history up to date while it is being recorded; replaces the file. What was recorded more
     * than {@value Appender#EVERY_MS} ms ago is with the operating system in whole lines, so it survives the death
     * of this process (not of the machine).
     */
    public static Appender append(Path file, Recorder recorder) throws IOException {
        return new Appender(file, Files.newOutputStream(file), recorder);
    }
}
