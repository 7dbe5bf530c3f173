/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ProduceResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** KIP-320 and KIP-951: who believes in another leader or epoch is told, after two records and a failover. */
class LeaderEpochsEndToEndTest {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final int CONSUMER = -1;

    private static Scenario scenario;
    private static int firstEpoch;
    private static int epoch;
    private static Wire leader;

    @BeforeAll
    static void start() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        int first = scenario.leader();
        firstEpoch = scenario.view().leaderEpoch();
        scenario.append(first, "one");
        scenario.append(first, "two");
        scenario.crash(first);
        int second = scenario.awaitLeaderOtherThan(first);
        scenario.append(second, "three");
        scenario.restart(first);
        scenario.heal();
        scenario.awaitSeen(second, partition -> partition.isrNodes().size() == 3);
        epoch = scenario.view().leaderEpoch();
        leader = scenario.wire(second);
    }

    @AfterAll
    static void stop() {
        scenario.close();
    }

    @Test
    void everyReadIsFencedByAnOldEpochAndWaitsForAFutureOne() {
        List<IntFunction<Short>> reads = List.of(
                believed -> WireRequests.fetch(
                                leader,
                                scenario.orders.topicId(),
                                WireRequests.from(scenario.orders, 0).setCurrentLeaderEpoch(believed))
                        .errorCode(),
                believed -> WireRequests.list(leader, scenario.orders, LATEST, believed, CONSUMER)
                        .errorCode(),
                believed -> WireRequests.epochEnd(leader, scenario.orders, believed, firstEpoch)
                        .errorCode());
        for (IntFunction<Short> read : reads) {
            assertThat(Errors.forCode(read.apply(epoch - 1))).isEqualTo(Errors.FENCED_LEADER_EPOCH);
            assertThat(Errors.forCode(read.apply(epoch))).isEqualTo(Errors.NONE);
            assertThat(Errors.forCode(read.apply(epoch + 1))).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
            assertThat(Errors.forCode(read.apply(-1))).as("does not say").isEqualTo(Errors.NONE);
        }
    }

    @Test
    void aFencedFetchIsToldTheLeader() {
        FetchResponseData.PartitionData answer = WireRequests.fetch(
                leader,
                scenario.orders.topicId(),
                WireRequests.from(scenario.orders, 0).setCurrentLeaderEpoch(epoch - 1));

        assertThat(answer.currentLeader().leaderId()).isEqualTo(scenario.leader());
        assertThat(answer.currentLeader().leaderEpoch()).isEqualTo(epoch);
    }

    @Test
    void aFollowerTellsAProducerWhoLeadsAndWhere() {
        int follower = scenario.followers().get(0);
        ProduceResponseData answer = scenario.wire(follower)
                .ask(
                        WireRequests.produceRequest(scenario.orders, (short) -1, 1_000, WireRequests.records("misled")),
                        ProduceResponse.class)
                .data();
        PartitionProduceResponse partition =
                answer.responses().iterator().next().partitionResponses().get(0);

        assertThat(Errors.forCode(partition.errorCode())).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(partition.currentLeader().leaderId()).isEqualTo(scenario.leader());
        assertThat(answer.nodeEndpoints().find(scenario.leader())).isNotNull();
    }

    @Test
    void aFollowerIsReadUpToItsHighWatermarkByNewConsumersOnly() {
        int follower = scenario.followers().get(0);

        assertThat(fetchByName(follower, 10).errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(fetchByName(follower, 11).errorCode()).isZero();
    }

    @Test
    void theEndOfAnEpochIsWhereTheNextOneBegan() {
        EpochEndOffset first = WireRequests.epochEnd(leader, scenario.orders, -1, firstEpoch);
        EpochEndOffset last = WireRequests.epochEnd(leader, scenario.orders, -1, epoch);

        assertThat(first.endOffset()).isEqualTo(2);
        assertThat(first.leaderEpoch()).isEqualTo(firstEpoch);
        assertThat(last.endOffset()).isEqualTo(3);
    }

    @Test
    void aReaderWhoseLogLeftTheLeadersIsToldWhere() {
        FetchResponseData.PartitionData answer = WireRequests.fetch(
                leader,
                scenario.orders.topicId(),
                WireRequests.from(scenario.orders, 3).setLastFetchedEpoch(firstEpoch));

        assertThat(answer.errorCode()).isZero();
        assertThat(answer.divergingEpoch().epoch()).isEqualTo(firstEpoch);
        assertThat(answer.divergingEpoch().endOffset()).isEqualTo(2);
    }

    @Test
    void offsetsAreListedWithTheEpochOfTheirRecords() {
        assertThat(list(LATEST).offset()).isEqualTo(3);
        assertThat(list(LATEST).leaderEpoch()).isEqualTo(epoch);
        assertThat(list(EARLIEST).offset()).isZero();
        assertThat(list(EARLIEST).leaderEpoch()).isEqualTo(firstEpoch);
        assertThat(list(EARLIEST_LOCAL).offset()).isZero();
        assertThat(list(LATEST_TIERED).offset()).as("no tier").isEqualTo(-1);
        assertThat(list(1_000L).offset()).as("first not before").isZero();
        assertThat(list(1_000L).leaderEpoch()).isEqualTo(firstEpoch);
        assertThat(list(1_001L).offset()).as("none so late").isEqualTo(-1);
        assertThat(list(MAX_TIMESTAMP).timestamp()).isEqualTo(1_000L);
    }

    private static ListOffsetsPartitionResponse list(long timestamp) {
        return WireRequests.list(leader, scenario.orders, timestamp, -1, CONSUMER);
    }

    private static FetchResponseData.PartitionData fetchByName(int broker, int version) {
        FetchRequestData data = new FetchRequestData()
                .setMaxBytes(1 << 20)
                .setSessionEpoch(-1)
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(WireRequests.from(scenario.orders, 0)))));
        return scenario.wire(broker)
                .ask(new FetchRequest(data, (short) version), FetchResponse.class)
                .data()
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }
}
