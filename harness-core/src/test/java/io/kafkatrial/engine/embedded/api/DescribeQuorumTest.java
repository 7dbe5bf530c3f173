/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeQuorumRequest;
import org.apache.kafka.common.requests.DescribeQuorumResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribeQuorumTest {

    private final Handlers handlers = new Handlers();
    private final RequestRouter router = new RequestRouter(handlers, new ApiFixture.InlineLoop());

    DescribeQuorumTest() {
        handlers.on(
                ApiKeys.DESCRIBE_QUORUM, DescribeQuorumRequest.class, new DescribeQuorumHandler(new StubControllers()));
    }

    private DescribeQuorumResponseData ask(TopicPartition partition, short version) {
        RequestHeader header = ApiFixture.header(ApiKeys.DESCRIBE_QUORUM, version);
        DescribeQuorumRequestData request = DescribeQuorumRequest.singletonRequest(partition);
        return ((DescribeQuorumResponse)
                        ApiFixture.send(router, ApiFixture.frame(ApiKeys.DESCRIBE_QUORUM, version, request))
                                .response(header))
                .data();
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 1, 2})
    void everyVersionTellsWhatTheLeaderKnows(short version) {
        DescribeQuorumResponseData answer = ask(new TopicPartition("__cluster_metadata", 0), version);

        PartitionData partition = answer.topics().get(0).partitions().get(0);
        assertThat(partition.leaderId()).isEqualTo(3000);
        assertThat(partition.leaderEpoch()).isEqualTo(4);
        assertThat(partition.highWatermark()).isEqualTo(17);
        assertThat(partition.currentVoters()).singleElement().satisfies(voter -> {
            assertThat(voter.replicaId()).isEqualTo(3000);
            assertThat(voter.logEndOffset()).isEqualTo(18);
            assertThat(voter.lastFetchTimestamp()).isEqualTo(version == 0 ? -1 : 5);
        });
        assertThat(partition.observers()).singleElement().satisfies(broker -> {
            assertThat(broker.replicaId()).isEqualTo(1);
            assertThat(broker.lastCaughtUpTimestamp()).isEqualTo(version == 0 ? -1 : 3);
        });
        assertThat(answer.nodes()).hasSize(version < 2 ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-0", "__cluster_metadata-1"})
    void anyOtherPartitionIsUnknown(String partition) {
        int dash = partition.lastIndexOf('-');
        DescribeQuorumResponseData answer = ask(
                new TopicPartition(partition.substring(0, dash), Integer.parseInt(partition.substring(dash + 1))),
                (short) 2);
        assertThat(List.of(answer.topics().get(0).partitions().get(0).errorCode()))
                .containsExactly(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }
}
