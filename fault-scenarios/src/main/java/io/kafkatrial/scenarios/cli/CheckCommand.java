/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.own.OwnScenarios;
import io.kafkatrial.scenarios.run.ExitCode;
import io.kafkatrial.scenarios.yaml.ScenarioFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads scenarios in files, and runs nothing. */
@Command(
        name = "check",
        description = "Checks scenarios in YAML without running them; says what is wrong, and in which line.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
final class CheckCommand extends ConsoleCommand {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, or directories of them.")
    private List<Path> places = List.of();

    CheckCommand(Main.Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        boolean sound = true;
        for (Path place : places) {
            List<Path> files = OwnScenarios.filesIn(place);
            sound &= !files.isEmpty() || complain(place + ": no file here ends in .yaml, .yml or .json");
            for (Path file : files) {
                sound &= check(file);
            }
        }
        return (sound ? ExitCode.AS_DECLARED : ExitCode.USAGE).code();
    }

    private boolean check(Path file) {
        try {
            Scenario scenario = ScenarioFile.read(file);
            String halves = scenario.sides().stream().map(Object::toString).collect(Collectors.joining(" and "));
            console.out().println(file + ": " + scenario.page().name() + ", " + halves);
            return true;
        } catch (TrialException mistake) {
            return complain(String.valueOf(mistake.getMessage()));
        }
    }

    private boolean complain(String mistake) {
        console.err().println("kafka-trial-scenarios: " + mistake);
        return false;
    }
}
