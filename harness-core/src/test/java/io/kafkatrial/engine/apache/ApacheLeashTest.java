/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.engine.apache.process.NodeProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No child outlives the test JVM, however that ends; not even one that is frozen. */
class ApacheLeashTest {

    @Test
    void killedTestJvmLeavesNoChildBehind() throws IOException {
        assumeTrue(NodeProcess.canPause(), "there is no POSIX shell here");
        Available.orSkip();
        // Given a JVM with a frozen broker, a running controller and the shell that waits beside the frozen one
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeashFixture.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        try (BufferedReader said = jvm.inputReader()) {
            for (String line = said.readLine(); line != null && !line.equals("ready"); line = said.readLine()) {
                if (line.startsWith("child ")) {
                    ProcessHandle.of(Long.parseLong(line.substring("child ".length())))
                            .ifPresent(children::add);
                }
            }
        }
        assertThat(children).hasSizeGreaterThanOrEqualTo(3).allMatch(ProcessHandle::isAlive);

        // When
        jvm.destroyForcibly();

        // Then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }
}
