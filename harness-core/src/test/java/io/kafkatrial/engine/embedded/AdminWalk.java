/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.ControllerIdNotRegisteredException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** One call of each method of Kafka's Admin, each by itself and in any order. */
final class AdminWalk {

    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final ConfigResource ORDERS = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    private static final AclBinding ACL = new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "walk", PatternType.LITERAL),
            new AccessControlEntry("User:walker", "*", AclOperation.READ, AclPermissionType.ALLOW));

    private AdminWalk() {}

    /** Asks something and waits for the answer. */
    interface Call {
        void on(Admin admin) throws Exception;
    }

    /**
     * A method.
     *
     * @param refusals what it is to be refused with; empty if it is to succeed
     */
    record Step(Call call, List<Class<? extends ApiException>> refusals) {}

    private static final Map<String, Step> STEPS = new TreeMap<>();

    static {
        cluster();
        topics();
        configs();
        access();
        groups();
        streamsAndShareGroups();
        transactions();
    }

    static Map<String, Step> steps() {
        return STEPS;
    }

    private static void does(String name, Call call) {
        STEPS.put(name, new Step(call, List.of()));
    }

    private static void refuses(String name, Call call, Class<? extends ApiException> with) {
        STEPS.put(name, new Step(call, List.of(with)));
    }

    private static void create(Admin admin, String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 3))).all().get();
    }

    private static void cluster() {
        does("describeCluster", admin -> admin.describeCluster().nodes().get());
        does(
                "describeFeatures",
                admin -> admin.describeFeatures().featureMetadata().get());
        does("updateFeatures", admin -> admin.updateFeatures(
                        Map.of("group.version", new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                        new UpdateFeaturesOptions().validateOnly(true))
                .all()
                .get());
        does(
                "describeMetadataQuorum",
                admin -> admin.describeMetadataQuorum().quorumInfo().get());
        does(
                "describeLogDirs",
                admin -> admin.describeLogDirs(List.of(1)).allDescriptions().get());
        does("describeReplicaLogDirs", admin -> admin.describeReplicaLogDirs(
                        List.of(new TopicPartitionReplica("orders", 0, 1)))
                .all()
                .get());
        does("alterReplicaLogDirs", admin -> admin.alterReplicaLogDirs(
                        Map.of(new TopicPartitionReplica("orders", 0, 1), "/tmp/kafka-logs"))
                .all()
                .get());
        refuses(
                "unregisterBroker",
                admin -> admin.unregisterBroker(77).all().get(),
                BrokerIdNotRegisteredException.class);
        refuses(
                "unregisterController",
                admin -> admin.unregisterController(77).all().get(),
                ControllerIdNotRegisteredException.class);
    }

    private static void topics() {
        does("createTopics", admin -> create(admin, "walk-created"));
        does("deleteTopics", admin -> {
            create(admin, "walk-deleted");
            admin.deleteTopics(List.of("walk-deleted")).all().get();
        });
        does("listTopics", admin -> admin.listTopics().names().get());
        does(
                "describeTopics",
                admin -> admin.describeTopics(List.of("orders")).allTopicNames().get());
        does("createPartitions", admin -> {
            create(admin, "walk-grown");
            admin.createPartitions(Map.of("walk-grown", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        });
        does("deleteRecords", admin -> admin.deleteRecords(Map.of(ORDERS_0, RecordsToDelete.beforeOffset(0)))
                .all()
                .get());
        does("listOffsets", admin -> admin.listOffsets(Map.of(ORDERS_0, OffsetSpec.latest()))
                .all()
                .get());
        refuses(
                "electLeaders",
                admin -> admin.electLeaders(ElectionType.PREFERRED, Set.of(ORDERS_0))
                        .partitions()
                        .get()
                        .get(ORDERS_0)
                        .ifPresent(AdminWalk::fail),
                ElectionNotNeededException.class);
        does("alterPartitionReassignments", admin -> {
            create(admin, "walk-moved");
            admin.alterPartitionReassignments(Map.of(
                            new TopicPartition("walk-moved", 0),
                            Optional.of(new NewPartitionReassignment(List.of(3, 2)))))
                    .all()
                    .get();
        });
        does(
                "listPartitionReassignments",
                admin -> admin.listPartitionReassignments().reassignments().get());
    }

    private static void fail(Throwable error) {
        throw new CompletionException(error);
    }

    private static void configs() {
        does(
                "describeConfigs",
                admin -> admin.describeConfigs(List.of(ORDERS)).all().get());
        does("incrementalAlterConfigs", admin -> admin.incrementalAlterConfigs(Map.of(
                        ORDERS,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("retention.ms", "100000000"), AlterConfigOp.OpType.SET))))
                .all()
                .get());
        does("listConfigResources", admin -> admin.listConfigResources().all().get());
        does("listClientMetricsResources", AdminWalk::listClientMetrics);
        does("describeClientQuotas", admin -> admin.describeClientQuotas(ClientQuotaFilter.all())
                .entities()
                .get());
        does("alterClientQuotas", admin -> admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        new ClientQuotaEntity(new HashMap<>(Map.of("client-id", "walker"))),
                        List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1e9)))))
                .all()
                .get());
    }

    @SuppressWarnings({"deprecation", "removal"}) // it is there, so it is asked
    private static void listClientMetrics(Admin admin) throws Exception {
        admin.listClientMetricsResources().all().get();
    }

    private static void access() {
        does("createAcls", admin -> admin.createAcls(List.of(ACL)).all().get());
        does(
                "describeAcls",
                admin -> admin.describeAcls(AclBindingFilter.ANY).values().get());
        does(
                "deleteAcls",
                admin -> admin.deleteAcls(List.of(ACL.toFilter())).all().get());
        does(
                "describeUserScramCredentials",
                admin -> admin.describeUserScramCredentials().all().get());
        does("alterUserScramCredentials", admin -> admin.alterUserScramCredentials(
                        List.of(new UserScramCredentialUpsertion(
                                "walker", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), "secret")))
                .all()
                .get());
        Class<UnsupportedByAuthenticationException> noLogIn = UnsupportedByAuthenticationException.class;
        refuses(
                "createDelegationToken",
                admin -> admin.createDelegationToken().delegationToken().get(),
                noLogIn);
        refuses(
                "describeDelegationToken",
                admin -> admin.describeDelegationToken().delegationTokens().get(),
                noLogIn);
        refuses(
                "renewDelegationToken",
                admin -> admin.renewDelegationToken(new byte[1])
                        .expiryTimestamp()
                        .get(),
                noLogIn);
        refuses(
                "expireDelegationToken",
                admin -> admin.expireDelegationToken(new byte[1])
                        .expiryTimestamp()
                        .get(),
                noLogIn);
    }

    private static void groups() {
        Class<GroupIdNotFoundException> none = GroupIdNotFoundException.class;
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(ORDERS_0, new OffsetAndMetadata(0));
        does("listGroups", admin -> admin.listGroups().all().get());
        does("listConsumerGroups", AdminWalk::listConsumerGroups);
        refuses(
                "describeConsumerGroups",
                admin ->
                        admin.describeConsumerGroups(List.of("walk-none")).all().get(),
                none);
        refuses(
                "describeClassicGroups",
                admin -> admin.describeClassicGroups(List.of("walk-none")).all().get(),
                none);
        refuses(
                "describeShareGroups",
                admin -> admin.describeShareGroups(List.of("walk-none")).all().get(),
                none);
        refuses(
                "describeStreamsGroups",
                admin -> admin.describeStreamsGroups(List.of("walk-none")).all().get(),
                none);
        does("alterConsumerGroupOffsets", admin -> admin.alterConsumerGroupOffsets("walk-1", offsets)
                .all()
                .get());
        does("listConsumerGroupOffsets", admin -> admin.listConsumerGroupOffsets("walk-2")
                .partitionsToOffsetAndMetadata()
                .get());
        does("deleteConsumerGroupOffsets", admin -> {
            admin.alterConsumerGroupOffsets("walk-3", offsets).all().get();
            admin.deleteConsumerGroupOffsets("walk-3", Set.of(ORDERS_0)).all().get();
        });
        does("deleteConsumerGroups", admin -> {
            admin.alterConsumerGroupOffsets("walk-4", offsets).all().get();
            admin.deleteConsumerGroups(List.of("walk-4")).all().get();
        });
        refuses(
                "removeMembersFromConsumerGroup",
                admin -> admin.removeMembersFromConsumerGroup(
                                "walk-none",
                                new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("nobody"))))
                        .all()
                        .get(),
                UnknownMemberIdException.class);
    }

    private static void streamsAndShareGroups() {
        Class<GroupIdNotFoundException> none = GroupIdNotFoundException.class;
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(ORDERS_0, new OffsetAndMetadata(0));
        does(
                "alterStreamsGroupOffsets",
                admin -> admin.alterStreamsGroupOffsets("walk-5", offsets).all().get());
        does("listStreamsGroupOffsets", admin -> admin.listStreamsGroupOffsets(
                        Map.of("walk-6", new ListStreamsGroupOffsetsSpec()))
                .all()
                .get());
        does("deleteStreamsGroupOffsets", admin -> {
            admin.alterStreamsGroupOffsets("walk-7", offsets).all().get();
            admin.deleteStreamsGroupOffsets("walk-7", Set.of(ORDERS_0)).all().get();
        });
        refuses(
                "deleteStreamsGroups",
                admin -> admin.deleteStreamsGroups(List.of("walk-none")).all().get(),
                none);
        does("listShareGroupOffsets", admin -> admin.listShareGroupOffsets(
                        Map.of("walk-8", new ListShareGroupOffsetsSpec()))
                .all()
                .get());
        does("alterShareGroupOffsets", admin -> admin.alterShareGroupOffsets("walk-9", Map.of(ORDERS_0, 0L))
                .all()
                .get());
        refuses(
                "deleteShareGroupOffsets",
                admin -> admin.deleteShareGroupOffsets("walk-none", Set.of("orders"))
                        .all()
                        .get(),
                none);
        refuses(
                "deleteShareGroups",
                admin -> admin.deleteShareGroups(List.of("walk-none")).all().get(),
                none);
    }

    @SuppressWarnings({"deprecation", "removal"}) // it is there, so it is asked
    private static void listConsumerGroups(Admin admin) throws Exception {
        admin.listConsumerGroups().all().get();
    }

    private static void transactions() {
        does("listTransactions", admin -> admin.listTransactions().all().get());
        refuses(
                "describeTransactions",
                admin -> admin.describeTransactions(List.of("walk-none")).all().get(),
                TransactionalIdNotFoundException.class);
        does(
                "describeProducers",
                admin -> admin.describeProducers(List.of(ORDERS_0)).all().get());
        does(
                "fenceProducers",
                admin -> admin.fenceProducers(List.of("walk-tx")).all().get());
        does(
                "forceTerminateTransaction",
                admin -> admin.forceTerminateTransaction("walk-tx-2").result().get());
        does("abortTransaction", admin -> admin.abortTransaction(
                        new AbortTransactionSpec(ORDERS_0, 7_777, (short) 0, 0))
                .all()
                .get());
    }

    static void addVoter(Admin admin) throws Exception {
        admin.addRaftVoter(3001, Uuid.randomUuid(), Set.of()).all().get();
    }

    static void removeVoter(Admin admin) throws Exception {
        admin.removeRaftVoter(3000, Uuid.randomUuid()).all().get();
    }
}
