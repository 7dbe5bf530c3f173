/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.junit.jupiter.api.Test;

/** Details of answers that were found by asking Apache Kafka the same; see docs/conformance.md. */
class KafkaSaysSoTest {

    private static final short FETCH = 12;
    private static final short LIST = 9;

    private final ApiFixture broker = new ApiFixture();

    @Test
    void readCommittedIsToldOfAbortedTransactionsEvenIfThereAreNone() {
        // When
        PartitionData committed = fetch(Requests.fetch(FETCH).setIsolationLevel((byte) 1));
        PartitionData uncommitted = fetch(Requests.fetch(FETCH));

        // Then
        assertThat(committed.abortedTransactions()).isNotNull().isEmpty();
        assertThat(uncommitted.abortedTransactions()).isNull();
    }

    @Test
    void strangeReplicaIsToldThatThisIsNotItsLeader() {
        // When
        PartitionData answer = fetch(Requests.fetch(FETCH).setReplicaId(77));

        // Then
        assertThat(answer.errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(broker.data.read).isEmpty();
    }

    @Test
    void partitionAskedTwiceForOffsetsIsRefusedOnce() {
        // Given
        var topic = new ListOffsetsTopic()
                .setName("orders")
                .setPartitions(List.of(
                        new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(-1),
                        new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(-2)));
        var data = new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(topic));
        ListOffsetsRequest request = ListOffsetsRequest.parse(MessageUtil.toByteBufferAccessor(data, LIST), LIST);

        // When
        ListOffsetsResponse answer = broker.ask(request, ListOffsetsResponse.class);

        // Then
        assertThat(answer.topics().get(0).partitions())
                .extracting(ListOffsetsPartitionResponse::errorCode)
                .containsExactly(Errors.INVALID_REQUEST.code());
    }

    private PartitionData fetch(FetchRequestData data) {
        return broker.ask(new FetchRequest(data, FETCH), FetchResponse.class)
                .data()
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }
}
