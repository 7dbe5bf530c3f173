/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at the start: the cause, the end of the log, the next step; and no child is left. */
class ApacheMisuseTest {

    @TempDir
    Path small;

    private static ClusterBuilder one() {
        return Cluster.builder().engine("apache").brokers(1).combined(true);
    }

    private static List<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toList());
    }

    @Test
    void nodeThatDiesAtTheStartShowsTheEndOfItsLog() {
        Available.orSkip();
        List<Long> before = children();

        assertThatThrownBy(() -> one().config("log.retention.bytes", "many").start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker 1 did not start: its process ended")
                .hasMessageContaining("Kafka refuses its configuration")
                .hasMessageContaining("log.retention.bytes");

        assertThat(children()).isSubsetOf(before);
    }

    @Test
    void portThatIsTakenIsNamed() throws IOException {
        Available.orSkip();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> one().port(other.getLocalPort()).start())
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " for broker 1 is in use");
        }
    }

    @Test
    void featureThatDoesNotExistIsRefusedInKafkasWords() {
        Available.orSkip();
        assertThatThrownBy(() -> one().config("trial.feature.warp.drive", "1").start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("feature levels")
                .hasMessageContaining("warp.drive");
    }

    @Test
    void versionIsRefusedByTheEmbeddedEngine() {
        assertThatThrownBy(() -> Cluster.builder()
                        .engine("embedded")
                        .kafkaVersion("3.9.1")
                        .start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("3.9.1")
                .hasMessageContaining("-Dtrial.engine=apache");
    }

    @Test
    void fullDiskIsNamed() throws IOException, InterruptedException {
        Available.orSkip();
        String before = System.getProperty("java.io.tmpdir");
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small.toString()) == 0, "only root can mount");
        System.setProperty("java.io.tmpdir", small.toString());
        try {
            assertThatThrownBy(() -> one().start())
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("disk")
                    .hasMessageContaining("java.io.tmpdir");
        } finally {
            System.setProperty("java.io.tmpdir", before);
            run("umount", small.toString());
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchCommand) {
            return 1;
        }
    }
}
