/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CLUSTER_ACTION;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;

import io.kafkatrial.engine.embedded.api.Access;
import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Guards;
import io.kafkatrial.engine.embedded.api.Handler;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AddOffsetsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AlterConfigsRequest;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.CreatePartitionsRequest;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.DeleteRecordsRequest;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DeleteTopicsRequest;
import org.apache.kafka.common.requests.DescribeClusterRequest;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeProducersRequest;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DescribeTopicPartitionsRequest;
import org.apache.kafka.common.requests.DescribeTransactionsRequest;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.IncrementalAlterConfigsRequest;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListTransactionsRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ShareAcknowledgeRequest;
import org.apache.kafka.common.requests.ShareFetchRequest;
import org.apache.kafka.common.requests.ShareGroupDescribeRequest;
import org.apache.kafka.common.requests.ShareGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupTopologyDescriptionUpdateRequest;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;

/**
 * The one table of what a request of each API key needs, as Kafka's {@code KafkaApis}, {@code ControllerApis} and
 * {@code AclApis} have it. A key without a row cannot be registered: who adds a
 * handler adds its row. Confined to the broker's
 * loop.
 */
public final class Watch implements Guards {

    /** Whoever gets in may send these; what a fetch needs its handler asks itself, and sees the session's topics. */
    private static final Set<ApiKeys> OPEN = Set.of(
            ApiKeys.API_VERSIONS,
            ApiKeys.SASL_HANDSHAKE,
            ApiKeys.SASL_AUTHENTICATE,
            ApiKeys.FETCH,
            ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS,
            ApiKeys.PUSH_TELEMETRY,
            // tokens are not served: each of these is told so
            ApiKeys.CREATE_DELEGATION_TOKEN,
            ApiKeys.RENEW_DELEGATION_TOKEN,
            ApiKeys.EXPIRE_DELEGATION_TOKEN,
            ApiKeys.DESCRIBE_DELEGATION_TOKEN);

    private final Map<ApiKeys, Guard<?>> table = new EnumMap<>(ApiKeys.class);

    /** Make the table. */
    public Watch(BrokerView broker) {
        OPEN.forEach(key -> table.put(key, open()));
        data(new DataGuards(broker));
        metadata(new MetadataGuards(broker), new TopicGuards(broker));
        groups(new GroupGuards(broker));
        transactions();
        members();
        shareGroups(new ShareGuards(broker));
        cluster();
    }

    private void data(DataGuards guards) {
        this.<ProduceRequest>on(ApiKeys.PRODUCE, guards::produce);
        this.<ListOffsetsRequest>on(ApiKeys.LIST_OFFSETS, guards::listOffsets);
        this.<OffsetsForLeaderEpochRequest>on(ApiKeys.OFFSET_FOR_LEADER_EPOCH, guards::epochEnds);
        this.<DescribeProducersRequest>on(ApiKeys.DESCRIBE_PRODUCERS, guards::describeProducers);
        this.<DeleteRecordsRequest>on(ApiKeys.DELETE_RECORDS, guards::deleteRecords);
    }

    private void metadata(MetadataGuards guards, TopicGuards topics) {
        this.<MetadataRequest>on(ApiKeys.METADATA, guards::metadata);
        this.<DescribeClusterRequest>on(ApiKeys.DESCRIBE_CLUSTER, guards::cluster);
        this.<DescribeTopicPartitionsRequest>on(ApiKeys.DESCRIBE_TOPIC_PARTITIONS, guards::topicPartitions);
        this.<CreateTopicsRequest>on(ApiKeys.CREATE_TOPICS, topics::create);
        this.<DeleteTopicsRequest>on(ApiKeys.DELETE_TOPICS, topics::delete);
        this.<CreatePartitionsRequest>on(ApiKeys.CREATE_PARTITIONS, topics::partitions);
        this.<DescribeConfigsRequest>on(ApiKeys.DESCRIBE_CONFIGS, ConfigGuards::describe);
        this.<AlterConfigsRequest>on(ApiKeys.ALTER_CONFIGS, ConfigGuards::replace);
        this.<IncrementalAlterConfigsRequest>on(ApiKeys.INCREMENTAL_ALTER_CONFIGS, ConfigGuards::alter);
    }

