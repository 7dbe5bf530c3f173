/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apache Kafka itself with users, certificates and access rules. */
class ApacheSecurityTest {

    @BeforeEach
    void needsKafka() {
        Available.orSkip();
    }

    private static void send(Map<String, Object> client, String topic) throws Exception {
        Map<String, Object> config = new HashMap<>(client);
        config.put("max.block.ms", 30_000);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "k", "v")).get(30, TimeUnit.SECONDS);
        }
    }

    private static int read(Map<String, Object> client, String topic) {
        Map<String, Object> config = new HashMap<>(client);
        config.putAll(Map.of("group.id", "billing", "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int poll = 0; poll < 60; poll++) {
                int found = consumer.poll(Duration.ofMillis(500)).count();
                if (found > 0) {
                    return found;
                }
            }
            return 0;
        }
    }

    @Test
    void usersRulesAndCertificatesHoldAndOutliveACrash() throws Exception {
        // Given
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SASL_SSL)
                .mechanism(SaslMechanism.SCRAM_SHA_512)
                .user("alice", "wonder")
                .user("bob", "builder")
                .acl("alice allow ALL topic:orders", "bob allow READ topic:ord*", "bob allow READ group:billing");
        try (Cluster cluster = Cluster.builder()
                .engine("apache")
                .brokers(2)
                .topic("orders", 1)
                .topic("audit", 1)
                .codePoints()
                .security(security)
                .start()) {
            Map<String, Object> alice = cluster.clientProperties("alice");
            // Then
            try (Admin admin = Admin.create(cluster.clientProperties());
                    Admin asAlice = Admin.create(alice)) {
                assertThat(admin.listTopics().names().get()).containsExactlyInAnyOrder("orders", "audit");
                assertThat(asAlice.listTopics().names().get()).isEqualTo(Set.of("orders"));
            }
            send(alice, "orders");
            assertThat(read(cluster.clientProperties("bob"), "orders")).isEqualTo(1);
            assertThatThrownBy(() -> send(alice, "audit")).hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> ask(wrongPassword(alice))).hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> ask(distrustful(alice, cluster)))
                    .hasCauseInstanceOf(SslAuthenticationException.class);
            requestsAreReadThoughTheyAreEncrypted(cluster);
            // When
            cluster.broker(1).crash();
            cluster.broker(1).restart();
            cluster.awaitHealthy(Duration.ofMinutes(1));
            // Then
            send(alice, "orders");
            assertThatThrownBy(() -> send(alice, "audit")).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** The record is written, its answer is lost, and the client sends it again: both are seen. */
    private static void requestsAreReadThoughTheyAreEncrypted(Cluster cluster) throws Exception {
        int leader = cluster.leaderOf("orders-0").id();
        WireRule dropAnswer = new WireRule(
                "drop",
                new WireRule.Match(
                        Endpoint.clients(),
                        Endpoint.broker(leader),
                        Optional.of("Produce"),
                        Optional.empty(),
                        Optional.of("orders")),
                new WireRule.Act.DropResponse(),
                0,
                1);
        CodeRule passes = new CodeRule(
                "passes", Endpoint.broker(leader), "before-append", new CodeRule.Act.Delay(Duration.ofMillis(1)));
        List<ClusterEvent.Acked> acks = new CopyOnWriteArrayList<>();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.Acked acked
                    && acked.partition().topic().equals("orders")) {
                acks.add(acked);
            }
        });
        cluster.pull(new Lever.Intercept(dropAnswer));
        cluster.pull(new Lever.Arm(passes));

        send(cluster.clientProperties("alice"), "orders");

        cluster.pull(new Lever.Release(dropAnswer));
        cluster.pull(new Lever.Disarm(passes));
        assertThat(cluster.running().touchedBy(dropAnswer)).isEqualTo(1);
        assertThat(cluster.running().actedBy(passes)).isPositive();
        assertThat(acks).extracting(ClusterEvent.Acked::baseOffset).containsExactly(1L, 1L);
    }

    @Test
    void certificatesNameTheirUsers() throws Exception {
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SSL)
                .clientAuth(ClientAuth.REQUIRED)
                .user("alice", "unused")
                .acl("alice allow ALL topic:orders")
                .place("127.0.0.1", "localhost");
        try (Cluster cluster = Cluster.builder()
                .engine("apache")
                .brokers(1)
                .combined(true)
                .topic("orders", 1)
                .security(security)
                .start()) {
            assertThat(cluster.bootstrapServers()).startsWith("localhost:");
            send(cluster.clientProperties("alice"), "orders");
            Map<String, Object> expired = new HashMap<>(cluster.clientProperties("alice"));
            expired.put(
                    "ssl.keystore.location",
                    cluster.security()
                            .certificates()
                            .expired("alice")
                            .keyStore()
                            .toString());
            assertThatThrownBy(() -> ask(expired)).hasCauseInstanceOf(SslAuthenticationException.class);
        }
    }

    private static void ask(Map<String, Object> client) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            admin.describeCluster().nodes().get();
        }
    }

    private static Map<String, Object> wrongPassword(Map<String, Object> client) {
        Map<String, Object> wrong = new HashMap<>(client);
        wrong.compute("sasl.jaas.config", (key, value) -> String.valueOf(value).replace("wonder", "wrong"));
        return wrong;
    }

    private static Map<String, Object> distrustful(Map<String, Object> client, Cluster cluster) {
        Map<String, Object> other = new HashMap<>(client);
        other.put(
                "ssl.truststore.location",
                cluster.security().certificates().foreignTrustStore().toString());
        return other;
    }
}
