/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnacceptableCredentialException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ACLs, SCRAM credentials and client quotas as an administrator keeps them. */
class AccessAdminTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RunningCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() {
        cluster = start(Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS"));
        admin = Clients.admin(cluster.bootstrapServers());
    }

    private static RunningCluster start(Map<String, String> config) {
        return new EmbeddedEngine().start(new ClusterSpec(3, 1, List.of(), config, Map.of(), OptionalInt.empty(), 47));
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    @Test
    void aclsAreCreatedDescribedAndDeletedByFilter() throws Exception {
        AclBinding read = acl("acl-orders", AclOperation.READ);
        AclBinding write = acl("acl-orders", AclOperation.WRITE);
        AclBinding other = acl("acl-other", AclOperation.READ);
        admin.createAcls(List.of(read, write, other)).all().get();
        AclBindingFilter ofOrders = new AclBindingFilter(
                new ResourcePattern(ResourceType.TOPIC, "acl-orders", PatternType.LITERAL).toFilter(),
                AclBindingFilter.ANY.entryFilter());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(admin.describeAcls(ofOrders).values().get()).containsExactlyInAnyOrder(read, write));
        assertThat(admin.deleteAcls(List.of(ofOrders)).all().get()).containsExactlyInAnyOrder(read, write);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        admin.describeAcls(AclBindingFilter.ANY).values().get())
                .containsExactly(other));
    }

    @Test
    void anAclOnAClusterOfAnotherNameIsRefusedAlone() throws Exception {
        AclBinding wrong = new AclBinding(
                new ResourcePattern(ResourceType.CLUSTER, "my-cluster", PatternType.LITERAL),
                new AccessControlEntry("User:a", "*", AclOperation.ALTER, AclPermissionType.ALLOW));
        AclBinding right = acl("acl-other", AclOperation.READ);

        var results = admin.createAcls(List.of(wrong, right)).values();

        assertThatThrownBy(() -> results.get(wrong).get())
                .hasCause(new InvalidRequestException("The only valid name for the CLUSTER resource is kafka-cluster"));
        results.get(right).get();
    }

    @Test
    void withoutAnAuthorizerThereAreNoAcls() {
        try (RunningCluster open = start(Map.of());
                Admin anyone = Clients.admin(open.bootstrapServers())) {
            assertThatThrownBy(() -> anyone.createAcls(List.of(acl("x", AclOperation.READ)))
                            .all()
                            .get())
                    .hasCause(new SecurityDisabledException("No Authorizer is configured."));
            assertThatThrownBy(() -> anyone.deleteAcls(List.of(AclBindingFilter.ANY))
                            .all()
                            .get())
                    .hasCause(new SecurityDisabledException("No Authorizer is configured."));
            assertThatThrownBy(() ->
                            anyone.describeAcls(AclBindingFilter.ANY).values().get())
                    .hasCause(new SecurityDisabledException("No Authorizer is configured on the broker"));
        }
    }

    @Test
    void scramCredentialsAreSetDescribedAndDeleted() throws Exception {
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("alice", info, "wonderland")))
                .all()
                .get();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(admin.describeUserScramCredentials(List.of("alice"))
                        .all()
                        .get())
                .hasEntrySatisfying("alice", described -> assertThat(described.credentialInfos())
                        .containsExactly(info)));
        admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion("alice", ScramMechanism.SCRAM_SHA_256)))
                .all()
                .get();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> admin.describeUserScramCredentials(List.of("alice"))
                                .description("alice")
                                .get())
                        .hasCauseInstanceOf(ResourceNotFoundException.class));
    }

    @Test
    void scramCredentialsThatKafkaFindsUnacceptableAreRefused() {
        ScramCredentialInfo weak = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 1);

        assertThatThrownBy(() -> admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialUpsertion("bob", weak, "builder")))
                        .all()
                        .get())
                .hasCauseInstanceOf(UnacceptableCredentialException.class);
        assertThatThrownBy(() -> admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialDeletion("nobody", ScramMechanism.SCRAM_SHA_512)))
                        .all()
                        .get())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void clientQuotasAreSetDescribedAndRemoved() throws Exception {
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "quota-client"));
        alterQuota(entity, "producer_byte_rate", 4096.0);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(quotas()).containsEntry(entity, Map.of("producer_byte_rate", 4096.0)));
        alterQuota(entity, "producer_byte_rate", null);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(quotas()).doesNotContainKey(entity));
    }

    @Test
    void aQuotaNobodyKnowsIsRefused() {
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "other-client"));

        assertThatThrownBy(() -> alterQuota(entity, "no_such_rate", 1.0))
                .hasCause(new InvalidRequestException("Invalid configuration key no_such_rate"));
    }

    private static Map<ClientQuotaEntity, Map<String, Double>> quotas() throws Exception {
        return admin.describeClientQuotas(ClientQuotaFilter.all()).entities().get();
    }

    private static void alterQuota(ClientQuotaEntity entity, String key, Double value) throws Exception {
        admin.alterClientQuotas(
                        Set.of(new ClientQuotaAlteration(entity, List.of(new ClientQuotaAlteration.Op(key, value)))))
                .all()
                .get();
    }

    private static AclBinding acl(String topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", operation, AclPermissionType.ALLOW));
    }
}
