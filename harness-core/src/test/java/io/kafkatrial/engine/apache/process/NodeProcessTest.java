/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.engine.outside.Deadline;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes and places as the operating system has them; with shells in place of brokers. */
class NodeProcessTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @BeforeEach
    void needsAShell() {
        assumeTrue(NodeProcess.canPause(), "there is no POSIX shell here");
    }

    private NodeLog log() {
        return new NodeLog(folder.resolve("node.log"));
    }

    private NodeProcess shell(String script) throws IOException {
        return NodeProcess.start(List.of("/bin/sh", "-c", script), folder, log());
    }

    @Test
    void outputGoesToTheLogAndTheEndIsTold() throws IOException {
        NodeProcess process = shell("echo said; exit 3");

        assertThat(process.awaitExit(LONG)).isTrue();
        assertThat(process.exitCode()).contains(3);
        assertThat(process.lastWords()).contains("said");
    }

    @Test
    void pausedProcessStandsStillAndCanStillBeKilled() throws IOException {
        NodeProcess process = shell("while read word; do echo $word; done");
        process.pause();
        assertThat(process.isAlive()).isTrue();

        process.resume();
        process.pause();
        process.kill();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void terminatedProcessMayEndInItsOwnWay() throws IOException {
        NodeProcess process = shell("trap 'echo bye; exit 0' TERM; echo up; while :; do read word || exit 9; done");
        assertThat(Deadline.in(LONG).await(() -> log().tail().contains("up"))).isTrue();

        process.terminate();

        // a leash that ended would have made it 9
        assertThat(process.awaitExit(LONG)).isTrue();
        assertThat(process.exitCode()).contains(0);
    }

    @Test
    void placeOfAJvmThatWasKilledIsSwept() throws IOException {
        // Given what a killed JVM leaves: a place whose lock nobody holds
        Path all;
        try (Workplace own = Workplace.make()) {
            all = own.directory().getParent();
            assertThat(own.directory().getFileName().toString()).startsWith("cluster-");
        }
        Path left = Files.createDirectories(
                all.resolve("cluster-left-" + ProcessHandle.current().pid()));
        Files.createDirectories(left.resolve("node-1/data"));
        Files.createFile(left.resolve("owner.lock"));

        // When
        try (Workplace next = Workplace.make()) {
            // Then
            assertThat(left).doesNotExist();
            assertThat(next.directory()).isDirectory();
        }
    }

    @Test
    void classTellsTheJavaItNeeds() throws IOException {
        Path jar = folder.resolve("some.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("kafka/Kafka.class"));
            DataOutputStream bytes = new DataOutputStream(out);
            bytes.writeInt(0xCAFEBABE);
            bytes.writeShort(0);
            bytes.writeShort(44 + 25);
            bytes.flush();
            out.closeEntry();
        }

        assertThat(JavaHome.neededBy(jar, "kafka.Kafka")).contains(25);
        assertThat(JavaHome.neededBy(jar, "kafka.Other")).isEmpty();
        assertThat(new JavaHome(Path.of(System.getProperty("java.home"))).feature())
                .isEqualTo(Runtime.version().feature());
    }
}
