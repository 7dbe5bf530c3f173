/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file is as the documentation shows it, and the tools shown there can read it. */
class HistoryToolsTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path GOLDEN = RESOURCES.resolve("golden/history.jsonl");

    @TempDir
    Path directory;

    @Test
    void fileIsTheOneOfTheDocumentation() throws IOException {
        Path file = directory.resolve("history.jsonl");
        HistoryFile.write(file, lostWrite());
        if (Boolean.getBoolean("trial.golden.update")) {
            Files.copy(file, GOLDEN, StandardCopyOption.REPLACE_EXISTING);
        }

        assertThat(file).as("update with -Dtrial.golden.update=true").hasSameTextualContentAs(GOLDEN);
        assertThat(HistoryFile.read(GOLDEN)).isEqualTo(lostWrite());
    }

    @ParameterizedTest
    @ValueSource(strings = {"golden/history.jsonl", "history/events.jq", "history/lost.py"})
    void documentationShowsWhatIsTested(String file) throws IOException {
        assertThat(Files.readString(Path.of("../docs/history.md"))).contains(Files.readString(RESOURCES.resolve(file)));
    }

    @Test
    void jqSeesEveryEvent() throws Exception {
        List<String> events = run("jq", "-c", "-n", "-f", RESOURCES.resolve("history/events.jq"), GOLDEN);

        assertThat(events).hasSize(lostWrite().size());
        assertThat(events.get(0))
                .isEqualTo("{\"event\":\"LeaderChanged\",\"at\":\"2026-11-21T10:00:00Z\",\"topic\":\"orders\","
                        + "\"partition\":0,\"leader\":1,\"leaderEpoch\":0}");
        assertThat(events.get(2))
                .isEqualTo("{\"event\":\"SendAcked\",\"at\":\"2026-11-21T10:00:00.002Z\",\"nanos\":0,\"sequence\":0,"
                        + "\"offset\":0,\"producer\":\"p1\",\"topic\":\"orders\",\"partition\":0}");
    }

    @Test
    void pythonFindsTheLostRecord() throws Exception {
        assertThat(run("python3", RESOURCES.resolve("history/lost.py"), GOLDEN)).containsExactly("p1#1");
    }

    private static History lostWrite() {
        return new Tale()
                .leader(0, 1, 0)
                .sentWithKey("anna", "p1#0")
                .acked("p1#0", 0, 0)
                .sentWithKey("bert", "p1#1")
                .acked("p1#1", 0, 1)
                .sent("p1#2")
                .unknown("p1#2")
                .found("p1#0", 0, 0)
                .found("p1#2", 0, 1)
                .drained(0, 0, 2)
                .end();
    }

    /** Lines of output; the test is skipped where there is no such tool. */
    private static List<String> run(Object... command) throws IOException, InterruptedException {
        List<String> words = Arrays.stream(command).map(Object::toString).toList();
        assumeThat(isHere(words.get(0))).as("%s is here", words.get(0)).isTrue();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    private static boolean isHere(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
