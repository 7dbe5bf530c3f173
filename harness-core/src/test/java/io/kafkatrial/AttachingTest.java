/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TrialException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and who does not. */
class AttachingTest {

    private static final String GREETING =
            "{\"id\":1,\"request\":{\"kind\":\"Greet\",\"version\":%s,\"token\":\"%s\"}}\n";

    @TempDir
    Path folder;

    private final Cluster owner =
            Cluster.builder().brokers(1).engine("embedded").start();
    private Path file;
    private SharedCluster.Share share;

    @BeforeEach
    void share() {
        file = folder.resolve("control.properties");
        share = SharedCluster.share(owner, file);
    }

    @AfterEach
    void close() {
        share.close();
        owner.close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerOfTheFileCanReadTheToken() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void fileOfAnotherClusterDoesNotLetIn() throws IOException {
        rewrite("token", "0123");

        assertThatThrownBy(() -> SharedCluster.attach(file))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("does not let us in: the token is not the one of this cluster");
    }

    @Test
    void fileOfAClusterThatDiedIsSaidToBeThat() throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy"));
        share.close();

        assertThatThrownBy(() -> SharedCluster.attach(copy))
                .hasMessageContaining("nobody answers where the control file " + copy + " says");
    }

    @Test
    void fileOfAnotherVersionIsNotTried() throws IOException {
        rewrite("version", "99");

        assertThatThrownBy(() -> SharedCluster.attach(file))
                .hasMessageContaining("is of version 99, and this Kafka Trial speaks version 1")
                .hasMessageContaining("same version of the Maven plugin");
    }

    @Test
    void damagedFileIsComplainedOf() throws IOException {
        Files.writeString(file, "port=many\n");

        assertThatThrownBy(() -> SharedCluster.attach(file)).hasMessageContaining("cannot be read");
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file, no folder");

        assertThatThrownBy(() -> SharedCluster.share(owner, taken.resolve("control.properties")))
                .hasMessageContaining("the control file " + taken.resolve("control.properties") + " cannot be written");
    }

    /** Whatever is said at the door: the cluster goes on, and the next one gets in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "GET / HTTP/1.1\n",
                "{\"id\":1,\"request\":{\"kind\":\"Partitions\"}}\n",
                "{\"id\":1,\"request\":{\"kind\":\"Pull\",\"lever\":{\"kind\":\"Crash\",\"node\":{\"kind\":\"Broker\",\"id\":1}}}}\n"
            })
    void whoDoesNotGreetIsNotServed(String said) throws IOException {
        String heard = talk(said);

        assertThat(heard).doesNotContain("Answered");
        assertThat(owner.broker(1).state()).hasToString("RUNNING");
        assertThatCode(() -> SharedCluster.attach(file).close()).doesNotThrowAnyException();
    }

    @Test
    void whoGreetsInAnotherVersionIsToldSo() throws IOException {
        assertThat(talk(GREETING.formatted(2, token()))).contains("version 2 of the messages is not 1");
    }

    @Test
    void whoTalksNonsenseOnceHeIsInIsPutOut() throws IOException {
        String heard = talk(GREETING.formatted(1, token()) + "nonsense\n");

        assertThat(heard.lines()).hasSizeLessThan(2);
        assertThatCode(() -> SharedCluster.attach(file).close()).doesNotThrowAnyException();
    }

    @Test
    void clientsOfAnAttachedProcessGetInByTheSameMeans(@TempDir Path certificates) {
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SASL_SSL)
                .user("alice", "wonder")
                .directory(certificates);
        try (Cluster secured = Cluster.builder()
                        .brokers(1)
                        .engine("embedded")
                        .security(security)
                        .start();
                SharedCluster.Share shared = SharedCluster.share(secured, folder.resolve("secured"));
                Cluster attached = SharedCluster.attach(folder.resolve("secured"))) {
            assertThat(attached.clientProperties()).isEqualTo(secured.clientProperties());
            assertThat(attached.clientProperties("alice")).isEqualTo(secured.clientProperties("alice"));
            assertThat(attached.security().certificates().trustStore())
                    .isEqualTo(secured.security().certificates().trustStore());
            assertThatThrownBy(() -> attached.security().certificates().expired("alice"))
                    .hasMessageContaining("none can be made: the cluster runs in another process");
            assertThat(shared).isNotNull();
        }
    }

    private String talk(String said) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(property("port")))) {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder heard = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.append(line).append('\n');
            }
            return heard.toString();
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    private String token() throws IOException {
        return property("token");
    }

    private String property(String name) throws IOException {
        Properties said = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            said.load(in);
        }
        return said.getProperty(name);
    }

    private void rewrite(String name, String value) throws IOException {
        Files.writeString(file, Files.readString(file).replace(name + "=" + property(name), name + "=" + value));
    }
}
