/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecutionException;

/** Reads the durations of this plugin's parameters. */
final class Durations {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");

    private Durations() {}

    static Duration parse(String parameter, String value) throws MojoExecutionException {
        Matcher matcher = GRAMMAR.matcher(value.trim());
        if (!matcher.matches()) {
            throw Complaints.badDuration(parameter, value);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
