/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static io.kafkatrial.engine.embedded.SecuredCluster.admin;
import static io.kafkatrial.engine.embedded.SecuredCluster.failure;
import static io.kafkatrial.engine.embedded.SecuredCluster.readOne;
import static io.kafkatrial.engine.embedded.SecuredCluster.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.BrokerCertificate;
import io.kafkatrial.engine.CertificateFiles;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Logging in, with real clients: every way in works, and nobody else gets in. Messages are Kafka's. */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class LoginTest {

    static Stream<Arguments> waysIn() {
        return Stream.of(ListenerProtocol.SASL_PLAINTEXT, ListenerProtocol.SASL_SSL)
                .flatMap(protocol -> Stream.of(SaslMechanism.values()).map(how -> Arguments.of(protocol, how)));
    }

    private static SecuritySpec sasl(ListenerProtocol protocol, SaslMechanism... mechanisms) {
        return SecuritySpec.of(protocol).mechanism(mechanisms).user("alice", "wonder");
    }

    @ParameterizedTest
    @MethodSource("waysIn")
    void userWithTheRightCredentialsWritesAndReads(ListenerProtocol protocol, SaslMechanism mechanism)
            throws Exception {
        try (SecuredCluster secured = SecuredCluster.start(sasl(protocol, mechanism))) {
            send(secured.as("alice"), "hello");
            assertThat(readOne(secured.as("alice"))).isEqualTo("hello");
            assertThat(readOne(SecuredCluster.quick(secured.cluster().clientProperties())))
                    .isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(ClientAuth.class)
    void tlsClientsWriteAndReadWithAndWithoutCertificates(ClientAuth clientAuth) throws Exception {
        SecuritySpec tls =
                SecuritySpec.of(ListenerProtocol.SSL).clientAuth(clientAuth).user("alice", "x");
        try (SecuredCluster secured = SecuredCluster.start(tls)) {
            send(secured.as("alice"), "hello");
            assertThat(readOne(secured.as("alice"))).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SaslMechanism.class,
            names = {"PLAIN", "SCRAM_SHA_256", "SCRAM_SHA_512"})
    void wrongPasswordIsRefusedInKafkasWords(SaslMechanism mechanism) {
        try (SecuredCluster secured = SecuredCluster.start(sasl(ListenerProtocol.SASL_PLAINTEXT, mechanism))) {
            Map<String, Object> wrong = secured.as("alice");
            wrong.compute(
                    "sasl.jaas.config", (key, value) -> String.valueOf(value).replace("wonder", "wrong"));
            Throwable refusal = refusal(wrong);
            assertThat(refusal).isInstanceOf(SaslAuthenticationException.class);
            assertThat(refusal)
                    .hasMessage(
                            mechanism == SaslMechanism.PLAIN
                                    ? "Authentication failed: Invalid username or password"
                                    : "Authentication failed during authentication due to invalid credentials with"
                                            + " SASL mechanism " + mechanism);
        }
    }

    @Test
    void unknownMechanismIsRefusedWithTheKnownOnes() {
        try (SecuredCluster secured =
                SecuredCluster.start(sasl(ListenerProtocol.SASL_PLAINTEXT, SaslMechanism.SCRAM_SHA_256))) {
            Map<String, Object> other = secured.as("alice");
            other.put("sasl.mechanism", "SCRAM-SHA-512");
            assertThat(refusal(other))
                    .isInstanceOf(UnsupportedSaslMechanismException.class)
                    .hasMessage("Client SASL mechanism 'SCRAM-SHA-512' not enabled in the server, enabled mechanisms"
                            + " are [SCRAM-SHA-256]");
        }
    }

    @Test
    void plaintextClientGetsNothingFromATlsPortAndTheOtherWayRound() {
        try (SecuredCluster tls =
                SecuredCluster.start(SecuritySpec.of(ListenerProtocol.SSL).user("alice", "x"))) {
            Map<String, Object> plain = SecuredCluster.quick(
                    Map.of("bootstrap.servers", tls.cluster().bootstrapServers()));
            plain.put("default.api.timeout.ms", 2_000);
            plain.put("request.timeout.ms", 1_000);
            assertThat(refusal(plain)).isInstanceOf(TimeoutException.class);
        }
        try (SecuredCluster sasl = SecuredCluster.start(sasl(ListenerProtocol.SASL_PLAINTEXT, SaslMechanism.PLAIN));
                SecuredCluster tls = SecuredCluster.start(
                        SecuritySpec.of(ListenerProtocol.SSL).user("alice", "x"))) {
            Map<String, Object> encrypted = tls.as("alice");
            encrypted.put("bootstrap.servers", sasl.cluster().bootstrapServers());
            encrypted.put("default.api.timeout.ms", 2_000);
            encrypted.put("request.timeout.ms", 1_000);
            assertThat(refusal(encrypted)).isInstanceOfAny(TimeoutException.class, SslAuthenticationException.class);
        }
    }

    static Stream<Arguments> badCertificates() {
        return Stream.of("expired", "not yet valid", "untrusted", "none").map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void brokerRefusesClientsWithoutAGoodCertificate(String kind) {
        SecuritySpec mutual = SecuritySpec.of(ListenerProtocol.SSL)
                .clientAuth(ClientAuth.REQUIRED)
                .user("alice", "x");
        try (SecuredCluster secured = SecuredCluster.start(mutual)) {
            CertificateFiles files = secured.cluster().security().certificates();
            Map<String, Object> client = secured.as("alice");
            switch (kind) {
                case "expired" -> show(client, files.expired("alice").keyStore());
                case "not yet valid" -> show(client, files.notYetValid("alice").keyStore());
                case "untrusted" -> show(client, files.untrusted("alice").keyStore());
                default -> client.keySet().removeIf(key -> key.startsWith("ssl.keystore"));
            }
            assertThat(refusal(client)).isInstanceOf(SslAuthenticationException.class);
        }
    }

    private static void show(Map<String, Object> client, Path keyStore) {
        client.put("ssl.keystore.location", keyStore.toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = BrokerCertificate.class,
            names = {"EXPIRED", "WRONG_HOST", "UNTRUSTED"})
    void clientsRefuseBrokersWithoutAGoodCertificate(BrokerCertificate kind) {
        SecuritySpec bad =
                SecuritySpec.of(ListenerProtocol.SSL).brokerCertificate(kind).user("alice", "x");
        try (SecuredCluster secured = SecuredCluster.start(bad)) {
            assertThat(refusal(secured.as("alice"))).isInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void clientThatTrustsAnotherAuthorityRefusesTheBroker() {
        try (SecuredCluster secured =
                SecuredCluster.start(SecuritySpec.of(ListenerProtocol.SSL).user("alice", "x"))) {
            Map<String, Object> client = secured.as("alice");
            client.put(
                    "ssl.truststore.location",
                    secured.cluster()
                            .security()
                            .certificates()
                            .foreignTrustStore()
                            .toString());
            assertThat(refusal(client)).isInstanceOf(SslAuthenticationException.class);
        }
    }

    private static Throwable refusal(Map<String, Object> client) {
        try (Admin admin = admin(client)) {
            return failure(() -> admin.describeCluster().nodes().get());
        }
    }
}
