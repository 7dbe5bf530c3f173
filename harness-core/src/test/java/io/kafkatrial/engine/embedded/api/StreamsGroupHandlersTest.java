/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateRequestData;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateRequestData.TopologyDescription;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateResponseData;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatResponse.Status;
import org.apache.kafka.common.requests.StreamsGroupTopologyDescriptionUpdateRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsGroupHandlersTest {

    private static final String CHANGELOG = "app-store-changelog";

    private final GroupBroker broker = new GroupBroker().coordinating();

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void memberGetsItsTasksWhenTheTopicsAreThere(int version) {
        // Given
        broker.topic(CHANGELOG, new Uuid(9, 9), 1);

        // When
        StreamsGroupHeartbeatResponseData joined = send(join(GroupBroker.ORDERS, CHANGELOG), version);

        // Then
        assertThat(Errors.forCode(joined.errorCode())).as(joined.errorMessage()).isEqualTo(Errors.NONE);
        assertThat(joined.activeTasks()).singleElement().satisfies(task -> {
            assertThat(task.subtopologyId()).isEqualTo("0");
            assertThat(task.partitions()).containsExactlyInAnyOrder(0, 1);
        });
        assertThat(joined.heartbeatIntervalMs()).isEqualTo(300);
        assertThat(broker.controllers.created).isEmpty();
    }

    @Test
    void missingInternalTopicsAreAskedForOnceAtATime() {
        // Given
        broker.controllers.creation = new CompletableFuture<>();

        // When
        StreamsGroupHeartbeatResponseData joined = send(join(GroupBroker.ORDERS, CHANGELOG), 1);
        send(beat(joined.memberEpoch()), 1);
        send(join(GroupBroker.ORDERS, CHANGELOG), 1);

        // Then
        assertThat(joined.status()).anyMatch(it -> it.statusCode() == Status.MISSING_INTERNAL_TOPICS.code());
        assertThat(broker.controllers.created).singleElement().satisfies(asked -> {
            var topic = asked.topics().find(CHANGELOG);
            assertThat(topic.numPartitions()).isEqualTo(2);
        });
    }

    @Test
    void memberIsToldWhyATopicCouldNotBeCreatedAndTheControllerIsLeftAloneForTwoHeartbeats() {
        // Given
        CreateTopicsResponseData refused = new CreateTopicsResponseData();
        refused.topics()
                .add(new CreatableTopicResult()
                        .setName(CHANGELOG)
                        .setErrorCode(Errors.POLICY_VIOLATION.code())
                        .setErrorMessage("not on my watch"));
        broker.controllers.creation = CompletableFuture.completedFuture(refused);

        // When
        StreamsGroupHeartbeatResponseData first = send(join(GroupBroker.ORDERS, CHANGELOG), 1);
        send(join(GroupBroker.ORDERS, CHANGELOG), 1);

        // Then
        assertThat(first.status())
                .filteredOn(it -> it.statusCode() == Status.MISSING_INTERNAL_TOPICS.code())
                .singleElement()
                .satisfies(it -> assertThat(it.statusDetail())
                        .endsWith("; Creation failed: app-store-changelog (not on my watch)."));
        assertThat(broker.controllers.created).hasSize(1);
        broker.loop.advance(601);
        send(join(GroupBroker.ORDERS, CHANGELOG), 1);
        assertThat(broker.controllers.created).hasSize(2);
    }

    @Test
    void internalAndImpossibleTopicsAreNoPartOfATopology() {
        StreamsGroupHeartbeatResponseData internal = send(join("__consumer_offsets", CHANGELOG), 1);
        StreamsGroupHeartbeatResponseData impossible = send(join(GroupBroker.ORDERS, "no topic"), 1);

        assertThat(Errors.forCode(internal.errorCode())).isEqualTo(Errors.STREAMS_INVALID_TOPOLOGY);
        assertThat(internal.errorMessage())
                .isEqualTo(
                        "Use of Kafka internal topics __consumer_offsets in a Kafka Streams topology is prohibited.");
        assertThat(Errors.forCode(impossible.errorCode())).isEqualTo(Errors.STREAMS_INVALID_TOPOLOGY);
        assertThat(impossible.errorMessage()).isEqualTo("Topic names no topic are not valid topic names.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void groupIsDescribedWithItsTopology(int version) {
        // Given
        broker.topic(CHANGELOG, new Uuid(9, 9), 1);
        send(join(GroupBroker.ORDERS, CHANGELOG), 1);

        // When
        var request = new StreamsGroupDescribeRequestData()
                .setGroupIds(List.of("s", "nobody"))
                .setIncludeAuthorizedOperations(true)
                .setIncludeTopologyDescription(version > 0);
        StreamsGroupDescribeResponseData answer = broker.ask(
                new StreamsGroupDescribeRequest.Builder(request).build((short) version),
                StreamsGroupDescribeResponseData.class);

        // Then
        assertThat(answer.groups().get(0)).satisfies(group -> {
            assertThat(group.groupState()).isEqualTo("Stable");
            assertThat(group.topology().subtopologies()).hasSize(1);
            assertThat(group.members()).hasSize(1);
            assertThat(group.authorizedOperations()).isPositive();
        });
        assertThat(Errors.forCode(answer.groups().get(1).errorCode())).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    @Test
    void nobodyKeepsDescriptionsOfTopologies() {
        // Given
        send(join(GroupBroker.ORDERS, CHANGELOG), 1);

        // When
        var request = new StreamsGroupTopologyDescriptionUpdateRequestData()
                .setGroupId("s")
                .setMemberId("m1")
                .setTopologyDescription(new TopologyDescription());
        var answer = broker.ask(
                new StreamsGroupTopologyDescriptionUpdateRequest(request, (short) 0),
                StreamsGroupTopologyDescriptionUpdateResponseData.class);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(answer.errorMessage())
                .isEqualTo("The broker has no streams group topology description plugin configured.");
    }

    @Test
    void streamsGroupsAreUnsupportedWhileTheFeatureIsOff() {
        // Given
        broker.change(delta ->
                delta.replay(new FeatureLevelRecord().setName("streams.version").setFeatureLevel((short) 0)));

        // When
        StreamsGroupHeartbeatResponseData answer = send(join(GroupBroker.ORDERS, CHANGELOG), 1);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
    }

    private StreamsGroupHeartbeatResponseData send(StreamsGroupHeartbeatRequestData request, int version) {
        return broker.ask(
                new StreamsGroupHeartbeatRequest(request, (short) version), StreamsGroupHeartbeatResponseData.class);
    }

    private static StreamsGroupHeartbeatRequestData beat(int epoch) {
        return new StreamsGroupHeartbeatRequestData()
                .setGroupId("s")
                .setMemberId("m1")
                .setMemberEpoch(epoch);
    }

    /** The first heartbeat of a member whose one subtopology reads {@code source} into a store. */
    private static StreamsGroupHeartbeatRequestData join(String source, String changelog) {
        return beat(0).setProcessId("p1")
                .setRebalanceTimeoutMs(5000)
                .setClientTags(List.of())
                .setActiveTasks(List.of())
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of())
                .setTopology(new Topology()
                        .setEpoch(1)
                        .setSubtopologies(List.of(new Subtopology()
                                .setSubtopologyId("0")
                                .setSourceTopics(List.of(source))
                                .setStateChangelogTopics(List.of(new TopicInfo().setName(changelog))))));
    }
}
