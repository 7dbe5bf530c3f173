/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.engine.ListenerProtocol.PLAINTEXT;
import static io.kafkatrial.engine.ListenerProtocol.SASL_SSL;
import static io.kafkatrial.engine.ListenerProtocol.SSL;
import static io.kafkatrial.engine.SaslMechanism.PLAIN;
import static io.kafkatrial.engine.SaslMechanism.SCRAM_SHA_512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ClientFiles;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.SecuritySpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters that do not let everybody in: who is injected, and what is refused with which words. */
class SecuredTest {

    @TempDir
    Path reports;

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    @Secured(
            protocol = SASL_SSL,
            mechanisms = {SCRAM_SHA_512, PLAIN},
            users = {"alice:wonder", "bob:builder"},
            acls = "alice allow WRITE,DESCRIBE topic:orders",
            superUsers = "bob")
    @SuppressWarnings("NullAway") // the extension fills the fields
    static class Orders {

        @FromCluster
        @As("bob")
        Admin bob;

        @FromCluster
        static ClusterSecurity ofClass;

        @BeforeAll
        static void classesHaveUsersToo(@As("bob") Admin admin) throws Exception {
            assertThat(admin.listTopics().names().get()).containsExactly("orders");
        }

        @Test
        @Delivers(AT_LEAST_ONCE)
        void everyoneIsWhoHeShouldBe(
                @As("alice") Producer<String, String> alice, Producer<String, String> harness, ClusterSecurity security)
                throws Exception {
            alice.send(new ProducerRecord<>("orders", "k", "v")).get();
            assertThatThrownBy(() ->
                            alice.send(new ProducerRecord<>("audit", "k", "v")).get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            harness.send(new ProducerRecord<>("orders", "k", "v2")).get();
            assertThat(bob.describeAcls(org.apache.kafka.common.acl.AclBindingFilter.ANY)
                            .values()
                            .get())
                    .hasSize(2);
            assertThat(security).isSameAs(ofClass);
            assertThat(security.certificates().authorityPem()).exists();
        }
    }

    @KafkaCluster(brokers = 1)
    @Secured(protocol = SSL, users = "alice", clientAuth = ClientAuth.REQUIRED, authorize = true)
    static class ByCertificate {
        @Test
        void certificateIsEnough(@As("alice") Admin alice, Admin harness) throws Exception {
            assertThat(alice.listTopics().names().get()).isEmpty();
            assertThat(harness.describeCluster().clusterId().get()).isNotEmpty();
        }
    }

    @Test
    void injectedClientsLogInByThemselves() {
        var results = Runs.of(Orders.class, reports);
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void injectedClientsShowTheirCertificates() {
        var results = Runs.of(ByCertificate.class, reports);
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void testsAttachedToAnotherProcessGetInByItsFiles(@TempDir Path files) {
        // Given
        SecuritySpec spec = SecuritySpec.of(SASL_SSL)
                .user("alice", "wonder")
                .user("bob", "builder")
                .superUser("bob")
                .acl("alice allow WRITE,DESCRIBE topic:orders");
        try (Cluster cluster =
                Cluster.builder().brokers(1).topic("orders", 1).security(spec).start()) {
            ClientFiles.write(files, cluster.bootstrapServers(), cluster.security());
            // When
            var results = Runs.of(
                    Attached.class,
                    reports,
                    Map.of(
                            "trial.bootstrap.servers",
                            cluster.bootstrapServers(),
                            "trial.client.files",
                            files.toString(),
                            "trial.client.properties",
                            ClientFiles.of(files, SecuritySpec.HARNESS_USER).toString()));
            // Then
            assertThat(Runs.onlyFailure(results))
                    .contains("user 'carol'", "carol.properties in " + files, "trial.client.files");
            results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
        }
    }

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    static class Attached {
        @Test
        void filesGetUsersIn(@As("alice") Producer<String, String> alice, Admin harness) throws Exception {
            alice.send(new ProducerRecord<>("orders", "k", "v")).get();
            assertThat(harness.listTopics().names().get()).contains("orders");
        }

        @Test
        void whoHasNoFileStaysOut(@As("carol") Producer<String, String> carol) {}
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(NoUsers.class, "listener SASL_PLAINTEXT is not possible without users"),
                Arguments.of(NoPassword.class, "@Secured on NoPassword: user 'alice' has no password"),
                Arguments.of(BadRule.class, "@Secured on BadRule: access rule 'alice may READ topic:orders' cannot"),
                Arguments.of(UsersInTheClear.class, "users [alice] are not possible with protocol PLAINTEXT"),
                Arguments.of(MechanismWithoutSasl.class, "SASL mechanism [PLAIN] is not possible with protocol SSL"),
                Arguments.of(Anonymous.class, "access rules are not possible with protocol SSL"),
                Arguments.of(Alone.class, "@Secured on Alone secures nothing"),
                Arguments.of(Outer.class, "@Secured on Inner secures nothing"),
                Arguments.of(
                        Unknown.class, "cannot be injected: there is no user 'carol' in this cluster: there are alice"),
                Arguments.of(NotSecured.class, "cannot be injected: this cluster has no users and no certificates"),
                Arguments.of(NoClient.class, "@As(\"alice\") says who a client logs in as"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsToldInOneMessage(Class<?> fixture, String message) {
        assertThat(Runs.onlyFailure(Runs.of(fixture, reports)))
                .contains(message)
                .endsWith(".");
    }

    @KafkaCluster
    @Secured
    static class NoUsers {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Secured(users = "alice")
    static class NoPassword {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Secured(users = "alice:wonder", acls = "alice may READ topic:orders")
    static class BadRule {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Secured(protocol = PLAINTEXT, users = "alice:wonder")
    static class UsersInTheClear {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Secured(protocol = SSL, mechanisms = PLAIN)
    static class MechanismWithoutSasl {
        @Test
        void test() {}
    }

    @KafkaCluster
    @Secured(protocol = SSL, authorize = true)
    static class Anonymous {
        @Test
        void test() {}
    }

    @Secured(users = "alice:wonder")
    static class Alone {
        @Test
        void test() {}
    }

    @KafkaCluster(brokers = 1)
    static class Outer {
        @Nested
        @Secured(users = "alice:wonder")
        class Inner {
            @Test
            void test() {}
        }
    }

    @KafkaCluster(brokers = 1)
    @Secured(users = "alice:wonder")
    static class Unknown {
        @Test
        void test(@As("carol") Admin carol) {}
    }

    @KafkaCluster(brokers = 1)
    static class NotSecured {
        @Test
        void test(ClusterSecurity security) {}
    }

    @KafkaCluster(brokers = 1)
    @Secured(users = "alice:wonder")
    static class NoClient {
        @Test
        void test(@As("alice") Cluster cluster) {}
    }
}