    private void groups(GroupGuards guards) {
        this.<OffsetCommitRequest>on(ApiKeys.OFFSET_COMMIT, guards::commit);
        this.<OffsetFetchRequest>on(ApiKeys.OFFSET_FETCH, guards::offsets);
        this.<DeleteGroupsRequest>on(ApiKeys.DELETE_GROUPS, guards::delete);
        this.<OffsetDeleteRequest>on(ApiKeys.OFFSET_DELETE, guards::deleteOffsets);
        this.<FindCoordinatorRequest>on(ApiKeys.FIND_COORDINATOR, MemberGuards::coordinator);
        this.<ListGroupsRequest>on(ApiKeys.LIST_GROUPS, MemberGuards::list);
        this.<DescribeGroupsRequest>on(ApiKeys.DESCRIBE_GROUPS, MemberGuards::classic);
        this.<ConsumerGroupDescribeRequest>on(ApiKeys.CONSUMER_GROUP_DESCRIBE, MemberGuards::consumer);
        this.<ShareGroupDescribeRequest>on(ApiKeys.SHARE_GROUP_DESCRIBE, MemberGuards::share);
        this.<StreamsGroupDescribeRequest>on(ApiKeys.STREAMS_GROUP_DESCRIBE, MemberGuards::streams);
    }

    private void transactions() {
        this.<InitProducerIdRequest>on(ApiKeys.INIT_PRODUCER_ID, TxnGuards::producerId);
        this.<AddPartitionsToTxnRequest>on(ApiKeys.ADD_PARTITIONS_TO_TXN, TxnGuards::addPartitions);
        this.<AddOffsetsToTxnRequest>on(ApiKeys.ADD_OFFSETS_TO_TXN, TxnGuards::addOffsets);
        this.<EndTxnRequest>on(ApiKeys.END_TXN, TxnGuards::end);
        this.<WriteTxnMarkersRequest>on(ApiKeys.WRITE_TXN_MARKERS, TxnGuards::markers);
        this.<TxnOffsetCommitRequest>on(ApiKeys.TXN_OFFSET_COMMIT, TxnGuards::commitOffsets);
        this.<DescribeTransactionsRequest>on(ApiKeys.DESCRIBE_TRANSACTIONS, TxnGuards::describe);
        this.<ListTransactionsRequest>on(ApiKeys.LIST_TRANSACTIONS, TxnGuards::list);
    }

    private void members() {
        member(ApiKeys.JOIN_GROUP, (JoinGroupRequest it) -> it.data().groupId());
        member(ApiKeys.SYNC_GROUP, (SyncGroupRequest it) -> it.data().groupId());
        member(ApiKeys.HEARTBEAT, (HeartbeatRequest it) -> it.data().groupId());
        member(ApiKeys.LEAVE_GROUP, (LeaveGroupRequest it) -> it.data().groupId());
        member(
                ApiKeys.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE,
                (StreamsGroupTopologyDescriptionUpdateRequest it) -> it.data().groupId());
        this.<ConsumerGroupHeartbeatRequest>check(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                (it, client) -> MemberGuards.heartbeat(
                        client, it.data().groupId(), it.data().subscribedTopicNames()));
        this.<ShareGroupHeartbeatRequest>check(
                ApiKeys.SHARE_GROUP_HEARTBEAT,
                (it, client) -> MemberGuards.heartbeat(
                        client, it.data().groupId(), it.data().subscribedTopicNames()));
        this.<StreamsGroupHeartbeatRequest>check(
                ApiKeys.STREAMS_GROUP_HEARTBEAT,
                (it, client) -> MemberGuards.heartbeat(client, it.data().groupId(), StreamsTopics.of(it.data())));
    }

