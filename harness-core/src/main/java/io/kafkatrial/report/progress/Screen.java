/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Where a line of progress goes. Used by one thread at a time. */
interface Screen {

    /** How often it wants a line; empty for never. */
    Optional<Duration> every();

    /** Write a line, in place of the one before if it can. */
    void show(String line);

    /** Take the line away if it can. */
    void clear();

    /** Nowhere. */
    Screen NONE = new Screen() {
        @Override
        public Optional<Duration> every() {
            return Optional.empty();
        }

        @Override
        public void show(String line) {}

        @Override
        public void clear() {}
    };

    /**
     * A screen for a mode.
     *
     * @throws IllegalArgumentException if the mode is none
     */
    static Screen choose(String mode, Surroundings surroundings) {
        return switch (mode) {
            case "off" -> NONE;
            case "auto" ->
                surroundings.isCi() || surroundings.isDumb()
                        ? NONE
                        : surroundings.terminal().orElse(NONE);
            case "on" ->
                surroundings.terminal().filter(screen -> !surroundings.isDumb()).orElseGet(surroundings::log);
            default ->
                throw new IllegalArgumentException(
                        "trial.progress is '" + mode
                                + "', which is no way to show progress. Say auto (live on a terminal, nothing in CI), on, or off.");
        };
    }

    /**
     * A terminal: the line is rewritten in place. The cursor goes back to its beginning each time, so that what
     * others print starts in the first column and overwrites it.
     */
    record Terminal(OutputStream out, int width) implements Screen {

        private static final String WIPE = "\r\u001b[2K";

        @Override
        public Optional<Duration> every() {
            return Optional.of(Duration.ofMillis(450));
        }

        @Override
        public void show(String line) {
            int most = Math.max(20, width - 1);
            write(WIPE + (line.length() <= most ? line : line.substring(0, most - 1) + "…") + "\r");
        }

        @Override
        public void clear() {
            write(WIPE);
        }

        private void write(String text) {
            try {
                out.write(text.getBytes(UTF_8));
                out.flush();
            } catch (IOException gone) {
                // a terminal that was closed wants no progress
            }
        }
    }

    /** A log: now and then a whole line. */
    record Log(PrintStream out) implements Screen {

        @Override
        public Optional<Duration> every() {
            return Optional.of(Duration.ofSeconds(10));
        }

        @Override
        public void show(String line) {
            out.println("[trial] " + line);
        }

        @Override
        public void clear() {}
    }
}
