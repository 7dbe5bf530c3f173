/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one reader and writer of durations: {@code 50ms}, {@code 1s}, {@code 2m}, {@code 1h}, or ISO-8601. */
public final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h)");

    private Durations() {}

    /**
     * Parse a duration: a whole number followed by {@code ms}, {@code s}, {@code m} or {@code h}, or
     * ISO-8601 such as {@code PT1.5S}. Never negative.
     *
     * @throws io.kafkatrial.engine.TrialException stating that grammar
     */
    public static Duration parse(String text) {
        String trimmed = text.trim();
        Matcher matcher = SHORT.matcher(trimmed);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        return parseIso(text, trimmed);
    }

    private static Duration parseIso(String text, String trimmed) {
        try {
            Duration parsed = Duration.parse(trimmed);
            if (!parsed.isNegative()) {
                return parsed;
            }
        } catch (DateTimeParseException notIso) {
            // falls through to the one complaint below
        }
        throw Complaints.duration(text);
    }

    /** Write a duration in the form {@link #parse} reads, in the largest unit that keeps it whole. */
    public static String format(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0 || !duration.equals(Duration.ofMillis(ms))) {
            return duration.isZero() ? "0s" : duration.toString();
        }
        if (ms % 3_600_000 == 0) {
            return ms / 3_600_000 + "h";
        }
        if (ms % 60_000 == 0) {
            return ms / 60_000 + "m";
        }
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }
}
