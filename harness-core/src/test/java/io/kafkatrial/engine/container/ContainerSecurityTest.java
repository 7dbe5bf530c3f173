/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.WireRule;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers get keys, users and rules as other nodes do, and the proxy reads what is encrypted. */
class ContainerSecurityTest {

    static Stream<Arguments> secured() {
        return Stream.of(
                Arguments.of(
                        SecuritySpec.of(ListenerProtocol.SASL_SSL).mechanism(SaslMechanism.SCRAM_SHA_512),
                        Map.of("sasl.jaas.config", login("alice", "wrong")),
                        SaslAuthenticationException.class),
                Arguments.of(
                        SecuritySpec.of(ListenerProtocol.SSL).clientAuth(ClientAuth.REQUIRED),
                        Map.of("ssl.keystore.location", "", "ssl.keystore.password", ""),
                        SslAuthenticationException.class));
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> client, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(client);
        config.putAll(Map.of("enable.idempotence", "false", "max.block.ms", "30000"));
        config.putAll(more);
        config.values().removeIf(""::equals);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    @ParameterizedTest
    @MethodSource("secured")
    void whoMayComesInWhoMayNotIsRefusedAndFaultsBiteAsInTheClear(
            SecuritySpec security, Map<String, Object> wrong, Class<? extends Throwable> refusal) throws Exception {
        DockerAvailable.orSkip();
        try (Cluster cluster = Cluster.builder()
                .engine("container")
                .brokers(1)
                .combined(true)
                .topic("orders", 1)
                .security(
                        security.user("alice", "wonder").user("bob", "builder").acl("alice allow ALL topic:orders"))
                .start()) {
            String servers = cluster.bootstrapServers();
            WireRule rule = new WireRule(
                    "drop",
                    WireRule.Match.of(Endpoint.clients(), Endpoint.broker(1), "Produce"),
                    new WireRule.Act.DropResponse(),
                    0,
                    1);
            cluster.pull(new Lever.Intercept(rule));
            ProducerRecord<String, String> order = new ProducerRecord<>("orders", "one");

            try (KafkaProducer<String, String> alice =
                    producer(cluster.clientProperties("alice"), Map.of("bootstrap.servers", servers))) {
                assertThat(alice.send(order).get().offset())
                        .as("its first answer was dropped")
                        .isEqualTo(1);
            }
            assertThat(cluster.running().touchedBy(rule)).isEqualTo(1);

            try (KafkaProducer<String, String> bob =
                    producer(cluster.clientProperties("bob"), Map.of("bootstrap.servers", servers))) {
                assertThatThrownBy(() -> bob.send(order).get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
            try (KafkaProducer<String, String> stranger = producer(cluster.clientProperties("alice"), wrong)) {
                assertThatThrownBy(() -> stranger.send(order).get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(refusal);
            }
        }
    }
}
