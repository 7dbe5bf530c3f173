/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.TrialException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with containers is told with its cause and the next step, and nothing is left behind. */
class ContainerMisuseTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static ClusterBuilder one() {
        return Cluster.builder().engine("container").brokers(1).combined(true);
    }

    /** The owners of everything there is that has one, as the command-line client of Docker tells it. */
    private static List<String> owners() {
        String label = "io.kafkatrial.owner";
        List<String> owners = new ArrayList<>();
        for (String kind : List.of("container ls -a", "network ls", "volume ls")) {
            List<String> command = new ArrayList<>(List.of("docker"));
            command.addAll(List.of(kind.split(" ")));
            command.addAll(List.of("--filter", "label=" + label, "--format", "{{ .Label \"" + label + "\" }}"));
            owners.addAll(run(command));
        }
        return owners;
    }

    private static List<String> of(long pid) {
        return owners().stream()
                .filter(owner -> owner.contains("/" + pid + "/"))
                .toList();
    }

    private static List<String> run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader said = process.inputReader()) {
                List<String> lines = said.lines().toList();
                process.waitFor(1, TimeUnit.MINUTES);
                return lines;
            }
        } catch (IOException missing) {
            return abort("there is no command docker to look with: " + missing.getMessage());
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(of(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void missingImageIsToldWithItsNameAndWhatToDo() {
        DockerAvailable.orSkip();

        assertThatThrownBy(() -> one().config("trial.image", "localhost:1/nobody/kafka:0.0.1")
                        .start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("the image localhost:1/nobody/kafka:0.0.1 is not at")
                .hasMessageContaining("docker pull localhost:1/nobody/kafka:0.0.1");
    }

    @Test
    void containerThatDiesAtItsStartIsToldWithItsLastLines() {
        DockerAvailable.orSkip();

        assertThatThrownBy(() -> one().config("num.io.threads", "none").start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker 1 did not start: its container ended with code 1")
                .hasMessageContaining("correct the broker configuration")
                .hasMessageContaining("num.io.threads")
                .hasMessageContaining(DockerAvailable.IMAGE);
    }

    @Test
    void portThatIsTakenIsToldBeforeAnythingRuns() throws IOException {
        DockerAvailable.orSkip();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> one().port(port).start())
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void featureLevelsAreTheImagesOwn() {
        DockerAvailable.orSkip();

        assertThatThrownBy(() ->
                        one().config("trial.feature.transaction.version", "1").start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("trial.feature.transaction.version is not possible with engine 'container'");
    }

    @Test
    void killedTestJvmLeavesNothingBehindNotEvenWhatIsFrozen() throws IOException {
        DockerAvailable.orSkip();
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainerFixture.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = jvm.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.startsWith("ready")) {
                line = said.readLine();
            }
            assertThat(line).startsWith("ready");
            assertThat(of(jvm.pid()))
                    .as("two containers, two volumes, a network")
                    .hasSize(5);
        }

        jvm.destroyForcibly();

        await().atMost(LONG).untilAsserted(() -> assertThat(of(jvm.pid())).isEmpty());
    }

    @Test
    void absentLibraryIsNamedWithItsCoordinates() throws Exception {
        List<URL> others = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("testcontainers") && !entry.contains("docker-java")) {
                others.add(URI.create(new File(entry).toURI().toString()).toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> engine = without.loadClass(ContainerEngine.class.getName());
            var docker = engine.getDeclaredMethod("docker");
            docker.setAccessible(true);

            assertThatThrownBy(() -> docker.invoke(null))
                    .cause()
                    .hasMessageContaining("engine 'container' needs Testcontainers")
                    .hasMessageContaining("org.testcontainers:testcontainers:");
            assertThat(engine.getMethod("name").invoke(engine.getConstructor().newInstance()))
                    .isEqualTo("container");
        }
    }

    @Test
    void absentDockerIsToldWithWhereToLook() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainerFixture.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", "tcp://127.0.0.1:1");
        builder.environment().put("XDG_RUNTIME_DIR", "/nowhere");
        Process jvm = builder.start();
        try (BufferedReader said = jvm.inputReader()) {
            assertThat(said.lines()).anySatisfy(line -> assertThat(line)
                    .contains("engine 'container' finds no Docker engine that answers")
                    .contains("DOCKER_HOST"));
        }
    }
}
