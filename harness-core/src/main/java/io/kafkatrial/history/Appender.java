/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A file that follows a history being recorded ({@link HistoryFile#append}). A thread of its own writes what is
 * new every {@value #EVERY_MS} ms, so that who records does not wait for a disk. When writing fails, the rest is
 * dropped and {@link #close} tells: a full disk must not break the application that is being recorded. Safe for
 * use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Appender implements AutoCloseable {

    /** How long an event may wait for being written. */
    static final long EVERY_MS = 50;

    private final Path file;
    private final OutputStream out;
    private final Recorder recorder;
    private final Thread thread = new Thread(this::run, "kafka-trial-history");
    private @Nullable HistoryWriter writer;
    private @Nullable IOException failure;
    private int written;
    private boolean closed;

    Appender(Path file, OutputStream out, Recorder recorder) {
        this.file = file;
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.recorder = recorder;
        flush();
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void run() {
        try {
            while (!closed) {
                flush();
                wait(EVERY_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Write what was recorded before this call; when it returns, the operating system has it. */
    public synchronized void flush() {
        if (failure != null || closed) {
            return;
        }
        History history = recorder.history();
        try {
            HistoryWriter lines = writer == null ? new HistoryWriter(out) : writer;
            writer = lines;
            lines.write(history.cursor(written));
            out.flush();
            written = history.size();
        } catch (IOException broken) {
            failure = broken;
        }
    }

    /**
     * Write the rest, and the line that ends the history. Idempotent.
     *
     * @throws IOException if any event could not be written
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        flush();
        closed = true;
        notifyAll();
        try (out) {
            if (failure == null && writer != null) {
                writer.end(Optional.empty());
            }
        } catch (IOException broken) {
            failure = failure == null ? broken : failure;
        }
        if (failure != null) {
            throw new IOException(Complaints.incomplete(file, String.valueOf(failure.getMessage())), failure);
        }
    }
}
