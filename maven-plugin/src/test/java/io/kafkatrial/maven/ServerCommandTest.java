/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ServerCommandTest {

    @Test
    void everyParameterReachesTheCommandLine() {
        var shape = new ServerCommand.Shape(
                5,
                19092,
                List.of("orders:3:3", " audit"),
                Map.of("b", "2", "a", "1=1"),
                OptionalLong.of(42),
                new ServerCommand.Software(Optional.of("apache"), Optional.of("3.9.1")),
                List.of("--protocol", "SSL"));

        List<String> words = new ServerCommand(Path.of("java"), List.of("-Xmx99m"), List.of(Path.of("core.jar")), shape)
                .leashed(Path.of("ready"));

        assertThat(String.join(" ", words))
                .startsWith("java ")
                .contains(" -Xmx99m -jar core.jar run ")
                .endsWith("--brokers 5 --port 19092 --topic orders:3:3 --topic audit"
                        + " --config a=1=1 --config b=2 --seed 42 --engine apache"
                        + " --kafka-version 3.9.1 --protocol SSL --leash --ready-file ready --control-file "
                        + Path.of("control.properties").toAbsolutePath());
    }

    @Test
    void freePortsAndRandomSeedAreLeftToTheServer() {
        var shape = new ServerCommand.Shape(
                1,
                0,
                List.of(),
                Map.of(),
                OptionalLong.empty(),
                new ServerCommand.Software(Optional.empty(), Optional.empty()),
                List.of());

        List<String> words = new ServerCommand(Path.of("java"), List.of(), List.of(Path.of("core.jar")), shape)
                .leashed(Path.of("ready"));

        assertThat(words).doesNotContain("--port", "--seed", "--topic", "--config", "--engine", "--kafka-version");
    }

    @Test
    void serverThatJudgesHasMoreOnItsClassPath() {
        var shape = new ServerCommand.Shape(
                1,
                0,
                List.of(),
                Map.of(),
                OptionalLong.empty(),
                new ServerCommand.Software(Optional.empty(), Optional.empty()),
                List.of());

        List<String> words = new ServerCommand(
                        Path.of("java"), List.of(), List.of(Path.of("core.jar"), Path.of("scenarios.jar")), shape)
                .leashed(Path.of("ready"));

        assertThat(String.join(" ", words))
                .contains(" -cp core.jar" + java.io.File.pathSeparator
                        + "scenarios.jar io.kafkatrial.cli.StandaloneMain run --brokers 1 ");
    }
}
