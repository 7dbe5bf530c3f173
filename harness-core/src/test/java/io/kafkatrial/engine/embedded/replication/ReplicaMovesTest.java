/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Reassignment, rack-aware reading, strays, and what producers leave behind. */
@NullUnmarked
class ReplicaMovesTest {
    private static final String SELECTOR = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

    private Simulation sim = Simulation.ofThree();

    /** The controller changes the replicas of a partition, as a reassignment does. */
    private void reassign(TopicIdPartition partition, List<Integer> isr, Integer... replicas) {
        PartitionMetadata now = sim.controller.state(partition);
        sim.controller.create(new PartitionMetadata(
                partition,
                now.leader(),
                now.leaderEpoch() + 1,
                now.partitionEpoch() + 1,
                isr,
                List.of(replicas),
                now.topicConfig()));
        sim.publish();
    }

    @Test
    void newReplicaCatchesUpFromTheLogStartAndJoins() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2);
        sim.commit(orders, "a", "b", "c");
        reassign(orders, List.of(1, 2), 1, 2, 3);

        sim.runUntil(() -> sim.controller.state(orders).isr().contains(3));

        assertThat(sim.values(3, orders)).containsExactly("a", "b", "c");
    }

    @Test
    void newReplicaStartsAtTheLeadersLogStartWhenItMoved() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2);
        sim.commit(orders, "a");
        sim.commit(orders, "b");
        sim.commit(orders, "c");
        sim.run(1_000);
        sim.nodes.get(1).disk.find(orders).raiseStartOffset(2);
        reassign(orders, List.of(1, 2), 1, 2, 3);

        sim.runUntil(() -> sim.controller.state(orders).isr().contains(3));

        assertThat(sim.broker(3).logStartOffset(orders.topicPartition())).hasValue(2);
        assertThat(sim.values(3, orders)).containsExactly("c");
    }

    @Test
    void removedReplicaLosesItsLogAndAnswersNoMore() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.run(1_000);
        long waiting = sim.fetch(3, orders, 1, 10_000, 1);
        reassign(orders, List.of(1, 2), 1, 2);
        sim.run(100);

        assertThat(sim.nodes.get(3).disk.find(orders)).isNull();
        assertThat(sim.fetched(waiting).error()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        sim.commit(orders, "b");
    }

    @Test
    void preferredLeaderTakesOverWithoutLoss() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.elect(orders, 2);
        sim.commit(orders, "a");
        sim.elect(orders, 1);
        sim.commit(orders, "b");
        sim.run(1_000);

        assertThat(sim.values(1, orders)).isEqualTo(sim.values(2, orders)).containsExactly("a", "b");
    }

    @Test
    void logOfATopicDeletedMeanwhileIsRemovedAtRestart() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        TopicIdPartition kept = sim.createTopic("kept", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.commit(kept, "a");
        sim.crash(3);
        sim.fence(3);
        sim.deleteTopic(orders);
        sim.run(100);
        sim.start(3);
        assertThat(sim.nodes.get(3).disk.find(orders))
                .as("not before the metadata is complete")
                .isNotNull();

        sim.feed(sim.nodes.get(3), new Input.MetadataComplete());

        assertThat(sim.nodes.get(3).disk.find(orders)).isNull();
        assertThat(sim.nodes.get(3).disk.find(kept)).isNotNull();
    }

    @Test
    void logOfAnEarlierTopicOfTheSameNameIsRemovedAtRestart() {
        TopicIdPartition old = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(old, "a");
        sim.crash(3);
        sim.fence(3);
        sim.deleteTopic(old);
        TopicIdPartition again = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        sim.start(3);
        sim.feed(sim.nodes.get(3), new Input.MetadataComplete());

        assertThat(sim.nodes.get(3).disk.find(old)).isNull();
        assertThat(sim.nodes.get(3).disk.find(again)).isNotNull();
    }

    private static MemoryRecords idempotent(int sequence) {
        return MemoryRecords.withIdempotentRecords(
                Compression.NONE, 5, (short) 0, sequence, new SimpleRecord(1_700_000_000_000L, "v".getBytes()));
    }

    @Test
    void idleProducerIsForgotten() {
        sim = new Simulation(
                1, Map.of("producer.id.expiration.ms", "10000", "producer.id.expiration.check.interval.ms", "1000"));
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1);
        sim.run(100);
        long first = sim.produce(1, 1, orders, idempotent(0));
        assertThat(sim.produced(first).error()).isEqualTo(Errors.NONE);
        long again = sim.produce(1, 1, orders, idempotent(0));
        assertThat(sim.produced(again).baseOffset()).as("a duplicate").isZero();

        sim.run(12_000);

        long late = sim.produce(1, 1, orders, idempotent(0));
        assertThat(sim.produced(late).baseOffset()).as("nobody remembers it").isEqualTo(1);
    }

    @Test
    void producerStateFollowsATruncation() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.cutOff(1);
        sim.cutFromController(1);
        long lost = sim.produce(1, 1, orders, idempotent(0));
        assertThat(sim.produced(lost).baseOffset()).isEqualTo(1);
        sim.fence(1);
        sim.run(100);
        sim.commit(orders, "b");
        sim.controller.unfence(1);
        sim.mendAll();
        sim.runUntil(() -> sim.values(1, orders).equals(List.of("a", "b")));
        sim.elect(orders, 1);
        sim.run(100);

        long again = sim.produce(1, 1, orders, idempotent(0));

        assertThat(sim.produced(again).baseOffset())
                .as("the lost batch is no duplicate")
                .isEqualTo(2);
    }

    // ---- KIP-392

    private TopicIdPartition racked(String selector) {
        sim = new Simulation(3, selector.isEmpty() ? Map.of() : Map.of("replica.selector.class", selector));
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a", "b");
        Collection<BrokerStatus> racks = new ArrayList<>();
        sim.controller
                .brokers()
                .forEach(broker -> racks.add(new BrokerStatus(
                        broker.brokerId(), broker.brokerEpoch(), false, false, "rack-" + broker.brokerId())));
        sim.feed(sim.nodes.get(1), new Input.MetadataChanged(List.of(), List.of(), racks));
        sim.run(1_000);
        return orders;
    }

    private FetchResult read(TopicIdPartition orders, String rack, long offset) {
        Input.Position position = new Input.Position(offset, 1 << 20, OptionalInt.empty(), OptionalInt.empty());
        sim.feed(
                sim.nodes.get(1),
                new Input.ConsumerFetch(
                        900,
                        5_000,
                        1,
                        1 << 20,
                        IsolationLevel.READ_UNCOMMITTED,
                        false,
                        rack,
                        Map.of(orders, position)));
        return sim.fetched(900);
    }

    @Test
    void consumerIsSentToTheFollowerInItsRack() {
        TopicIdPartition orders = racked(SELECTOR);
        FetchResult result = read(orders, "rack-3", 2);

        assertThat(result)
                .as("answered at once though there is nothing to read")
                .isNotNull();
        assertThat(result.preferredReadReplica()).hasValue(3);
        assertThat(result.records().sizeInBytes()).isZero();
        assertThat(result.highWatermark()).isEqualTo(2);
    }

    @Test
    void consumerInTheLeadersRackOrInNoneReadsTheLeader() {
        TopicIdPartition orders = racked(SELECTOR);

        assertThat(read(orders, "rack-1", 0).records().sizeInBytes()).isPositive();
        assertThat(read(orders, "", 0).records().sizeInBytes()).isPositive();
        assertThat(read(orders, "elsewhere", 0).preferredReadReplica()).isEmpty();
    }

    @Test
    void followerThatLeftTheIsrIsNotPreferred() {
        TopicIdPartition orders = racked(SELECTOR);
        PartitionMetadata now = sim.controller.state(orders);
        sim.feed(
                sim.nodes.get(1),
                new Input.MetadataChanged(
                        List.of(new PartitionMetadata(
                                orders,
                                1,
                                now.leaderEpoch(),
                                now.partitionEpoch() + 1,
                                List.of(1, 2),
                                now.replicas(),
                                Map.of())),
                        List.of(),
                        List.of(
                                new BrokerStatus(1, 101, false, false, "rack-1"),
                                new BrokerStatus(3, 103, true, false, "rack-3"))));

        assertThat(read(orders, "rack-3", 0).preferredReadReplica()).isEmpty();
    }

    @Test
    void withoutTheSelectorRacksDoNotMatter() {
        TopicIdPartition orders = racked("");

        assertThat(read(orders, "rack-3", 0).preferredReadReplica()).isEmpty();
    }

    @Test
    void topicIdOfAnotherTopicIsRefused() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        TopicIdPartition wrong = new TopicIdPartition(Uuid.randomUuid(), new TopicPartition("orders", 0));

        long token = sim.fetch(1, wrong, 0, 0, 0);

        assertThat(sim.fetched(token).error()).isEqualTo(Errors.INCONSISTENT_TOPIC_ID);
    }
}
