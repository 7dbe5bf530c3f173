/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static io.kafkatrial.engine.embedded.api.GroupBroker.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
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
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupHandlersTest {

    private static final byte[] ASSIGNMENT = {1, 2, 3};

    private final GroupBroker broker = new GroupBroker();

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
}
