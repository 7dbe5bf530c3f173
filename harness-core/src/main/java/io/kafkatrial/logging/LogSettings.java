/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked of the log by system properties.
 *
 * @param shown the lowest level at which lines of the libraries are shown ({@code trial.log.level})
 * @param file where every line that is kept is also written ({@code trial.log.file})
 */
record LogSettings(Level shown, @Nullable Path file) {

    private static final String LEVEL = "trial.log.level";
    private static final String FILE = "trial.log.file";

    /** In the words of users; the platform's WARNING is their WARN. */
    private static final Map<String, Level> LEVELS = Map.of(
            "trace", Level.TRACE,
            "debug", Level.DEBUG,
            "info", Level.INFO,
            "warn", Level.WARNING,
            "error", Level.ERROR,
            "off", Level.OFF);

    static LogSettings of(Function<String, @Nullable String> property, UserLog complaints) {
        String level = property.apply(LEVEL);
        String file = property.apply(FILE);
        Level shown = level == null ? Level.ERROR : LEVELS.get(level.toLowerCase(Locale.ROOT));
        if (shown == null) {
            complaints.write(LogSettings.class.getName(), Level.WARNING, unknown(level), null);
            shown = Level.ERROR;
        }
        return new LogSettings(shown, file == null || file.isBlank() ? null : Path.of(file));
    }

    private static String unknown(@Nullable String level) {
        String known = Arrays.stream(Level.values())
                .flatMap(value -> LEVELS.entrySet().stream()
                        .filter(entry -> entry.getValue() == value)
                        .map(Map.Entry::getKey))
                .collect(Collectors.joining(", "));
        return LEVEL + " = " + level + " is not a level; errors only are shown. Write one of " + known + ".";
    }

    LogSettings withoutFile() {
        return new LogSettings(shown, null);
    }
}