    private void shareGroups(ShareGuards guards) {
        this.<ShareFetchRequest>on(ApiKeys.SHARE_FETCH, guards::fetch);
        this.<ShareAcknowledgeRequest>on(ApiKeys.SHARE_ACKNOWLEDGE, guards::acknowledge);
        this.<DescribeShareGroupOffsetsRequest>on(ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS, ShareGuards::describeOffsets);
        this.<AlterShareGroupOffsetsRequest>on(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, ShareGuards::alterOffsets);
        this.<DeleteShareGroupOffsetsRequest>on(ApiKeys.DELETE_SHARE_GROUP_OFFSETS, ShareGuards::deleteOffsets);
    }

    /** Requests about the cluster as a whole. */
    private void cluster() {
        onCluster(
                DESCRIBE,
                ApiKeys.DESCRIBE_QUORUM,
                ApiKeys.LIST_PARTITION_REASSIGNMENTS,
                ApiKeys.DESCRIBE_ACLS,
                ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
                ApiKeys.DESCRIBE_LOG_DIRS);
        onCluster(
                ALTER,
                ApiKeys.ELECT_LEADERS,
                ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                ApiKeys.CREATE_ACLS,
                ApiKeys.DELETE_ACLS,
                ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
                ApiKeys.ALTER_REPLICA_LOG_DIRS,
                ApiKeys.UPDATE_FEATURES,
                ApiKeys.UNREGISTER_BROKER,
                ApiKeys.UNREGISTER_CONTROLLER,
                ApiKeys.ADD_RAFT_VOTER,
                ApiKeys.REMOVE_RAFT_VOTER);
        onCluster(DESCRIBE_CONFIGS, ApiKeys.DESCRIBE_CLIENT_QUOTAS, ApiKeys.LIST_CONFIG_RESOURCES);
        onCluster(ALTER_CONFIGS, ApiKeys.ALTER_CLIENT_QUOTAS);
        onCluster(
                CLUSTER_ACTION,
                ApiKeys.INITIALIZE_SHARE_GROUP_STATE,
                ApiKeys.READ_SHARE_GROUP_STATE,
                ApiKeys.WRITE_SHARE_GROUP_STATE,
                ApiKeys.DELETE_SHARE_GROUP_STATE,
                ApiKeys.READ_SHARE_GROUP_STATE_SUMMARY);
    }

    private void onCluster(AclOperation operation, ApiKeys... keys) {
        for (ApiKeys key : keys) {
            check(key, (request, client) -> client.needCluster(operation));
        }
    }

    private <Q extends AbstractRequest> void member(ApiKeys key, Function<Q, String> group) {
        this.<Q>check(key, (request, client) -> client.needGroup(READ, group.apply(request)));
    }

    private <Q extends AbstractRequest> void check(ApiKeys key, BiConsumer<Q, Client> need) {
        this.<Q>on(key, (request, client, handler) -> {
            need.accept(request, client);
            return handler.handle(request, client.scope());
        });
    }

    private static <Q extends AbstractRequest> Guard<Q> open() {
        return (request, client, handler) -> handler.handle(request, client.scope());
    }

    private <Q extends AbstractRequest> void on(ApiKeys key, Guard<Q> guard) {
        table.put(key, guard);
    }

    /** The keys with a row. */
    Set<ApiKeys> keys() {
        return Set.copyOf(table.keySet());
    }

    @Override
    @SuppressWarnings("unchecked") // each row was made for the requests of its key
    public <Q extends AbstractRequest> Handler<Q> before(ApiKeys key, Handler<Q> handler) {
        Guard<Q> guard = (Guard<Q>) table.get(key);
        if (guard == null) {
            throw new IllegalArgumentException("nothing says what " + key + " needs; add its row to the table");
        }
        return (request, scope) -> scope.access() == Access.EVERYTHING
                ? handler.handle(request, scope) // another broker asks
                : guard.answer(request, new Client(scope), handler);
    }
}
