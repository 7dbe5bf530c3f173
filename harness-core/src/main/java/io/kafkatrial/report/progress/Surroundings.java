/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.progress;

import java.io.Console;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process runs in.
 *
 * @param environment the environment variables
 * @param terminals finds a terminal to write to
 */
record Surroundings(Map<String, String> environment, Supplier<Optional<Screen>> terminals) {

    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final int WIDTH = 100;

    static Surroundings real() {
        return new Surroundings(System.getenv(), Surroundings::findTerminal);
    }

    /** {@code -Dtrial.progress}, else {@code TRIAL_PROGRESS}, else {@code auto}. */
    static String wish() {
        String told = System.getProperty("trial.progress", System.getenv().getOrDefault("TRIAL_PROGRESS", "auto"));
        String mode = told.strip().toLowerCase(Locale.ROOT);
        return mode.isEmpty() ? "auto" : mode;
    }

    /** Continuous integration: the common services set this variable. */
    boolean isCi() {
        String ci = environment.getOrDefault("CI", "");
        return !ci.isEmpty() && !ci.equalsIgnoreCase("false") && !ci.equals("0");
    }

    boolean isDumb() {
        return environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    Optional<Screen> terminal() {
        return terminals.get();
    }

    Screen log() {
        return new Screen.Log(System.err);
    }

    /**
     * The terminal this process is controlled by, also if its output is not: a test runner reads that of the JVMs
     * it forks.
     */
    private static Optional<Screen> findTerminal() {
        int width = columns();
        if (Files.exists(TERMINAL)) {
            try {
                return Optional.of(new Screen.Terminal(new FileOutputStream(TERMINAL.toFile()), width));
            } catch (IOException none) {
                return Optional.empty();
            }
        }
        return isConsole() ? Optional.of(new Screen.Terminal(System.err, width)) : Optional.empty();
    }

    private static int columns() {
        try {
            return Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "" + WIDTH));
        } catch (NumberFormatException nonsense) {
            return WIDTH;
        }
    }

    /** Since Java 22 there is a console even without a terminal. */
    @SuppressWarnings("SystemConsoleNull") // that is what is asked below
    private static boolean isConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }
}
