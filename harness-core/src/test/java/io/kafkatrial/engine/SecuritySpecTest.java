/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.AclSpec.Operation;
import io.kafkatrial.engine.AclSpec.Resource;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specs of security, rules in words, certificates as files, and what brokers and clients are told of them. */
class SecuritySpecTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private ClusterSecurity made(SecuritySpec spec) {
        ClusterSpec cluster = new ClusterSpec(
                1,
                1,
                false,
                List.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                OptionalInt.empty(),
                255,
                Optional.empty(),
                Optional.of(spec.directory(folder)));
        return ClusterSecurity.of(cluster, NOW).orElseThrow();
    }

    @Test
    void ruleOfSeveralOperationsIsOneForEach() {
        assertThat(AclSpec.parse(" alice allow READ,idempotent-write topic:ord* "))
                .containsExactly(
                        new AclSpec("alice", true, Operation.READ, Resource.TOPIC, "ord", true),
                        new AclSpec("alice", true, Operation.IDEMPOTENT_WRITE, Resource.TOPIC, "ord", true));
        assertThat(AclSpec.parse("* deny ALL transactional-id:*"))
                .containsExactly(new AclSpec("*", false, Operation.ALL, Resource.TRANSACTIONAL_ID, "*", false));
        assertThat(AclSpec.parse("User:CN=bob allow CREATE cluster"))
                .containsExactly(
                        new AclSpec("User:CN=bob", true, Operation.CREATE, Resource.CLUSTER, "kafka-cluster", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice allow READ | it has 3 words, not 4",
                "alice may READ topic:orders | 'may' is neither allow nor deny",
                "alice allow FLY topic:orders | 'FLY' is not an operation",
                "alice allow READ planet:mars | 'planet' is not a kind of resource",
                "alice allow READ topic: | a name is blank",
                "alice allow READ topic | a name is blank",
            })
    void ruleThatCannotBeReadIsToldWithTheForm(String text, String why) {
        assertThatThrownBy(() -> AclSpec.parse(text))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("WHO allow|deny OPERATION[,OPERATION] KIND:NAME");
    }

    @Test
    void usersAreKnownByTheirNameOrTheirCertificate() {
        assertThat(SecuritySpec.of(ListenerProtocol.SASL_SSL).principal("alice"))
                .isEqualTo("User:alice");
        assertThat(SecuritySpec.of(ListenerProtocol.SSL).principal("alice")).isEqualTo("User:CN=alice");
        assertThat(SecuritySpec.of(ListenerProtocol.SSL).principal("*")).isEqualTo("User:*");
        assertThat(SecuritySpec.of(ListenerProtocol.SSL).principal("User:x")).isEqualTo("User:x");
    }

    @Test
    void usersAreReadFromText() {
        assertThat(UserSpec.parse("alice:won:der", ListenerProtocol.SASL_SSL))
                .isEqualTo(new UserSpec("alice", "won:der"));
        assertThat(UserSpec.parse("alice", ListenerProtocol.SSL).name()).isEqualTo("alice");
        assertThatThrownBy(() -> UserSpec.parse("alice", ListenerProtocol.SASL_SSL))
                .hasMessageContaining("user 'alice' has no password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a host", "http://host", "host:9092", "-host", "[::1]"})
    void hostThatIsNoneIsRefused(String host) {
        assertThatThrownBy(() -> SecuritySpec.of(ListenerProtocol.SSL).place("0.0.0.0", host))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("host '" + host + "' is not possible");
    }

    @Test
    void clientsAndBrokersAreToldByKafkasNames() {
        ClusterSecurity security = made(SecuritySpec.of(ListenerProtocol.SASL_SSL)
                .mechanism(SaslMechanism.SCRAM_SHA_256, SaslMechanism.PLAIN)
                .clientAuth(ClientAuth.REQUESTED)
                .user("alice", "wonder")
                .superUser("alice"));

        assertThat(security.clientProperties("alice"))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                .containsKeys("sasl.jaas.config", "ssl.truststore.location", "ssl.keystore.location");
        assertThat(security.clientProperties("alice", SaslMechanism.PLAIN)).containsEntry("sasl.mechanism", "PLAIN");
        assertThat(security.brokerProperties("CLIENTS"))
                .containsEntry("sasl.enabled.mechanisms", "SCRAM-SHA-256,PLAIN")
                .containsEntry("ssl.client.auth", "requested")
                .containsEntry("super.users", "User:trial-admin;User:CN=trial-admin;User:alice")
                .containsKeys("listener.name.clients.plain.sasl.jaas.config", "authorizer.class.name");
        assertThatThrownBy(() -> security.clientProperties("carol")).hasMessageContaining("there is no user 'carol'");
        assertThatThrownBy(() -> security.clientProperties("alice", SaslMechanism.OAUTHBEARER))
                .hasMessageContaining("the brokers offer [SCRAM-SHA-256, PLAIN]");
    }

    @Test
    void clientFilesHaveAllAClientNeeds() throws Exception {
        ClusterSecurity security =
                made(SecuritySpec.of(ListenerProtocol.SASL_PLAINTEXT).user("alice", "wonder"));
        ClientFiles.write(folder.resolve("deep"), "localhost:1", security);

        Properties alice = new Properties();
        try (InputStream in = Files.newInputStream(ClientFiles.of(folder.resolve("deep"), "alice"))) {
            alice.load(in);
        }
        security.clientProperties("alice")
                .forEach((key, value) -> assertThat(alice).containsEntry(key, value));
        assertThat(alice).containsEntry("bootstrap.servers", "localhost:1");
        assertThatThrownBy(security::certificates).hasMessageContaining("this cluster has no certificates");
        assertThatThrownBy(() ->
                        ClientFiles.write(Files.writeString(folder.resolve("taken"), ""), "localhost:1", security))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("could not be written to");
    }

    @Test
    void certificatesAreWhatTheirNamesSay() throws Exception {
        CertificateFiles files = made(SecuritySpec.of(ListenerProtocol.SSL)).certificates();
        X509Certificate authority = read(files.authorityPem());
        Date now = Date.from(NOW);

        X509Certificate alice = read(files.of("alice").certificatePem());
        alice.verify(authority.getPublicKey());
        alice.checkValidity(now);
        assertThat(alice.getSubjectX500Principal().getName()).isEqualTo("CN=alice");
        assertThat(alice.getBasicConstraints()).as("signs nothing").isEqualTo(-1);
        assertThat(authority.getBasicConstraints()).isNotNegative();

        X509Certificate expired = read(files.expired("alice").certificatePem());
        assertThatThrownBy(() -> expired.checkValidity(now)).isInstanceOf(CertificateExpiredException.class);
        X509Certificate early = read(files.notYetValid("alice").certificatePem());
        assertThatThrownBy(() -> early.checkValidity(now)).isInstanceOf(CertificateNotYetValidException.class);
        X509Certificate stranger = read(files.untrusted("alice").certificatePem());
        assertThatThrownBy(() -> stranger.verify(authority.getPublicKey())).isInstanceOf(Exception.class);
        X509Certificate broker =
                read(files.broker(BrokerCertificate.VALID, "agent.example.org").certificatePem());
        assertThat(broker.getSubjectAlternativeNames().toString())
                .contains("agent.example.org", "127.0.0.1", "localhost");
        assertThat(files.of("alice")).as("made once").isEqualTo(files.of("alice"));
    }

    private static X509Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
