/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ScenarioCommandTest {

    @TempDir
    private Path folder;

    @Test
    void onlyWhatIsGivenIsSaidAndNamesComeLast() {
        List<String> words = new ScenarioCommand.Words()
                .addAll("--tag", List.of("acks", " crash "))
                .addAll("--half", null)
                .add("--runs", null)
                .add("--parallel", 0)
                .addIf(false, "--report-all")
                .names(List.of("leader-*"))
                .list();
        var command = new ScenarioCommand(
                Path.of("java"), List.of("-Xmx1g"), Map.of("trial.progress", "on"), List.of("a.jar", "b.jar"), words);

        assertThat(command.line())
                .containsExactly(
                        "java",
                        "-Xmx1g",
                        "-Dtrial.progress=on",
                        "-cp",
                        "a.jar" + File.pathSeparator + "b.jar",
                        "io.kafkatrial.scenarios.cli.Main",
                        "run",
                        "--leash",
                        "--tag",
                        "acks",
                        "--tag",
                        "crash",
                        "--parallel",
                        "0",
                        "leader-*");
    }

    @Test
    @Timeout(30)
    void whatTheProcessPrintsIsToldAndItsExitCodeGivenBack() throws Exception {
        List<String> lines = new ArrayList<>();

        int exitCode = new ForkedRun(List.of(ServerCommand.javaOfThisBuild().toString(), "-no-such-option"), folder)
                .run(lines::add);

        assertThat(exitCode).isEqualTo(1);
        assertThat(lines).anyMatch(line -> line.contains("-no-such-option"));
    }
}
