/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.metadata.ConfigRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broker's settings make of groups, in virtual time; and what the next coordinator keeps of them. */
class GroupPoliciesTest {

    private static final byte[] ASSIGNMENT = {1, 2, 3};

    private final MemoryLog disk = new MemoryLog();

    private BrokerFixture broker(String... settings) {
        return broker(1, settings);
    }

    private BrokerFixture broker(int id, String... settings) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new BrokerFixture(id, disk, config).elected(id - 1);
    }

    @Test
    void offsetsOfAnEmptyGroupExpireWhenTheirRetentionIsOver() {
        // Given
        BrokerFixture broker = broker("offsets.retention.minutes", "2", "offsets.retention.check.interval.ms", "1000");
        broker.now(broker.commit("g", 7));

        // When
        broker.loop.advance(119_000);
        long before = broker.committed("g");
        broker.loop.advance(2_001);
        long after = broker.committed("g");

        // Then
        assertThat(before).isEqualTo(7);
        assertThat(after).isEqualTo(-1);
        assertThat(listed(broker)).isEmpty();
    }

    @Test
    void anotherCommitBeginsTheRetentionAnew() {
        // Given
        BrokerFixture broker = broker("offsets.retention.minutes", "2", "offsets.retention.check.interval.ms", "1000");
        broker.now(broker.commit("g", 7));

        // When
        broker.loop.advance(100_000);
        broker.now(broker.commit("g", 8));
        broker.loop.advance(100_000);

        // Then
        assertThat(broker.committed("g")).isEqualTo(8);
    }

    @Test
    void offsetsOfAGroupInUseDoNotExpire() {
        // Given
        BrokerFixture broker = broker("offsets.retention.minutes", "1", "offsets.retention.check.interval.ms", "1000");
        JoinGroupResponseData joined = broker.joined("g");
        broker.sync("g", joined, ASSIGNMENT);
        broker.now(broker.commit("g", joined.memberId(), joined.generationId(), 7));

        // When
        for (int i = 0; i < 200; i++) {
            broker.loop.advance(600);
            assertThat(broker.heartbeat("g", joined)).isEqualTo(Errors.NONE);
        }

        // Then
        assertThat(broker.committed("g")).isEqualTo(7);
    }

    @Test
    void expiredOffsetsAreExpiredForTheNextCoordinatorToo() {
        // Given
        BrokerFixture broker = broker("offsets.retention.minutes", "1", "offsets.retention.check.interval.ms", "1000");
        broker.now(broker.commit("g", 7));
        broker.now(broker.commit("h", 8));
        broker.loop.advance(50_000);
        broker.now(broker.commit("h", 9));

        // When
        broker.loop.advance(20_000);
        BrokerFixture next = broker(2, "offsets.retention.minutes", "1");

        // Then
        assertThat(next.committed("g")).isEqualTo(-1);
        assertThat(next.committed("h")).isEqualTo(9);
    }

    @Test
    void fullGroupTakesNoMoreMembers() {
        // Given
        BrokerFixture broker = broker("group.max.size", "1", "group.consumer.max.size", "1");
        broker.joined("g");
        broker.heartbeat848("h", "first", 0);

        // When
        JoinGroupResponseData second = broker.now(broker.join("g", ""));
        ConsumerGroupHeartbeatResponseData modern = broker.heartbeat848("h", "second", 0);

        // Then
        assertThat(Errors.forCode(second.errorCode())).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(Errors.forCode(modern.errorCode())).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
    }

    @ParameterizedTest
    @CsvSource({"group.min.session.timeout.ms, 1001", "group.max.session.timeout.ms, 999"})
    void sessionOutOfTheBrokersBoundsIsRefused(String bound, String ms) {
        BrokerFixture broker = broker(bound, ms);

        JoinGroupResponseData joined = broker.now(broker.join("g", ""));

        assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({"bidirectional, NONE", "upgrade, NONE", "downgrade, GROUP_ID_NOT_FOUND", "disabled, GROUP_ID_NOT_FOUND"
    })
    void classicGroupIsUpgradedAsThePolicyAllows(String policy, Errors expected) {
        // Given
        BrokerFixture broker = broker("group.consumer.migration.policy", policy);
        JoinGroupResponseData classic = broker.joined("g");
        broker.sync("g", classic, new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0});

        // When
        ConsumerGroupHeartbeatResponseData modern = broker.heartbeat848("g", "modern", 0);

        // Then
        assertThat(Errors.forCode(modern.errorCode())).as(modern.errorMessage()).isEqualTo(expected);
        assertThat(listed(broker))
                .extracting(ListGroupsResponseData.ListedGroup::groupType)
                .containsExactly(expected == Errors.NONE ? "consumer" : "classic");
    }

    @Test
    void convertedGroupStaysConvertedForTheNextCoordinator() {
        // Given
        BrokerFixture broker = broker();
        JoinGroupResponseData classic = broker.joined("g");
        broker.sync("g", classic, new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
        broker.now(broker.commit("g", classic.memberId(), classic.generationId(), 7));
        int epoch = broker.heartbeat848("g", "modern", 0).memberEpoch();

        // When
        BrokerFixture next = broker(2);

        // Then
        assertThat(listed(next))
                .extracting(ListGroupsResponseData.ListedGroup::groupType)
                .containsExactly("consumer");
        assertThat(Errors.forCode(next.heartbeat848("g", "modern", epoch).errorCode()))
                .isEqualTo(Errors.NONE);
        assertThat(next.heartbeat("g", classic)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(next.committed("g")).isEqualTo(7);
    }

    @Test
    void streamsGroupKeepsItsEpochAndTasksWithTheNextCoordinator() {
        // Given
        BrokerFixture broker = broker();
        StreamsGroupHeartbeatResponseData joined = streams(broker, "s", 0);
        assertThat(joined.activeTasks()).hasSize(1);

        // When
        BrokerFixture next = broker(2);

        // Then
        assertThat(Errors.forCode(streams(next, "s", joined.memberEpoch()).errorCode()))
                .isEqualTo(Errors.NONE);
        assertThat(Errors.forCode(streams(next, "s", joined.memberEpoch() + 5).errorCode()))
                .isEqualTo(Errors.FENCED_MEMBER_EPOCH);
    }

    @Test
    void silentMemberOfAStreamsGroupIsRemovedAfterItsSession() {
        // Given
        BrokerFixture broker = broker("group.streams.session.timeout.ms", "2000");
        int epoch = streams(broker, "s", 0).memberEpoch();

        // When
        broker.loop.advance(1_999);
        StreamsGroupHeartbeatResponseData before = streams(broker, "s", epoch);
        broker.loop.advance(2_001);
        StreamsGroupHeartbeatResponseData after = streams(broker, "s", epoch);

        // Then
        assertThat(Errors.forCode(before.errorCode())).isEqualTo(Errors.NONE);
        assertThat(Errors.forCode(after.errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1"})
    void intervalOfAssignmentsChangesWhileTheBrokerRuns(String resource) {
        // Given
        BrokerFixture broker = broker();
        int epoch = broker.heartbeat848("g", "first", 0).memberEpoch();

        // When
        broker.change(delta -> delta.replay(new ConfigRecord()
                .setResourceType(ConfigResource.Type.BROKER.id())
                .setResourceName(resource)
                .setName("group.consumer.assignment.interval.ms")
                .setValue("3000")));
        broker.heartbeat848("g", "second", 0);
        ConsumerGroupHeartbeatResponseData early = broker.heartbeat848("g", "first", epoch);
        broker.loop.advance(3_001);
        broker.heartbeat848("g", "second", 0);
        ConsumerGroupHeartbeatResponseData late = broker.heartbeat848("g", "first", epoch);

        // Then
        assertThat(early.assignment()).isNull();
        assertThat(late.assignment().topicPartitions())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions()).hasSize(2));
    }

    @Test
    void settingsThatAreNotDynamicStayAsTheyWereAndOthersAreKeptWithinBounds() {
        // Given
        LiveConfig live = new GroupSettings(1, Map.of()).live();
        var config = new GroupSettings(1, Map.of()).parsed(live);

        // When
        live.change(Map.of(
                "group.max.size", "3",
                "group.consumer.assignment.interval.ms", "999999",
                "group.coordinator.cached.buffer.max.bytes", "600000"));

        // Then
        assertThat(config.classicGroupMaxSize()).isEqualTo(Integer.MAX_VALUE);
        assertThat(config.consumerGroupAssignmentIntervalMs()).isEqualTo(15_000);
        assertThat(config.cachedBufferMaxBytes()).isEqualTo(600_000);
    }

    @Test
    void metadataOfAnOffsetHasItsLargestSize() {
        // Given
        BrokerFixture broker = broker("offset.metadata.max.bytes", "3");

        // When
        OffsetCommitResponseData small = broker.now(broker.commitWithMetadata("g", "abc"));
        OffsetCommitResponseData large = broker.now(broker.commitWithMetadata("g", "abcd"));

        // Then
        assertThat(BrokerFixture.error(small)).isEqualTo(Errors.NONE);
        assertThat(BrokerFixture.error(large)).isEqualTo(Errors.OFFSET_METADATA_TOO_LARGE);
    }

    private static List<ListGroupsResponseData.ListedGroup> listed(BrokerFixture broker) {
        return broker.now(broker.groups
                        .coordinator()
                        .listGroups(BrokerFixture.caller(ApiKeys.LIST_GROUPS), new ListGroupsRequestData()))
                .groups();
    }

    private static StreamsGroupHeartbeatResponseData streams(BrokerFixture broker, String group, int epoch) {
        StreamsGroupHeartbeatRequestData request = new StreamsGroupHeartbeatRequestData()
                .setGroupId(group)
                .setMemberId("m")
                .setMemberEpoch(epoch);
        if (epoch == 0) {
            request.setProcessId("p")
                    .setRebalanceTimeoutMs(5000)
                    .setClientTags(List.of())
                    .setActiveTasks(List.of())
                    .setStandbyTasks(List.of())
                    .setWarmupTasks(List.of())
                    .setTopology(new Topology()
                            .setSubtopologies(List.of(new Subtopology()
                                    .setSubtopologyId("0")
                                    .setSourceTopics(List.of(BrokerFixture.TOPIC)))));
        }
        return broker.now(broker.groups
                        .coordinator()
                        .streamsGroupHeartbeat(BrokerFixture.caller(ApiKeys.STREAMS_GROUP_HEARTBEAT), request))
                .data();
    }
}
