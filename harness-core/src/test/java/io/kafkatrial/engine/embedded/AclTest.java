/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static io.kafkatrial.engine.embedded.SecuredCluster.TOPIC;
import static io.kafkatrial.engine.embedded.SecuredCluster.admin;
import static io.kafkatrial.engine.embedded.SecuredCluster.consumer;
import static io.kafkatrial.engine.embedded.SecuredCluster.failure;
import static io.kafkatrial.engine.embedded.SecuredCluster.producer;
import static io.kafkatrial.engine.embedded.SecuredCluster.readOne;
import static io.kafkatrial.engine.embedded.SecuredCluster.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What users may and may not do, asked with real clients: alice writes, bob reads, carol nothing, dave all. */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class AclTest {

    private static SecuredCluster secured;

    @BeforeAll
    static void start() throws Exception {
        secured = SecuredCluster.start(SecuritySpec.of(ListenerProtocol.SASL_PLAINTEXT)
                .mechanism(SaslMechanism.PLAIN)
                .user("alice", "a")
                .user("bob", "b")
                .user("carol", "c")
                .user("dave", "d")
                .superUser("dave")
                .acl("alice allow WRITE topic:orders", "bob allow READ topic:ord*", "bob allow READ group:any"));
        send(secured.as("alice"), "first");
    }

    @AfterAll
    static void stop() {
        secured.close();
    }

    @Test
    void readerReadsAndDoesNotWrite() {
        assertThat(readOne(secured.as("bob"))).isEqualTo("first");
        // the producer may know it before the record is handed to it, and then says it as the cause
        Throwable refused = failure(() -> send(secured.as("bob"), "no"));
        assertThat(refused.getCause() == null ? refused : refused.getCause())
                .isInstanceOf(ClusterAuthorizationException.class);
        Map<String, Object> plain = secured.as("bob");
        plain.put("enable.idempotence", false);
        assertThat(failure(() -> send(plain, "no")))
                .isInstanceOf(TopicAuthorizationException.class)
                .hasMessage("Not authorized to access topics: [orders]");
    }

    @Test
    void writerDoesNotReadAndStrangersSeeNothing() {
        try (KafkaConsumer<String, String> alice = consumer(secured.as("alice"), "any")) {
            alice.assign(List.of(new TopicPartition(TOPIC, 0)));
            alice.seek(new TopicPartition(TOPIC, 0), 0);
            assertThatThrownBy(() -> alice.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
        try (Admin carol = admin(secured.as("carol"))) {
            assertThat(carol.listTopics().names().get()).isEmpty();
            assertThat(carol.listGroups().all().get()).isEmpty();
            assertThat(failure(() ->
                            carol.describeTopics(List.of(TOPIC)).allTopicNames().get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(failure(() -> carol.describeTopics(List.of("never-made"))
                            .allTopicNames()
                            .get()))
                    .isInstanceOf(TopicAuthorizationException.class);
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void groupsNeedTheirOwnPermission() {
        try (KafkaConsumer<String, String> bob = consumer(secured.as("bob"), "other")) {
            bob.subscribe(List.of(TOPIC));
            assertThatThrownBy(() -> bob.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(GroupAuthorizationException.class)
                    .hasMessage("Not authorized to access group: other");
        }
        try (Admin bob = admin(secured.as("bob"))) {
            assertThat(failure(
                            () -> bob.deleteConsumerGroups(List.of("any")).all().get()))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void transactionsNeedTheirOwnPermission() {
        Map<String, Object> transactional = secured.as("alice");
        transactional.put("transactional.id", "pay");
        try (KafkaProducer<String, String> alice = producer(transactional)) {
            assertThatThrownBy(alice::initTransactions).isInstanceOf(TransactionalIdAuthorizationException.class);
        }
    }

    @Test
    void whoMayNotChangeTheClusterChangesNothing() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
        try (Admin bob = admin(secured.as("bob"))) {
            assertThat(failure(() -> bob.createTopics(List.of(new NewTopic("mine", 1, (short) 1)))
                            .all()
                            .get()))
                    .isInstanceOf(TopicAuthorizationException.class)
                    .hasMessage("Authorization failed.");
            assertThat(failure(() -> bob.deleteTopics(List.of(TOPIC)).all().get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(failure(() -> bob.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(5)))
                            .all()
                            .get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(failure(() -> bob.incrementalAlterConfigs(Map.of(topic, List.of(change)))
                            .all()
                            .get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(failure(() -> bob.describeConfigs(List.of(topic)).all().get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(failure(() -> bob.describeConfigs(List.of(broker)).all().get()))
                    .isInstanceOf(ClusterAuthorizationException.class);
            assertThat(failure(() -> bob.deleteRecords(
                                    Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(1)))
                            .all()
                            .get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(failure(() -> bob.describeMetadataQuorum().quorumInfo().get()))
                    .isInstanceOf(ClusterAuthorizationException.class);
            assertThat(failure(() -> bob.electLeaders(org.apache.kafka.common.ElectionType.PREFERRED, Set.of())
                            .all()
                            .get()))
                    .isInstanceOf(ClusterAuthorizationException.class);
        }
    }

    @Test
    void operationsTellWhatEachMayDo() throws Exception {
        DescribeTopicsOptions asking = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try (Admin bob = admin(secured.as("bob"));
                Admin dave = admin(secured.as("dave"))) {
            assertThat(bob.describeTopics(List.of(TOPIC), asking)
                            .allTopicNames()
                            .get()
                            .get(TOPIC)
                            .authorizedOperations())
                    .containsExactlyInAnyOrder(AclOperation.READ, AclOperation.DESCRIBE);
            assertThat(dave.describeTopics(List.of(TOPIC), asking)
                            .allTopicNames()
                            .get()
                            .get(TOPIC)
                            .authorizedOperations())
                    .contains(AclOperation.ALTER, AclOperation.DELETE, AclOperation.WRITE);
        }
    }

    @Test
    void rulesThatComeAndGoTakeEffect() throws Exception {
        AclBinding rule = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
                new AccessControlEntry("User:carol", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW));
        try (Admin dave = admin(secured.as("dave"));
                Admin carol = admin(secured.as("carol"))) {
            dave.createAcls(List.of(rule)).all().get();
            Awaitility.await().until(() -> carol.listTopics().names().get().equals(Set.of(TOPIC)));
            dave.deleteAcls(List.of(rule.toFilter())).all().get();
            Awaitility.await().until(() -> carol.listTopics().names().get().isEmpty());
            assertThat(failure(
                            () -> carol.describeAcls(rule.toFilter()).values().get()))
                    .isInstanceOf(ClusterAuthorizationException.class);
        }
    }

    @Test
    void certificatesNameTheirUsers() throws Exception {
        SecuritySpec mutual = SecuritySpec.of(ListenerProtocol.SSL)
                .clientAuth(ClientAuth.REQUIRED)
                .user("alice", "x")
                .user("bob", "x")
                .acl("alice allow ALL topic:*", "User:CN=bob allow READ topic:orders");
        try (SecuredCluster tls = SecuredCluster.start(mutual)) {
            send(tls.as("alice"), "hello");
            assertThat(readOne(tls.as("bob"))).isEqualTo("hello");
            Map<String, Object> plain = tls.as("bob");
            plain.put("enable.idempotence", false);
            assertThat(failure(() -> send(plain, "no"))).isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void mappingRulesShortenTheNamesOfCertificates() throws Exception {
        SecuritySpec mutual = SecuritySpec.of(ListenerProtocol.SSL)
                .clientAuth(ClientAuth.REQUIRED)
                .user("alice", "x")
                .acl("User:alice allow ALL topic:*");
        Map<String, String> rules = Map.of("ssl.principal.mapping.rules", "RULE:^CN=(.*?)$/$1/,DEFAULT");
        try (SecuredCluster tls = SecuredCluster.start(mutual, rules)) {
            send(tls.as("alice"), "hello");
            assertThat(Optional.of(readOne(tls.as("alice")))).contains("hello");
        }
    }
}
