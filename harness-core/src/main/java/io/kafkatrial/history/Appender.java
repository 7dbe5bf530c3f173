/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        if (failure == null && !closed) {
            append(recorder.history());
        }
    }

    private synchronized void append(History history) {
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
     * Write the rest, and the line that ends the history. Idempotent; when it returns, its thread is gone.
     *
     * @throws IOException if any event could not be written
     */
    @Override
    public void close() throws IOException {
        try {
            finish();
        } finally {
            awaitThread();
        }
    }

    /**
     * End the file with exactly this history: what the recorder had when the test was judged, whatever it recorded
     * since. Only what is not in the file yet is written; if the file cannot become this history that way (it has
     * more already, the history was merged from several, or writing failed before), it is replaced by a new one.
     * Does nothing once closed.
     *
     * @throws IOException if the history cannot be written
     */
    public void close(History history) throws IOException {
        try {
            finish(history);
        } finally {
            awaitThread();
        }
    }

    private synchronized void finish() throws IOException {
        if (closed) {
            return;
        }
        flush();
        stop();
        end(/* whole= */ true);
        if (failure != null) {
            throw new IOException(Complaints.incomplete(file, String.valueOf(failure.getMessage())), failure);
        }
    }

    private synchronized void finish(History history) throws IOException {
        if (closed) {
            return;
        }
        stop();
        boolean goesOn = history.names() == recorder.history().names() && written <= history.size();
        if (goesOn && failure == null) {
            append(history);
        }
        end(goesOn);
        if (!goesOn || failure != null) {
            replace(history);
        }
    }

    /** A process killed meanwhile leaves the old file or the new one. */
    private void replace(History history) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".whole");
        try {
            HistoryFile.write(whole, history);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private synchronized void stop() {
        closed = true;
        notifyAll();
    }

    private synchronized void end(boolean whole) {
        try (out) {
            if (whole && failure == null && writer != null) {
                writer.end(Optional.empty());
            }
        } catch (IOException broken) {
            failure = failure == null ? broken : failure;
        }
    }

    /** It has nothing more to do, so this takes no time. */
    private void awaitThread() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
