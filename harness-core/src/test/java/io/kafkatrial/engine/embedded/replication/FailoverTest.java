/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static io.kafkatrial.engine.embedded.replication.Simulation.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // tests look things up they know are there
class FailoverTest {
    private final Simulation sim = Simulation.ofThree();

    @Test
    void ackedRecordSurvivesLeaderCrash() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a", "b");

        sim.crash(1);
        sim.fence(1);
        sim.run(100);
        sim.commit(orders, "c");

        assertThat(sim.controller.state(orders).leader()).isEqualTo(2);
        assertThat(sim.values(2, orders)).containsExactly("a", "b", "c");
        assertThat(sim.values(3, orders)).containsExactly("a", "b", "c");
        assertThat(sim.hw(2, orders)).isEqualTo(3);
    }

    @Test
    void returningLeaderCutsItsLogWhereItLeftTheNewLeadersNotAtItsHighWatermark() {
        // Given: 1 has three records, two of them committed though its high watermark was never checkpointed
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.commit(orders, "b");
        sim.cutOff(1);
        sim.produce(1, 1, orders, records("lost"));
        sim.crash(1);
        sim.fence(1);
        sim.run(100);
        sim.mendAll();
        sim.commit(orders, "c");
        // When
        sim.start(1);
        assertThat(sim.hw(1, orders)).isZero();
        sim.run(5_000);
        // Then
        assertThat(sim.values(1, orders)).containsExactly("a", "b", "c");
        assertThat(sim.nodes.get(1).disk.find(orders).epochs().toString())
                .isEqualTo(sim.nodes.get(2).disk.find(orders).epochs().toString());
    }

    @Test
    void zombieLeaderOfAnOldEpochCannotCommit() {
        // Given: 1 is alive but hears neither the controller nor its followers
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.cutFromController(1);
        sim.cutOff(1);
        sim.fence(1);
        sim.run(100);
        // When
        long zombie = sim.produce(1, -1, 5_000, orders, records("z"));
        sim.commit(orders, "b");
        sim.run(6_000);
        // Then
        assertThat(sim.produced(zombie).error()).isEqualTo(Errors.REQUEST_TIMED_OUT);
        sim.controller.unfence(1);
        sim.mendAll();
        sim.publish();
        sim.run(5_000);
        assertThat(sim.values(1, orders)).containsExactly("a", "b");
    }

    @Test
    void newLeaderDoesNotNameTheEndOfTheLogBeforeItKnowsWhatIsCommitted() {
        // Given: 2 has "b" but does not know that it is committed
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.cutOff(3);
        sim.run(600);
        sim.produce(1, 1, orders, records("b"));
        sim.run(20);
        assertThat(sim.values(2, orders)).containsExactly("a", "b");
        // When
        sim.crash(1);
        sim.fence(1);
        sim.run(20);
        FoundOffset early = latest(2, orders);
        sim.mendAll();
        sim.runUntil(() -> sim.hw(2, orders) == 2);
        // Then
        assertThat(early.error()).isEqualTo(Errors.OFFSET_NOT_AVAILABLE);
        assertThat(latest(2, orders)).isEqualTo(new FoundOffset(Errors.NONE, -1, 2, 1));
    }

    private FoundOffset latest(int broker, TopicIdPartition partition) {
        return sim.broker(broker)
                .findOffset(
                        partition.topicPartition(),
                        -1,
                        Optional.of(IsolationLevel.READ_UNCOMMITTED),
                        OptionalInt.empty());
    }

    @Test
    void rolesAreAnnouncedOncePerEpoch() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(100);
        sim.elect(orders, 2);
        sim.run(100);

        assertThat(sim.outputs)
                .filteredOn(Output.BecameLeader.class::isInstance)
                .containsExactly(new Output.BecameLeader(orders, 0), new Output.BecameLeader(orders, 1));
        assertThat(sim.outputs)
                .filteredOn(Output.BecameFollower.class::isInstance)
                .contains(new Output.BecameFollower(orders, 2, 1));
        assertThat(sim.broker(1).isLeader(orders.topicPartition())).isFalse();
        assertThat(sim.broker(2).isLeader(orders.topicPartition())).isTrue();
    }

    @Test
    void highWatermarkRestartsFromTheCheckpointAfterACrashAndFromTheEndAfterACleanStop() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2);
        sim.commit(orders, "a");
        sim.run(6_000);
        sim.commit(orders, "b");
        sim.run(600);
        assertThat(sim.hw(2, orders)).isEqualTo(2);
        // When
        sim.crash(2);
        sim.cutOff(2);
        sim.start(2);
        // Then
        assertThat(sim.hw(2, orders)).as("checkpointed at 5 s").isEqualTo(1);

        sim.mendAll();
        sim.run(3_000);
        sim.stopCleanly(2);
        sim.cutOff(2);
        sim.start(2);
        assertThat(sim.hw(2, orders)).isEqualTo(2);
    }

    @Test
    void onlyReplicaKeepsEverythingThroughACrash() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1);
        sim.commit(orders, "a", "b");

        sim.crash(1);
        sim.fence(1);
        sim.start(1);
        sim.run(100);

        assertThat(sim.broker(1).isLeader(orders.topicPartition())).isTrue();
        assertThat(sim.values(1, orders)).containsExactly("a", "b");
        assertThat(sim.hw(1, orders)).isEqualTo(2);
    }

    @Test
    void recreatedTopicStartsEmpty() {
        // Given
        TopicIdPartition old = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(old, "a");
        // When
        sim.deleteTopic(old);
        TopicIdPartition young = sim.createTopic("orders", Map.of(), 2, 1, 3);
        sim.commit(young, "x");
        // Then
        for (int broker = 1; broker <= 3; broker++) {
            assertThat(sim.values(broker, young)).containsExactly("x");
            assertThat(sim.nodes.get(broker).disk.find(old)).isNull();
        }
        assertThat(sim.outputs).contains(new Output.Removed(old));
    }

    @Test
    void leaderEpochsAreCheckedInBothDirections() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2);
        sim.commit(orders, "a");
        sim.elect(orders, 2);
        sim.elect(orders, 1);
        sim.run(100);

        assertThat(epochEnd(OptionalInt.of(1), 0).error()).isEqualTo(Errors.FENCED_LEADER_EPOCH);
        assertThat(epochEnd(OptionalInt.of(3), 0).error()).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(epochEnd(OptionalInt.of(2), 0)).isEqualTo(new EpochEnd(Errors.NONE, 0, 1));
        assertThat(epochEnd(OptionalInt.empty(), 9)).isEqualTo(new EpochEnd(Errors.NONE, -1, -1));
    }

    private EpochEnd epochEnd(OptionalInt believed, int epoch) {
        return sim.broker(1).endOfEpoch(new org.apache.kafka.common.TopicPartition("orders", 0), believed, epoch);
    }

    @Test
    void uncleanLeaderWithAShorterLogMakesTheOthersForget() {
        // Given: 3 missed "b"
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.crash(3);
        sim.fence(3);
        sim.commit(orders, "b");
        sim.crash(1);
        sim.fence(1);
        sim.crash(2);
        sim.fence(2);
        // When
        sim.start(3);
        sim.elect(orders, 3);
        sim.commit(orders, "c");
        sim.start(1);
        sim.start(2);
        sim.run(5_000);
        // Then
        assertThat(List.of(sim.values(1, orders), sim.values(2, orders), sim.values(3, orders)))
                .containsOnly(List.of("a", "c"));
    }
}
