/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullUnmarked
class DeleteRecordsTest {
    private final Simulation sim = Simulation.ofThree();
    private final TopicIdPartition orders = sim.createTopic("orders", Map.of(), 1, 2, 3);

    private void delete(int broker, TopicIdPartition partition, long before) {
        sim.feed(
                sim.nodes.get(broker),
                new Input.DeleteRecords(7_000, 30_000, Map.of(partition.topicPartition(), before)));
    }

    private @Nullable DeletedRecords deleted() {
        return sim.outputs.stream()
                .filter(Output.DeleteRecordsDone.class::isInstance)
                .map(done -> ((Output.DeleteRecordsDone) done)
                        .results()
                        .values()
                        .iterator()
                        .next())
                .findFirst()
                .orElse(null);
    }

    private long start(int broker) {
        return sim.broker(broker).logStartOffset(orders.topicPartition()).orElse(-1);
    }

    @Test
    void logStartMovesOnAllReplicasBeforeTheAnswer() {
        sim.commit(orders, "a", "b", "c");
        sim.run(1_000);
        delete(1, orders, 2);
        assertThat(start(1)).isEqualTo(2);
        assertThat(deleted()).as("followers have not heard of it").isNull();

        sim.runUntil(() -> deleted() != null);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.NONE, 2));
        assertThat(start(2)).isEqualTo(2);
        assertThat(start(3)).isEqualTo(2);
    }

    @Test
    void coordinatorMayTrimItsOwnTopicAndAClientMayNot() {
        TopicIdPartition state = sim.createTopic("__share_group_state", Map.of("cleanup.policy", "delete"), 1, 2, 3);
        sim.run(1_000);

        delete(1, state, -1);
        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.INVALID_TOPIC_EXCEPTION, -1));
        sim.outputs.clear();
        sim.feed(sim.nodes.get(1), new Input.DeleteRecords(7_001, 30_000, Map.of(state.topicPartition(), -1L), true));
        sim.runUntil(() -> deleted() != null);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.NONE, 0));
    }

    @Test
    void minusOneMeansTheHighWatermark() {
        sim.commit(orders, "a", "b", "c");
        sim.run(1_000);
        delete(1, orders, -1);

        sim.runUntil(() -> deleted() != null);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.NONE, 3));
    }

    @Test
    void beyondTheHighWatermarkIsRefused() {
        sim.commit(orders, "a");
        sim.run(1_000);
        delete(1, orders, 2);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.OFFSET_OUT_OF_RANGE, -1));
        assertThat(start(1)).isZero();
    }

    @Test
    void fencedReplicaIsNotWaitedFor() {
        sim.commit(orders, "a", "b");
        sim.run(1_000);
        sim.crash(3);
        sim.fence(3);
        sim.run(100);
        delete(1, orders, 1);

        sim.runUntil(() -> deleted() != null);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.NONE, 1));
    }

    @Test
    void silentReplicaMakesItTimeOut() {
        sim.commit(orders, "a", "b");
        sim.run(1_000);
        sim.crash(3);
        delete(1, orders, 1);

        sim.run(31_000);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.REQUEST_TIMED_OUT, -1));
        assertThat(start(1)).isEqualTo(1);
    }

    @Test
    void followerRefuses() {
        sim.commit(orders, "a");
        delete(2, orders, 1);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.NOT_LEADER_OR_FOLLOWER, -1));
    }

    @Test
    void lostLeadershipEndsTheWait() {
        sim.commit(orders, "a", "b");
        sim.run(1_000);
        sim.crash(3);
        delete(1, orders, 1);
        sim.elect(orders, 2);
        sim.run(100);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.NOT_LEADER_OR_FOLLOWER, -1));
    }

    @Test
    void compactedTopicRefuses() {
        TopicIdPartition table = sim.createTopic("table", Map.of("cleanup.policy", "compact"), 1, 2);
        sim.run(100);
        delete(1, table, 0);

        assertThat(deleted()).isEqualTo(new DeletedRecords(Errors.POLICY_VIOLATION, -1));
    }

    @Test
    void replicaBehindTheLogStartRestartsThere() {
        sim.commit(orders, "a", "b", "c", "d");
        sim.run(1_000);
        sim.crash(3);
        sim.fence(3);
        sim.run(100);
        sim.commit(orders, "e", "f");
        delete(1, orders, 6);
        sim.runUntil(() -> deleted() != null);
        sim.commit(orders, "g");

        sim.start(3);
        sim.runUntil(() -> sim.end(3, orders) == 7);

        assertThat(start(3)).isEqualTo(6);
        assertThat(sim.values(3, orders)).containsExactly("g");
    }
}
