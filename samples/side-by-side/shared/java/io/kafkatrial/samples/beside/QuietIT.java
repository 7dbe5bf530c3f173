/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads on his console whose logging backend shows INFO unless told otherwise. */
@Timeout(60)
class QuietIT {
    private static final String INSIDES = "org.apache.kafka";

    @TempDir
    Path directory;

    /** Everything a green test does with a cluster; no client, for those are the user's and log as he likes. */
    static final class Green {
        private Green() {}

        public static void main(String[] args) {
            try (Cluster cluster =
                    Cluster.builder().brokers(3).topic("quiet", 3).start()) {
                cluster.broker(1).crash();
                cluster.broker(1).restart();
            }
            System.out.println("green");
        }
    }

    @Test
    void greenRunIsSilent() throws Exception {
        assertThat(consoleOf()).isEqualToIgnoringNewLines("green");
    }

    @Test
    void whatIsAskedForIsShown() throws Exception {
        assertThat(consoleOf("-Dtrial.log.level=info")).contains(INSIDES).contains("green");
    }

    @Test
    void fileGetsWhatTheConsoleDoesNot() throws Exception {
        Path file = directory.resolve("trial.log");

        assertThat(consoleOf("-Dtrial.log.file=" + file)).isEqualToIgnoringNewLines("green");

        assertThat(Files.readString(file)).contains(INSIDES).contains("broker 1 is CRASHED");
    }

    private static String consoleOf(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Green.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        String console = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(console).isZero();
        return console;
    }
}
