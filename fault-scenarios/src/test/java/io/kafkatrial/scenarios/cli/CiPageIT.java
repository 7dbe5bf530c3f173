/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.cli.StandaloneJarFixture.Ended;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/ci.md that need the jar only do what is said there. Those of Maven run in the plugin's builds. */
class CiPageIT {

    private static final Pattern COMMAND = Pattern.compile("^\\s*- (java -jar (kafka-trial-scenarios-\\S+[.]jar) .*)$");
    private static final Pattern KEPT = Pattern.compile("^\\s*- (reports/.*)$");

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
    void everyCommandRunsAndLeavesWhatIsKept() throws Exception {
        // Given
        List<String> page = Files.readAllLines(Path.of("..", "docs", "ci.md"));
        List<String> commands = matches(page, COMMAND, 1);
        List<String> kept = matches(page, KEPT, 1);
        assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
        assertThat(kept).hasSizeGreaterThanOrEqualTo(3);
        for (String name :
                List.copyOf(matches(page, COMMAND, 2)).stream().distinct().toList()) {
            Files.createSymbolicLink(folder.resolve(name), StandaloneJarFixture.JAR);
        }
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        Files.writeString(
                scenarios.resolve("few-orders.yaml"),
                """
                version: 1
                name: few-orders
                idea: Orders are not lost where nothing happens.
                cluster: { brokers: 1, topics: [ { name: orders } ] }
                guarded:
                  workload:
                    - { kind: Produce, topic: orders, records: 50, config: { acks: all } }
                  expected:
                    - { claim: AT_LEAST_ONCE }
                """);

        // When
        for (String command : commands) {
            String line = command.replaceFirst("^java ", "'" + StandaloneJarFixture.java() + "' ");
            Ended ended = new StandaloneJarFixture(folder).process(List.of("/bin/sh", "-c", line));
            assertThat(ended.exit()).as("%s: %s", command, ended).isZero();
        }

        // Then
        for (String pattern : kept) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.replaceAll("/$", ""));
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.map(folder::relativize).anyMatch(matcher::matches))
                        .as(pattern)
                        .isTrue();
            }
        }
    }

    private static List<String> matches(List<String> lines, Pattern pattern, int group) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(group))
                .toList();
    }
}
