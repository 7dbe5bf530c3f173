/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static io.kafkatrial.engine.embedded.api.GroupBroker.OFFSETS;
import static io.kafkatrial.engine.embedded.api.GroupBroker.ORDERS;
import static io.kafkatrial.engine.embedded.api.GroupBroker.ORDERS_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.FenceBrokerRecord;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupHandlersTest {

    private static final byte[] ASSIGNMENT = {1, 2, 3};

    private final GroupBroker broker = new GroupBroker();

    @Test
    void firstQuestionForACoordinatorCreatesTheOffsetsTopic() {
        // When
        FindCoordinatorResponseData.Coordinator answer = coordinatorOf("g", 6);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(answer.nodeId()).isEqualTo(-1);
        assertThat(broker.created).containsExactly(OFFSETS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void coordinatorIsTheLeaderOfTheGroupsPartition(int version) {
        // Given
        broker.coordinating();

        // When
        FindCoordinatorResponseData.Coordinator answer = coordinatorOf("g", version);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
        assertThat(answer.nodeId()).isEqualTo(1);
        assertThat(answer.host()).isEqualTo("localhost");
        assertThat(answer.port()).isEqualTo(9092);
        assertThat(broker.created).isEmpty();
    }

    @Test
    void coordinatorIsNotAvailableWithoutALeaderThatLives() {
        // Given
        broker.coordinating();

        // When
        broker.change(delta -> delta.replay(new FenceBrokerRecord().setId(1).setEpoch(5)));

        // Then
        assertThat(Errors.forCode(coordinatorOf("g", 6).errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(broker.created).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6})
    void coordinatorOfATransactionIsRefusedWithAMessage(int version) {
        // Given
        broker.coordinating();

        // When
        FindCoordinatorResponseData.Coordinator answer = coordinatorOf("tx", version, (byte) 1);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(answer.errorMessage()).contains("transactions").contains("tx");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void classicMemberLivesThroughItsWholeLife(int version) {
        // Given
        broker.coordinating();

        // When
        JoinGroupResponseData joined = join("", version);
        if (joined.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
            joined = join(joined.memberId(), version);
        }
        SyncGroupResponseData synced = sync(joined, Math.min(version, 5));
        short heartbeat = heartbeat(joined, Math.min(version, 4));
        LeaveGroupResponseData left = broker.ask(
                new LeaveGroupRequest.Builder("g", List.of(new MemberIdentity().setMemberId(joined.memberId())))
                        .build((short) Math.min(version, 5)),
                LeaveGroupResponseData.class);

        // Then
        assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(synced.assignment()).isEqualTo(ASSIGNMENT);
        assertThat(Errors.forCode(heartbeat)).isEqualTo(Errors.NONE);
        assertThat(Errors.forCode(left.errorCode())).isEqualTo(Errors.NONE);
        assertThat(Errors.forCode(heartbeat(joined, 4))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void syncWithoutTheProtocolItMustNameIsInconsistent() {
        // Given
        broker.coordinating();

        // When
        SyncGroupResponseData answer = broker.ask(
                new SyncGroupRequest(new SyncGroupRequestData().setGroupId("g").setMemberId("m"), (short) 5),
                SyncGroupResponseData.class);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10})
    void commitRefusesWhatDoesNotExistAndCommitsTheRest(int version) {
        // Given
        broker.coordinating();

        // When
        OffsetCommitResponseData answer = broker.ask(
                new OffsetCommitRequest(
                        new OffsetCommitRequestData()
                                .setGroupId("g")
                                .setTopics(List.of(
                                        committed(ORDERS, ORDERS_ID, 1, 77), committed("no-such", new Uuid(9, 9), 0))),
                        (short) version),
                OffsetCommitResponseData.class);

        // Then
        boolean byId = version >= 10;
        OffsetCommitResponseData.OffsetCommitResponseTopic orders = answer.topics().stream()
                .filter(topic ->
                        byId ? topic.topicId().equals(ORDERS_ID) : topic.name().equals(ORDERS))
                .findFirst()
                .orElseThrow();
        assertThat(orders.partitions())
                .extracting(it -> it.partitionIndex() + " " + Errors.forCode(it.errorCode()))
                .containsExactlyInAnyOrder("1 NONE", "77 UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(answer.topics()).hasSize(2).anySatisfy(topic -> {
            assertThat(byId ? topic.topicId() : topic.name()).isEqualTo(byId ? new Uuid(9, 9) : "no-such");
            assertThat(Errors.forCode(topic.partitions().get(0).errorCode()))
                    .isEqualTo(byId ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION);
        });
        assertThat(broker.commits).containsExactly("g orders-1@501");
    }

    @Test
    void commitOfNothingThatExistsNeverReachesTheCoordinator() {
        // When
        OffsetCommitResponseData answer = broker.ask(
                new OffsetCommitRequest(
                        new OffsetCommitRequestData()
                                .setGroupId("g")
                                .setTopics(List.of(committed("no-such", new Uuid(9, 9), 0))),
                        (short) 9),
                OffsetCommitResponseData.class);

        // Then
        assertThat(Errors.forCode(answer.topics().get(0).partitions().get(0).errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void committedOffsetIsFetchedInEveryVersion(int version) {
        // Given
        broker.coordinating();
        commitOne();

        // When
        OffsetFetchResponse answer = fetch(
                version,
                List.of(new OffsetFetchRequestTopics()
                        .setName(ORDERS)
                        .setTopicId(ORDERS_ID)
                        .setPartitionIndexes(List.of(0, 1))));

        // Then
        OffsetFetchResponseData.OffsetFetchResponseTopics topic =
                answer.group("g").topics().get(0);
        assertThat(version >= 10 ? topic.topicId() : topic.name()).isEqualTo(version >= 10 ? ORDERS_ID : ORDERS);
        assertThat(topic.partitions())
                .extracting(it -> it.partitionIndex() + "@" + it.committedOffset())
                .containsExactly("0@-1", "1@501");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 10})
    void allOffsetsOfAGroupAreFetched(int version) {
        // Given
        broker.coordinating();
        commitOne();

        // When
        OffsetFetchResponse answer = fetch(version, null);

        // Then
        assertThat(answer.group("g").topics()).singleElement().satisfies(topic -> assertThat(topic.partitions())
                .extracting(it -> it.partitionIndex() + "@" + it.committedOffset())
                .containsExactly("1@501"));
    }

    @Test
    void fetchByAnIdNobodyKnowsIsRefusedForThatTopicOnly() {
        // Given
        broker.coordinating();
        commitOne();

        // When
        OffsetFetchResponse answer = fetch(
                10,
                List.of(
                        new OffsetFetchRequestTopics()
                                .setTopicId(new Uuid(9, 9))
                                .setPartitionIndexes(List.of(4)),
                        new OffsetFetchRequestTopics().setTopicId(ORDERS_ID).setPartitionIndexes(List.of(1))));

        // Then
        assertThat(answer.group("g").topics())
                .flatExtracting(OffsetFetchResponseData.OffsetFetchResponseTopics::partitions)
                .extracting(
                        it -> it.partitionIndex() + "@" + it.committedOffset() + " " + Errors.forCode(it.errorCode()))
                .containsExactly("1@501 NONE", "4@-1 UNKNOWN_TOPIC_ID");
    }

    @Test
    void fetchFromABrokerThatDoesNotCoordinateFailsForTheGroup() {
        // Given
        broker.topic(ORDERS, ORDERS_ID, 1).topic(OFFSETS, new Uuid(1, 1), 2);

        // When
        OffsetFetchResponse answer = fetch(9, null);

        // Then
        assertThat(Errors.forCode(answer.group("g").errorCode())).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void deletedOffsetIsGoneAndUnknownPartitionsAreRefused() {
        // Given
        broker.coordinating();
        commitOne();
        OffsetDeleteRequestTopicCollection topics = new OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic()
                .setName(ORDERS)
                .setPartitions(List.of(
                        new OffsetDeleteRequestPartition().setPartitionIndex(1),
                        new OffsetDeleteRequestPartition().setPartitionIndex(77))));

        // When
        OffsetDeleteResponseData answer = broker.ask(
                new OffsetDeleteRequest(
                        new OffsetDeleteRequestData().setGroupId("g").setTopics(topics), (short) 0),
                OffsetDeleteResponseData.class);

        // Then
        assertThat(answer.topics().find(ORDERS).partitions())
                .extracting(it -> it.partitionIndex() + " " + Errors.forCode(it.errorCode()))
                .containsExactlyInAnyOrder("1 NONE", "77 UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(fetch(9, null).group("g").topics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void groupIsDescribedInEveryVersion(int version) {
        // Given
        broker.coordinating();
        JoinGroupResponseData joined = join("", 3);
        sync(joined, 3);

        // When
        DescribeGroupsResponseData answer = broker.ask(
                new DescribeGroupsRequest.Builder(new DescribeGroupsRequestData()
                                .setGroups(List.of("g"))
                                .setIncludeAuthorizedOperations(version >= 3))
                        .build((short) version),
                DescribeGroupsResponseData.class);

        // Then
        assertThat(answer.groups()).singleElement().satisfies(group -> {
            assertThat(group.groupState()).isEqualTo("Stable");
            assertThat(group.members()).singleElement().satisfies(member -> {
                assertThat(member.clientId()).isEqualTo("client");
                assertThat(member.clientHost()).isEqualTo("/127.0.0.1");
            });
            if (version >= 3) {
                assertThat(group.authorizedOperations()).isPositive();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void groupsAreListedInEveryVersion(int version) {
        // Given
        broker.coordinating();
        join("", 3);

        // When
        ListGroupsResponseData answer = broker.ask(
                new ListGroupsRequest.Builder(new ListGroupsRequestData()).build((short) version),
                ListGroupsResponseData.class);

        // Then
        assertThat(answer.groups())
                .extracting(ListGroupsResponseData.ListedGroup::groupId)
                .containsExactly("g");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void emptyGroupIsDeletedAndAnUnknownOneIsNotFound(int version) {
        // Given
        broker.coordinating();
        commitOne();

        // When
        DeleteGroupsResponseData answer = broker.ask(
                new DeleteGroupsRequest(
                        new DeleteGroupsRequestData().setGroupsNames(List.of("g", "h", "g")), (short) version),
                DeleteGroupsResponseData.class);

        // Then
        assertThat(answer.results())
                .extracting(it -> it.groupId() + " " + Errors.forCode(it.errorCode()))
                .containsExactlyInAnyOrder("g NONE", "h GROUP_ID_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void consumerGroupMemberGetsPartitionsAndIsDescribed(int version) {
        // Given
        broker.coordinating();

        // When
        ConsumerGroupHeartbeatResponseData answer = heartbeat848(version);
        ConsumerGroupDescribeResponseData described = broker.ask(
                new ConsumerGroupDescribeRequest.Builder(new ConsumerGroupDescribeRequestData()
                                .setGroupIds(List.of("c"))
                                .setIncludeAuthorizedOperations(true))
                        .build((short) version),
                ConsumerGroupDescribeResponseData.class);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
        assertThat(answer.assignment().topicPartitions().get(0).partitions()).containsExactlyInAnyOrder(0, 1);
        assertThat(described.groups()).singleElement().satisfies(group -> {
            assertThat(group.members()).hasSize(1);
            assertThat(group.authorizedOperations()).isPositive();
        });
    }

    @Test
    void consumerGroupsAreUnsupportedWhileTheFeatureIsOff() {
        // Given
        broker.coordinating();
        broker.change(delta ->
                delta.replay(new FeatureLevelRecord().setName("group.version").setFeatureLevel((short) 0)));

        // When
        ConsumerGroupHeartbeatResponseData answer = heartbeat848(1);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
    }

    private FindCoordinatorResponseData.Coordinator coordinatorOf(String key, int version) {
        return coordinatorOf(key, version, (byte) 0);
    }

    private FindCoordinatorResponseData.Coordinator coordinatorOf(String key, int version, byte type) {
        FindCoordinatorRequestData request = new FindCoordinatorRequestData().setKeyType(type);
        if (version < 4) {
            request.setKey(key);
        } else {
            request.setCoordinatorKeys(List.of(key));
        }
        FindCoordinatorResponseData answer = broker.ask(
                new FindCoordinatorRequest.Builder(request).build((short) version), FindCoordinatorResponseData.class);
        return version >= 4
                ? answer.coordinators().get(0)
                : new FindCoordinatorResponseData.Coordinator()
                        .setErrorCode(answer.errorCode())
                        .setErrorMessage(answer.errorMessage())
                        .setNodeId(answer.nodeId())
                        .setHost(answer.host())
                        .setPort(answer.port());
    }

    private JoinGroupResponseData join(String member, int version) {
        JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata(ConsumerProtocol.serializeSubscription(new Subscription(List.of(ORDERS)))
                        .array()));
        return broker.ask(
                new JoinGroupRequest(
                        new JoinGroupRequestData()
                                .setGroupId("g")
                                .setMemberId(member)
                                .setProtocolType("consumer")
                                .setSessionTimeoutMs(1000)
                                .setRebalanceTimeoutMs(version == 0 ? -1 : 5000)
                                .setProtocols(protocols),
                        (short) version),
                JoinGroupResponseData.class);
    }

    private SyncGroupResponseData sync(JoinGroupResponseData joined, int version) {
        SyncGroupRequestData request = new SyncGroupRequestData()
                .setGroupId("g")
                .setMemberId(joined.memberId())
                .setGenerationId(joined.generationId())
                .setAssignments(List.of(new SyncGroupRequestAssignment()
                        .setMemberId(joined.memberId())
                        .setAssignment(ASSIGNMENT)));
        if (version >= 5) {
            request.setProtocolType("consumer").setProtocolName("range");
        }
        return broker.ask(new SyncGroupRequest(request, (short) version), SyncGroupResponseData.class);
    }

    private short heartbeat(JoinGroupResponseData joined, int version) {
        return broker.ask(
                        new HeartbeatRequest.Builder(new HeartbeatRequestData()
                                        .setGroupId("g")
                                        .setMemberId(joined.memberId())
                                        .setGenerationId(joined.generationId()))
                                .build((short) version),
                        HeartbeatResponseData.class)
                .errorCode();
    }

    private ConsumerGroupHeartbeatResponseData heartbeat848(int version) {
        return broker.ask(
                new ConsumerGroupHeartbeatRequest(
                        new ConsumerGroupHeartbeatRequestData()
                                .setGroupId("c")
                                .setMemberId("member-1")
                                .setMemberEpoch(0)
                                .setRebalanceTimeoutMs(5000)
                                .setSubscribedTopicNames(List.of(ORDERS))
                                .setTopicPartitions(List.of()),
                        (short) version),
                ConsumerGroupHeartbeatResponseData.class);
    }

    private void commitOne() {
        broker.ask(
                new OffsetCommitRequest(
                        new OffsetCommitRequestData()
                                .setGroupId("g")
                                .setTopics(List.of(committed(ORDERS, ORDERS_ID, 1))),
                        (short) 9),
                OffsetCommitResponseData.class);
        assertThat(broker.commits).hasSize(1);
    }

    private static OffsetCommitRequestTopic committed(String name, Uuid id, Integer... partitions) {
        return new OffsetCommitRequestTopic()
                .setName(name)
                .setTopicId(id)
                .setPartitions(List.of(partitions).stream()
                        .map(it -> new OffsetCommitRequestPartition()
                                .setPartitionIndex(it)
                                .setCommittedOffset(500 + it))
                        .toList());
    }

    private OffsetFetchResponse fetch(int version, List<OffsetFetchRequestTopics> topics) {
        OffsetFetchRequest request = OffsetFetchRequest.Builder.forTopicIdsOrNames(
                        new OffsetFetchRequestData()
                                .setGroups(List.of(new OffsetFetchRequestGroup()
                                        .setGroupId("g")
                                        .setTopics(topics))),
                        false)
                .build((short) version);
        return new OffsetFetchResponse(broker.ask(request, OffsetFetchResponseData.class), (short) version);
    }
}
