/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.run.Job;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command that runs a single job again: with what the order said of scenarios and applications of the user's own, and
 * without what it said of how many there are and where files go. A value.
 *
 * @param options what comes after the job, each with a space before it
 */
record Again(String options) {

    private static final Set<String> NOT_OF_A_JOB = Set.of(
            "--without",
            "--tag",
            "--chapter",
            "--half",
            "--engine",
            "--seed",
            "--runs",
            "--parallel",
            "--reports",
            "--report-all",
            "--leash",
            "--stacktrace");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,=+-]+");

    static Again of(ParseResult order) {
        return new Again(order.matchedOptions().stream()
                .filter(option -> !NOT_OF_A_JOB.contains(option.longestName()))
                .map(Again::words)
                .collect(Collectors.joining()));
    }

    private static String words(OptionSpec option) {
        return option.originalStringValues().stream()
                .map(value -> " " + option.longestName() + " " + quoted(value))
                .collect(Collectors.joining());
    }

    /** As a POSIX shell wants it. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    String command(Job job) {
        return "java -jar kafka-trial-scenarios-standalone.jar run " + job.name() + " --half " + job.side()
                + " --engine " + job.engine() + " --seed " + job.seed() + options;
    }
}
