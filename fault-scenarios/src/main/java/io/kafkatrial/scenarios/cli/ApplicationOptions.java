/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.scenarios.ClaimText;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.app.Code;
import io.kafkatrial.scenarios.app.Ends;
import io.kafkatrial.scenarios.app.OnTrial;
import io.kafkatrial.scenarios.app.OwnApplication;
import io.kafkatrial.scenarios.app.Part;
import io.kafkatrial.scenarios.app.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An application of the user's own, in the place of the workloads. Set once, by picocli. */
final class ApplicationOptions {

    private static final String CLASS = "class:";

    @Option(
            names = "--app",
            paramLabel = "COMMAND",
            description =
                    "Put this application on trial, in the place of the scenarios' workloads: a line for the shell,"
                            + " or class:NAME. See docs/own-application.md.")
    private @Nullable String application;

    @Option(
            names = "--producer",
            paramLabel = "COMMAND",
            description = "The same for an application in two parts: what sends.")
    private @Nullable String producer;

    @Option(
            names = "--consumer",
            paramLabel = "COMMAND",
            description = "The same for an application in two parts: what reads.")
    private @Nullable String consumer;

    @Option(
            names = {"--app-ends", "--producer-ends"},
            paramLabel = "HOW",
            defaultValue = "exit",
            description =
                    "How it ends: exit (by itself), told (by SIGTERM, when the faults are through), or a time after"
                            + " which it is told. Default: ${DEFAULT-VALUE}.")
    private String senderEnds = "exit";

    @Option(
            names = "--consumer-ends",
            paramLabel = "HOW",
            defaultValue = "told",
            description = "The same for what reads; told, when it has read everything. Default: ${DEFAULT-VALUE}.")
    private String consumerEnds = "told";

    @Option(
            names = "--app-timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long the application may take. Default: ${DEFAULT-VALUE}.")
    private String timeout = "2m";

    @Option(
            names = "--record",
            paramLabel = "BY",
            description = "Who records the application: wire or clients."
                    + " Default: clients for classes that run in this process, else wire.")
    private @Nullable String recording;

    @Option(
            names = "--claim",
            paramLabel = "CLAIM",
            split = ",",
            description = "What the application has to fulfil, as EXACTLY_ONCE or AVAILABLE(5s); may be repeated."
                    + " Default: the claims of the guarded half.")
    private List<String> claims = List.of();

    /** The same scenarios, or, if there is an application, those that have a place for it, with it in that place. */
    List<Scenario> in(List<Scenario> scenarios, List<String> named) {
        if (application == null && producer == null && consumer == null) {
            return scenarios;
        }
        return OnTrial.inEach(
                scenarios, named, own(), claims.stream().map(ClaimText::parse).toList());
    }

    private OwnApplication own() {
        List<Part> parts = new ArrayList<>();
        Ends sender = Ends.parse(senderEnds);
        add(parts, Role.APPLICATION, application, sender);
        add(parts, Role.PRODUCER, producer, sender);
        add(parts, Role.CONSUMER, consumer, Ends.parse(consumerEnds));
        Duration bound = Durations.parse(timeout);
        return new OwnApplication(parts, bound, Optional.ofNullable(recording).map(ApplicationOptions::recording));
    }

    private static void add(List<Part> parts, Role role, @Nullable String code, Ends ends) {
        if (code != null) {
            parts.add(new Part(role, code(code), ends));
        }
    }

    private static Code code(String text) {
        return text.startsWith(CLASS)
                ? new Code.JavaClass(text.substring(CLASS.length()).strip())
                : Code.Command.shell(text);
    }

    private static Recording recording(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "wire" -> Recording.WIRE;
            case "clients" -> Recording.CLIENTS;
            default ->
                throw new TrialException(
                        "'" + text + "' records nothing: write wire or clients. See docs/own-application.md.");
        };
    }
}
