/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last lines that the brokers inside this JVM logged, and shows the user only what concerns
 * him: every line of the harness, and errors of the libraries inside it.
 *
 * <p>A broker of Apache Kafka says hundreds of lines at INFO while it starts; on a user's console they
 * would hide his own. They matter when a test failed: then they are read off {@link #recent()} and laid
 * beside the report. {@code -Dtrial.log.level=debug} shows more, {@code -Dtrial.log.file=FILE} writes every
 * line that is kept. Safe for use by several threads.
 */
public final class InternalLog {

    /** How many lines are kept; with the bound on a line some 2 MB at most, usually 200 KB. */
    static final int LINES_MAX = 1_000;

    private static final String HOUSE = "io.kafkatrial.";
    private static final String LIBRARIES = HOUSE + "shaded.";

    private final LogSettings settings;
    private final InstantSource clock;
    private final UserLog user;
    /** Guarded by itself, as is the file. */
    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();

    private final @Nullable PrintWriter file;

    InternalLog(LogSettings settings, InstantSource clock, UserLog user) {
        this.settings = settings;
        this.clock = clock;
        this.user = user;
        this.file = settings.file() == null ? null : open(settings.file());
    }

    /** Return the one log of this JVM. */
    public static InternalLog ofThisJvm() {
        return OfThisJvm.LOG;
    }

    /** Return the lines kept, oldest first, from every cluster of this JVM; each may go over several lines of text. */
    public List<String> recent() {
        synchronized (lines) {
            return lines.stream().map(LogLine::text).toList();
        }
    }

    /**
     * Return the lowest level at which lines of a logger are kept: INFO of the libraries, DEBUG of the harness,
     * or whatever lower level the user wants to see.
     */
    public Level threshold(String logger) {
        Level kept = isOfTheHouse(logger) ? Level.DEBUG : Level.INFO;
        return lower(kept, settings.shown());
    }

    /** Keep a line, and show it if it concerns the user. */
    public void write(String logger, Level level, String message, @Nullable Throwable thrown) {
        LogLine line = LogLine.of(clock.millis(), level, logger.replace(LIBRARIES, ""), message, thrown);
        synchronized (lines) {
            if (lines.size() == LINES_MAX) {
                lines.removeFirst();
            }
            lines.addLast(line);
            if (file != null) {
                file.println(line.text());
            }
        }
        if (isOfTheHouse(logger) || isAtLeast(level, settings.shown())) {
            user.write(logger, level, message, thrown);
        }
    }

    private static boolean isOfTheHouse(String logger) {
        return logger.startsWith(HOUSE) && !logger.startsWith(LIBRARIES);
    }

    private static boolean isAtLeast(Level level, Level bound) {
        return level.getSeverity() >= bound.getSeverity();
    }

    private static Level lower(Level one, Level other) {
        return isAtLeast(one, other) ? other : one;
    }

    /** Several JVMs of a build may share the file; each appends. */
    private static PrintWriter open(Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return new PrintWriter(
                    Files.newBufferedWriter(
                            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    true);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static final class OfThisJvm {
        static final InternalLog LOG = start();

        private OfThisJvm() {}

        private static InternalLog start() {
            UserLog user = new LazyUserLog();
            LogSettings settings = LogSettings.of(System::getProperty, user);
            try {
                return new InternalLog(settings, Clock.systemUTC(), user);
            } catch (UncheckedIOException refused) {
                user.write(
                        InternalLog.class.getName(),
                        Level.WARNING,
                        "trial.log.file = " + settings.file() + " cannot be written (" + refused.getCause()
                                + "); the log is kept in memory only. Name a file in a directory you may write to.",
                        null);
                return new InternalLog(settings.withoutFile(), Clock.systemUTC(), user);
            }
        }
    }
}
