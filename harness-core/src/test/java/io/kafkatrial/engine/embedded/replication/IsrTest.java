/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static io.kafkatrial.engine.embedded.replication.Simulation.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // tests look things up they know are there
class IsrTest {
    private final Simulation sim = new Simulation(3, Map.of("replica.lag.time.max.ms", "2000"));

    private List<Integer> isr(TopicIdPartition partition) {
        return sim.controller.state(partition).isr();
    }

    @Test
    void silentFollowerLeavesTheIsrAfterTheLagTimeAndTheRestCommits() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.cut(3, 1);
        sim.run(600);
        long token = sim.produce(1, -1, orders, records("b"));
        // When
        sim.run(1_000);
        boolean early = sim.produced(token) != null;
        sim.run(3_000);
        // Then
        assertThat(early).isFalse();
        assertThat(isr(orders)).containsExactly(1, 2);
        assertThat(sim.produced(token).error()).isEqualTo(Errors.NONE);
        assertThat(sim.hw(1, orders)).isEqualTo(2);
    }

    @Test
    void idleFollowersStayInSync() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");

        sim.run(60_000);

        assertThat(isr(orders)).containsExactly(1, 2, 3);
        assertThat(sim.controller.proposals()).isZero();
    }

    @Test
    void followerThatCaughtUpJoinsAgain() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.cut(3, 1);
        sim.run(600);
        sim.produce(1, -1, orders, records("a"));
        sim.run(5_000);
        assertThat(isr(orders)).containsExactly(1, 2);

        sim.mendAll();
        sim.run(5_000);

        assertThat(isr(orders)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(sim.values(3, orders)).containsExactly("a");
    }

    @Test
    void crashedFollowerCatchesUpAndJoinsWithItsNewBrokerEpoch() {
        // Given
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.crash(3);
        sim.fence(3);
        sim.commit(orders, "b");
        assertThat(isr(orders)).containsExactly(1, 2);
        // When
        sim.start(3);
        sim.run(5_000);
        // Then
        assertThat(isr(orders)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(sim.values(3, orders)).containsExactly("a", "b");
        Output.SendAlterPartition last = sim.outputs.stream()
                .filter(Output.SendAlterPartition.class::isInstance)
                .map(Output.SendAlterPartition.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
        long epochOf3 = sim.controller.brokers().stream()
                .filter(broker -> broker.brokerId() == 3)
                .findFirst()
                .orElseThrow()
                .brokerEpoch();
        assertThat(last.isr()).contains(new Output.IsrMember(3, epochOf3));
    }

    @Test
    void shuttingDownFollowerIsNotAskedIn() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.cut(3, 1);
        sim.run(600);
        sim.produce(1, -1, orders, records("a"));
        sim.run(5_000);
        assertThat(isr(orders)).containsExactly(1, 2);
        int before = sim.controller.proposals();

        sim.controller.shuttingDown(3);
        sim.publish();
        sim.mendAll();
        sim.run(5_000);

        assertThat(sim.values(3, orders)).containsExactly("a");
        assertThat(sim.controller.proposals()).isEqualTo(before);
    }

    @Test
    void pendingExpansionAlreadyHoldsTheHighWatermark() {
        // Given: 3 is out of sync, and the controller does not answer for good
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.cut(3, 1);
        sim.run(600);
        sim.produce(1, -1, orders, records("a"));
        sim.run(5_000);
        sim.controller.refuseWith(Errors.FENCED_LEADER_EPOCH);
        sim.mendAll();
        sim.run(3_000);
        // When: 3 caught up, its joining is proposed but not committed, and it goes silent
        assertThat(sim.values(3, orders)).containsExactly("a");
        sim.cut(3, 1);
        sim.run(600);
        long token = sim.produce(1, -1, 60_000, orders, records("b"));
        sim.run(20_000);
        // Then
        assertThat(sim.produced(token)).isNull();
        assertThat(sim.hw(1, orders)).isEqualTo(1);
    }

    @Test
    void proposalRefusedAsIneligibleIsRolledBackAndMadeAgain() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.cut(3, 1);
        sim.run(600);
        sim.produce(1, -1, orders, records("a"));
        sim.run(5_000);
        sim.controller.refuseWith(Errors.INELIGIBLE_REPLICA);
        sim.mendAll();
        sim.run(3_000);
        assertThat(isr(orders)).containsExactly(1, 2);

        sim.controller.refuseWith(Errors.NONE);
        sim.run(3_000);

        assertThat(isr(orders)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void proposalIsRepeatedWhenTheControllerCannotBeReached() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.commit(orders, "a");
        sim.cutFromController(1);
        sim.cut(3, 1);
        sim.run(600);
        long token = sim.produce(1, -1, orders, records("b"));
        sim.run(6_000);
        assertThat(isr(orders)).containsExactly(1, 2, 3);
        assertThat(sim.produced(token)).isNull();

        sim.mendAll();
        sim.cut(3, 1);
        sim.run(6_000);

        assertThat(isr(orders)).contains(1, 2);
        assertThat(sim.produced(token).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void fetchOfAnEarlierLifeOfAFollowerIsRefused() {
        TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2);
        sim.commit(orders, "a");
        ReplicaFetch.Wanted wanted = new ReplicaFetch.Wanted(orders, 1, 0, 1_000, 0, 0);

        sim.outputs.clear();
        sim.crash(2);
        sim.fence(2);
        sim.start(2);
        sim.run(100);
        sim.outputs.clear();
        Replication leader = sim.broker(1);
        java.util.List<Output> out = new java.util.ArrayList<>();
        leader.step(
                new Input.FetchByReplica(99, new ReplicaFetch.Request(2, 1, 0, 1, 1_000, List.of(wanted))),
                new Now(sim.time.nowMs(), sim.time.nowMs()),
                out::add);

        assertThat(out).hasSize(1);
        FetchResult result =
                ((Output.ReplicaFetchDone) out.get(0)).answer().partitions().get(orders);
        assertThat(result.error()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }
}
