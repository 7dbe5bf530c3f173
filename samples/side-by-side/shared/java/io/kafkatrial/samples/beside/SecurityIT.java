/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The user's kafka-clients log in at brokers whose own Kafka, login modules included, is relocated. */
@Timeout(60)
class SecurityIT {

    private static void send(Map<String, Object> client, String topic) throws Exception {
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "value")).get();
        }
    }

    @ParameterizedTest
    @EnumSource(SaslMechanism.class)
    void clientsLogInByEveryMechanismOverTls(SaslMechanism mechanism) throws Exception {
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SASL_SSL)
                .mechanism(mechanism)
                .user("alice", "wonder")
                .acl("alice allow WRITE,CREATE,DESCRIBE topic:orders");
        try (Cluster cluster = Cluster.builder().brokers(1).topic("orders", 1).topic("audit", 1).security(security).start()) {
            Map<String, Object> alice = cluster.clientProperties("alice");

            send(alice, "orders");

            assertThatThrownBy(() -> send(alice, "audit")).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void wrongPasswordIsTold() {
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SASL_PLAINTEXT)
                .mechanism(SaslMechanism.SCRAM_SHA_512)
                .user("alice", "wonder");
        try (Cluster cluster = Cluster.builder().brokers(1).security(security).start()) {
            var wrong = new HashMap<>(cluster.clientProperties("alice"));
            wrong.compute("sasl.jaas.config", (key, value) -> String.valueOf(value).replace("wonder", "wrong"));
            try (Admin admin = Admin.create(wrong)) {
                assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
            }
        }
    }

    @Test
    void certificatesGetClientsIn() throws Exception {
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SSL)
                .clientAuth(ClientAuth.REQUIRED)
                .user("alice", "unused");
        try (Cluster cluster = Cluster.builder().brokers(1).topic("orders", 1).security(security).start()) {
            send(cluster.clientProperties("alice"), "orders");
            try (Admin alice = Admin.create(cluster.clientProperties("alice"))) {
                assertThat(alice.listTopics().names().get()).containsExactly("orders");
            }
        }
    }
}
