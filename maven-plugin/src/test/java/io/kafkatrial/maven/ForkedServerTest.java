/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void readyServerSaysWhereItIsAndEndsWhenTheLeashIsLetGo() throws MojoExecutionException {
        ForkedServer server = start("good");

        Properties said = server.awaitReady(LONG);
        boolean ranWhenReady = server.runs();
        server.stop();

        assertThat(said).containsEntry("bootstrap.servers", "localhost:1,localhost:2");
        assertThat(ranWhenReady).isTrue();
        assertThat(server.runs()).isFalse();
    }

    @Test
    void serverThatIsAskedToJudgeLeavesItsFindings() throws MojoExecutionException {
        ForkedServer server = start("good");
        server.awaitReady(LONG);
        assertThat(server.findings()).isEmpty();

        boolean gone = server.conclude(LONG);

        assertThat(gone).isTrue();
        assertThat(server.findings()).hasValueSatisfying(found -> {
            assertThat(found.passed()).isFalse();
            assertThat(found.lines()).containsExactly("Fault crash never bit: late");
            assertThat(Complaints.whatFailed("default", found))
                    .startsWith("execution default: fault crash never bit")
                    .contains("<allowVacuous>");
        });
    }

    @Test
    void findingsOfAnEarlierServerAreNotTakenForThoseOfThisOne() throws Exception {
        Files.writeString(folder.resolve("findings.json"), "stale");
        ForkedServer server = start("good");
        server.awaitReady(LONG);
        server.stop();

        assertThat(server.findings()).isEmpty();
    }

    @Test
    void serverThatDiesIsShownByItsExitCodeAndLastLines() throws MojoExecutionException {
        ForkedServer server = start("bad");

        assertThatThrownBy(() -> server.awaitReady(LONG))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("a line of bad")
                .hasMessageContaining(folder.resolve("server.log").toString());
    }

    @Test
    void serverThatIsNotReadyInTimeIsKilled() throws Exception {
        ForkedServer server = start("slow");

        assertThatThrownBy(() -> server.awaitReady(Duration.ofMillis(20)))
                .hasMessageContaining("not ready within 20 ms")
                .hasMessageContaining("startTimeout");

        assertThat(ProcessHandle.of(server.pid()).map(ProcessHandle::onExit))
                .satisfiesAnyOf(gone -> assertThat(gone).isEmpty(), going -> assertThat(going.orElseThrow())
                        .succeedsWithin(LONG));
    }

    @Test
    void readyFileOfAnEarlierServerIsNotTakenForThisOne() throws Exception {
        Files.writeString(folder.resolve("ready.properties"), "bootstrap.servers=stale:1");
        ForkedServer server = start("bad");

        assertThatThrownBy(() -> server.awaitReady(LONG)).hasMessageContaining("exit code 3");
    }

    private ForkedServer start(String kind) throws MojoExecutionException {
        return ForkedServer.start(
                readyFile -> List.of(
                        ServerCommand.javaOfThisBuild().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerFixture.class.getName(),
                        readyFile.toString(),
                        kind),
                folder);
    }
}
