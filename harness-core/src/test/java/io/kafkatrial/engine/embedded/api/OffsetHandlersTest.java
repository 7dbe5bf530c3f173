/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static io.kafkatrial.engine.embedded.api.GroupBroker.OFFSETS;
import static io.kafkatrial.engine.embedded.api.GroupBroker.ORDERS;
import static io.kafkatrial.engine.embedded.api.GroupBroker.ORDERS_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
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
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetHandlersTest {

    private final GroupBroker broker = new GroupBroker();

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

    private OffsetFetchResponse fetch(int version, @Nullable List<OffsetFetchRequestTopics> topics) {
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
