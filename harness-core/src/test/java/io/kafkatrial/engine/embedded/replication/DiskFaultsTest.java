/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class DiskFaultsTest {
    private final Simulation sim = Simulation.ofThree();
    private final TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);

    private void losePower(int broker, long seed) {
        sim.crash(broker);
        sim.nodes.get(broker).disk.losePower(seed);
    }

    @Test
    void powerLossOfTheLeaderLosesNothingAcked() {
        for (int i = 0; i < 30; i++) {
            sim.commit(orders, "value " + i);
        }
        losePower(1, 3);
        sim.fence(1);
        sim.run(100);
        assertThat(sim.nodes.get(1).disk.find(orders).endOffset()).isLessThan(30);
        sim.commit(orders, "after");

        sim.start(1);
        sim.runUntil(() -> sim.hw(1, orders) == 31);

        assertThat(sim.values(1, orders)).isEqualTo(sim.values(2, orders)).hasSize(31);
    }

    @Test
    void powerLossOfAllLosesAckedRecordsAndReplicasAgreeAgain() {
        for (int i = 0; i < 30; i++) {
            sim.commit(orders, "value " + i);
        }
        List<String> acked = sim.values(1, orders);
        for (int broker = 1; broker <= 3; broker++) {
            losePower(broker, 3 + broker);
        }
        for (int broker = 1; broker <= 3; broker++) {
            sim.fence(broker);
            sim.run(10);
        }
        for (int broker = 3; broker >= 1; broker--) {
            sim.start(broker);
            sim.run(2_000);
        }
        sim.commit(orders, "after");
        sim.run(2_000);

        assertThat(sim.values(1, orders)).isEqualTo(sim.values(2, orders)).isEqualTo(sim.values(3, orders));
        List<String> left = sim.values(1, orders);
        assertThat(left).last().isEqualTo("after");
        assertThat(left.size() - 1).isLessThan(acked.size());
        assertThat(left.subList(0, left.size() - 1)).isEqualTo(acked.subList(0, left.size() - 1));
    }

    @Test
    void fullDiskAnswersStorageErrorAndEndsTheProcess() {
        sim.commit(orders, "a");
        sim.nodes.get(1).disk.device().full(true);
        long token = sim.produce(1, 1, orders, Simulation.records("b"));

        assertThat(sim.produced(token).error()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        assertThat(sim.outputs).contains(new Output.LogDirFailed());
        assertThat(sim.broker(1).nextDeadlineMs()).isEmpty();
        long later = sim.produce(1, 1, orders, Simulation.records("c"));
        assertThat(sim.produced(later)).as("no step is taken any more").isNull();
    }

    @Test
    void fullDiskOfAnIdleBrokerIsFoundByItsNextCheckpoint() {
        sim.commit(orders, "a");
        sim.nodes.get(2).disk.device().full(true);

        sim.run(5_100);

        assertThat(sim.outputs).contains(new Output.LogDirFailed());
    }

    @Test
    void slowDiskDelaysTheAckInOrder() {
        sim.commit(orders, "a");
        sim.nodes.get(1).disk.device().latency(Duration.ofMillis(200));
        long first = sim.produce(1, 1, orders, Simulation.records("b"));
        sim.run(100);
        sim.nodes.get(1).disk.device().latency(Duration.ZERO);
        long second = sim.produce(1, 1, orders, Simulation.records("c"));
        assertThat(sim.produced(first)).isNull();
        assertThat(sim.produced(second)).isNull();

        sim.run(150);

        assertThat(sim.produced(first).baseOffset()).isEqualTo(1);
        assertThat(sim.produced(second).baseOffset()).isEqualTo(2);
        long third = sim.produce(1, 1, orders, Simulation.records("d"));
        assertThat(sim.produced(third).baseOffset()).as("at once again").isEqualTo(3);
    }

    @Test
    void slowDiskOfAFollowerDelaysTheCommit() {
        sim.commit(orders, "a");
        sim.nodes.get(3).disk.device().latency(Duration.ofMillis(300));
        long token = sim.produce(1, -1, orders, Simulation.records("b"));
        sim.run(250);
        assertThat(sim.produced(token)).isNull();

        sim.run(500);

        assertThat(sim.produced(token).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void retentionRunsByItselfWhenItIsSet() {
        TopicIdPartition shortLived =
                sim.createTopic("short", Map.of("retention.ms", "1", "internal.segment.bytes", "200"), 1, 2);
        for (int i = 0; i < 10; i++) {
            sim.commit(shortLived, "old " + i);
        }
        sim.commit(orders, "old as well, but by default");

        sim.run(2_100);

        assertThat(sim.broker(1).logStartOffset(shortLived.topicPartition())).hasValue(10);
        assertThat(sim.broker(2).logStartOffset(shortLived.topicPartition())).hasValue(10);
        assertThat(sim.broker(1).logStartOffset(orders.topicPartition())).hasValue(0);
    }
}
