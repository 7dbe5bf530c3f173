/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log, rendered only when somebody reads it.
 *
 * @param atMs when, since the epoch
 * @param trace the stack trace of what was thrown
 */
record LogLine(long atMs, Level level, String thread, String logger, String message, @Nullable String trace) {

    private static final int MESSAGE_CHARS_MAX = 2_000;
    private static final int TRACE_CHARS_MAX = 8_000;

    static LogLine of(long atMs, Level level, String logger, String message, @Nullable Throwable thrown) {
        return new LogLine(
                atMs,
                level,
                Thread.currentThread().getName(),
                logger,
                cut(message, MESSAGE_CHARS_MAX),
                thrown == null ? null : cut(traceOf(thrown), TRACE_CHARS_MAX));
    }

    String text() {
        String line = Format.TIME.format(Instant.ofEpochMilli(atMs)) + " " + level + " [" + thread + "] " + logger
                + " - " + message;
        return trace == null ? line : line + System.lineSeparator() + trace.stripTrailing();
    }

    private static String cut(String text, int charsMax) {
        return text.length() <= charsMax ? text : text.substring(0, charsMax) + "…";
    }

    private static String traceOf(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** Apart, for its classes are loaded only for a reader. */
    private static final class Format {
        static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

        private Format() {}
    }
}
