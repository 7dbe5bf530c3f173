/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a run may set from outside: {@code -Dtrial.…} or {@code junit-platform.properties}. Goes over the
 * annotations.
 *
 * @param bootstrapServers {@code trial.bootstrap.servers}: attach to this cluster instead of starting one
 * @param control {@code trial.control.file}: attach by this file, which gives all levers of that cluster
 * @param clientProperties {@code trial.client.properties}: what the harness's clients need to get into that cluster
 * @param clientFiles {@code trial.client.files}: where {@code NAME.properties} of every user of it is
 * @param engine {@code trial.engine}
 * @param kafkaVersion {@code trial.kafka.version}
 * @param seed {@code trial.seed}
 * @param reports {@code trial.report.dir}: where report files go
 */
record Options(
        Optional<String> bootstrapServers,
        Optional<Path> control,
        Optional<Path> clientProperties,
        Optional<Path> clientFiles,
        Optional<String> engine,
        Optional<String> kafkaVersion,
        OptionalLong seed,
        Path reports) {

    static Options of(ExtensionContext context) {
        OptionalLong seed = given(context, "trial.seed")
                .map(Options::parseSeed)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
        Path reports = given(context, "trial.report.dir").map(Path::of).orElseGet(Options::defaultReports);
        return new Options(
                given(context, "trial.bootstrap.servers"),
                given(context, "trial.control.file").map(Path::of),
                given(context, "trial.client.properties").map(Path::of),
                given(context, "trial.client.files").map(Path::of),
                given(context, "trial.engine"),
                given(context, "trial.kafka.version"),
                seed,
                reports);
    }

    /** The same for tests that have clusters of their own anyway, where the other cluster is of the harness. */
    Options forOwnClusters() {
        return control.isEmpty()
                ? this
                : new Options(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        engine,
                        kafkaVersion,
                        seed,
                        reports);
    }

    private static Optional<String> given(ExtensionContext context, String name) {
        return context.getConfigurationParameter(name).map(String::trim).filter(text -> !text.isEmpty());
    }

    private static long parseSeed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw JunitComplaints.seed(text);
        }
    }

    private static Path defaultReports() {
        boolean gradle = !Files.isDirectory(Path.of("target")) && Files.isDirectory(Path.of("build"));
        return Path.of(gradle ? "build" : "target", "kafka-trial");
    }
}
