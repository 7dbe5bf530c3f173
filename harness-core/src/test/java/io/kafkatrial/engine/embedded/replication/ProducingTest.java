/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static io.kafkatrial.engine.embedded.replication.Simulation.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // tests look things up they know are there
class ProducingTest {
    private final Simulation sim = Simulation.ofThree();

    @Test
    void acksAllIsAnsweredWhenEveryInSyncReplicaHasTheRecords() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        // When
        long token = sim.produce(1, -1, orders, records("a", "b"));
        boolean answeredAtOnce = sim.produced(token) != null;
        sim.runUntil(() -> sim.produced(token) != null);
        // Then
        assertThat(answeredAtOnce).isFalse();
        assertThat(sim.produced(token).error()).isEqualTo(Errors.NONE);
        assertThat(sim.produced(token).baseOffset()).isZero();
        assertThat(sim.produced(token).lastOffset()).isEqualTo(1);
        assertThat(sim.values(2, orders)).containsExactly("a", "b");
        assertThat(sim.values(3, orders)).containsExactly("a", "b");
        assertThat(sim.hw(1, orders)).isEqualTo(2);
    }

    @Test
    void acksOneAndZeroAreAnsweredAtOnce() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);

        long one = sim.produce(1, 1, orders, records("a"));
        long zero = sim.produce(1, 0, orders, records("b"));

        assertThat(sim.produced(one).baseOffset()).isZero();
        assertThat(sim.produced(zero).baseOffset()).isEqualTo(1);
        assertThat(sim.hw(1, orders)).isZero();
    }

    @Test
    void acksOneRecordIsLostWhenItsLeaderDiesBeforeReplication() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "kept");
        sim.cutOff(1);
        long token = sim.produce(1, 1, orders, records("lost"));
        assertThat(sim.produced(token).error()).isEqualTo(Errors.NONE);
        // When
        sim.crash(1);
        sim.fence(1);
        sim.run(100);
        sim.mendAll();
        sim.commit(orders, "after");
        sim.start(1);
        sim.run(5_000);
        // Then
        for (int broker = 1; broker <= 3; broker++) {
            assertThat(sim.values(broker, orders)).containsExactly("kept", "after");
        }
    }

    @Test
    void acksAllIsRefusedBeforeAppendWhenTheIsrIsBelowMinIsr() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of("min.insync.replicas", "2"), 1, 2, 3);
        sim.run(100);
        sim.crash(2);
        sim.fence(2);
        sim.crash(3);
        sim.fence(3);
        sim.run(100);
        // When
        long all = sim.produce(1, -1, orders, records("a"));
        long one = sim.produce(1, 1, orders, records("b"));
        // Then
        assertThat(sim.produced(all).error()).isEqualTo(Errors.NOT_ENOUGH_REPLICAS);
        assertThat(sim.produced(all).baseOffset()).isEqualTo(-1);
        assertThat(sim.produced(one).error()).isEqualTo(Errors.NONE);
        assertThat(sim.values(1, orders)).containsExactly("b");
        assertThat(sim.hw(1, orders)).as("not committed below min.isr").isZero();
    }

    @Test
    void acksAllFailsAfterAppendWhenTheIsrShrankBelowMinIsrMeanwhile() {
        // Given: 1 leads with ISR 1,2; the high watermark passes the record, then minimum isr is raised
        TopicIdPartition orders = sim.createTopic("orders", Map.of("min.insync.replicas", "2"), 1, 2);
        sim.commit(orders, "x");
        sim.cut(2, 1);
        sim.run(100);
        long token = sim.produce(1, -1, orders, records("a"));
        // When: the follower is fenced, so the ISR is 1 and the high watermark stays
        sim.fence(2);
        sim.run(1_000);
        // Then: nothing is acknowledged, the wait ends by the time-out
        assertThat(sim.produced(token)).isNull();
        sim.run(30_000);
        assertThat(sim.produced(token).error()).isEqualTo(Errors.REQUEST_TIMED_OUT);
        assertThat(sim.values(1, orders)).containsExactly("x", "a");
    }

    @Test
    void notEnoughReplicasAfterAppendWhenCommittedUnderTooSmallAnIsr() {
        // Given: committed with min.isr 1 while the request waits, then min.isr becomes 2 in the same change
        TopicIdPartition orders = sim.createTopic("orders", Map.of("min.insync.replicas", "1"), 1, 2);
        sim.commit(orders, "x");
        sim.cut(2, 1);
        sim.run(100);
        long token = sim.produce(1, -1, orders, records("a"));
        PartitionMetadata now = sim.controller.state(orders);
        Hosted hosted = hosted(1, orders);
        // When: the ISR shrinks to the leader alone, which commits; min.isr is 2 when the request is looked at
        Leadership leadership = hosted.leadership();
        leadership.assign(
                new PartitionMetadata(
                        orders,
                        1,
                        now.leaderEpoch(),
                        now.partitionEpoch() + 1,
                        java.util.List.of(1),
                        now.replicas(),
                        now.topicConfig()),
                false);
        hosted.log().updateHighWatermark(2);
        hosted.log().configure(new LogConfigs(Map.of()).of(Map.of("min.insync.replicas", "2")));
        hosted.onAppended();
        sim.feed(sim.nodes.get(1), new Input.Tick());
        // Then
        assertThat(sim.produced(token).error()).isEqualTo(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
        assertThat(sim.produced(token).baseOffset()).isEqualTo(1);
    }

    private Hosted hosted(int broker, TopicIdPartition partition) {
        return sim.broker(broker).replicas().find(partition.topicPartition());
    }

    @Test
    void timeOutLeavesTheDataInTheLog() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        sim.cut(3, 1);
        sim.run(600);
        // When
        long token = sim.produce(1, -1, 1_000, orders, records("a"));
        sim.run(999);
        boolean early = sim.produced(token) != null;
        sim.run(2);
        // Then
        assertThat(early).isFalse();
        assertThat(sim.produced(token).error()).isEqualTo(Errors.REQUEST_TIMED_OUT);
        assertThat(sim.produced(token).baseOffset()).isZero();
        assertThat(sim.values(1, orders)).containsExactly("a");
    }

    @Test
    void waitingRequestFailsWhenLeadershipIsLost() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        sim.cut(2, 1);
        sim.cut(3, 1);
        sim.run(600);
        long token = sim.produce(1, -1, orders, records("a"));

        sim.elect(orders, 2);
        sim.run(10);

        assertThat(sim.produced(token).error()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(sim.produced(token).currentLeader()).contains(new LeaderHint(2, 1));
    }

    @Test
    void waitingRequestFailsWhenTheTopicIsDeleted() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        sim.cut(2, 1);
        sim.run(600);
        long token = sim.produce(1, -1, orders, records("a"));

        sim.deleteTopic(orders);
        sim.run(10);

        assertThat(sim.produced(token).error()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void wrongBrokerTopicAndAcksAreRefused() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2);
        sim.run(100);
        TopicIdPartition sameName = new TopicIdPartition(Uuid.randomUuid(), orders.topicPartition());
        TopicIdPartition unknown = new TopicIdPartition(Uuid.randomUuid(), new TopicPartition("unknown", 0));

        assertThat(error(2, 1, orders)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(error(3, 1, orders)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(error(1, 1, sameName)).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(error(1, 1, unknown)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(error(1, 2, orders)).isEqualTo(Errors.INVALID_REQUIRED_ACKS);
        assertThat(error(1, 1, sim.createTopic("__consumer_offsets", Map.of(), 1)))
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    private Errors error(int broker, int acks, TopicIdPartition partition) {
        return sim.produced(sim.produce(broker, acks, partition, records("a"))).error();
    }

    @Test
    void duplicateOfAnIdempotentBatchGetsTheOffsetOfTheFirst() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        long first = sim.produce(1, -1, orders, idempotent(0, "a"));
        long second = sim.produce(1, -1, orders, idempotent(1, "b"));

        long again = sim.produce(1, -1, orders, idempotent(0, "a"));
        sim.run(100);

        assertThat(sim.produced(first).baseOffset()).isZero();
        assertThat(sim.produced(second).baseOffset()).isEqualTo(1);
        assertThat(sim.produced(again).error()).isEqualTo(Errors.NONE);
        assertThat(sim.produced(again).baseOffset()).isZero();
        assertThat(sim.values(1, orders)).containsExactly("a", "b");
    }

    @Test
    void newLeaderKnowsTheProducersOfTheOldOne() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        sim.produce(1, -1, orders, idempotent(0, "a"));
        sim.run(100);
        sim.crash(1);
        sim.fence(1);
        sim.run(100);

        long again = sim.produce(2, 1, orders, idempotent(0, "a"));
        long gap = sim.produce(2, 1, orders, idempotent(5, "f"));

        assertThat(sim.produced(again).baseOffset()).isZero();
        assertThat(sim.produced(gap).error()).isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(sim.values(2, orders)).containsExactly("a");
    }

    private static MemoryRecords idempotent(int sequence, String value) {
        return MemoryRecords.withIdempotentRecords(
                Compression.NONE,
                7L,
                (short) 0,
                sequence,
                new SimpleRecord(1_000, value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void tooLargeBatchIsRefused() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of("max.message.bytes", "80"), 1);
        sim.run(100);

        assertThat(sim.produced(sim.produce(1, 1, orders, records("x".repeat(100))))
                        .error())
                .isEqualTo(Errors.MESSAGE_TOO_LARGE);
        assertThat(sim.end(1, orders)).isZero();
    }

    @Test
    void recordWithoutKeyIsRefusedByACompactedTopicAndNamed() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of("cleanup.policy", "compact"), 1);
        sim.run(100);

        ProduceResult result = sim.produced(sim.produce(1, 1, orders, records("a")));

        assertThat(result.error()).isEqualTo(Errors.INVALID_RECORD);
        assertThat(result.recordErrors()).hasSize(1);
        assertThat(result.recordErrors().get(0).batchIndex()).isZero();
    }
}
