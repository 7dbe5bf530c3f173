/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import static io.kafkatrial.engine.embedded.replication.Simulation.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.log.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // tests look things up they know are there
class FetchingTest {
    private final Simulation sim = Simulation.ofThree();
    private TopicIdPartition orders = new TopicIdPartition(Uuid.ZERO_UUID, new TopicPartition("", 0));

    @BeforeEach
    void createOrders() {
        orders = sim.createTopic("orders", Map.of(), 1, 2, 3);
        sim.run(600);
    }

    @Test
    void consumerSeesOnlyWhatIsCommitted() {
        sim.commit(orders, "a");
        sim.cut(2, 1);
        sim.run(600);
        sim.produce(1, 1, orders, records("b"));

        FetchResult result = sim.fetched(sim.fetch(1, orders, 0, 0, 1));

        assertThat(result.highWatermark()).isEqualTo(1);
        assertThat(result.records().records()).hasSize(1);
        assertThat(result.lastStableOffset()).isEqualTo(1);
        assertThat(result.logStartOffset()).isZero();
    }

    @Test
    void waitingFetchIsAnsweredWhenTheHighWatermarkPasses() {
        long token = sim.fetch(1, orders, 0, 10_000, 1);
        assertThat(sim.fetched(token)).isNull();

        sim.commit(orders, "a");

        assertThat(sim.fetched(token).records().records()).hasSize(1);
        assertThat(sim.fetched(token).highWatermark()).isEqualTo(1);
    }

    @Test
    void waitingFetchIsAnsweredEmptyWhenTheTimeIsUp() {
        long token = sim.fetch(1, orders, 0, 400, 1);
        sim.run(399);
        boolean early = sim.fetched(token) != null;
        sim.run(1);

        assertThat(early).isFalse();
        assertThat(sim.fetched(token).error()).isEqualTo(Errors.NONE);
        assertThat(sim.fetched(token).records().sizeInBytes()).isZero();
    }

    @Test
    void fetchWaitsForMinBytes() {
        long token = sim.fetch(1, orders, 0, 60_000, 150);
        sim.commit(orders, "a");
        boolean early = sim.fetched(token) != null;
        sim.commit(orders, "x".repeat(100));

        assertThat(early).isFalse();
        assertThat(sim.fetched(token).records().records()).hasSize(2);
    }

    @Test
    void waitingFetchIsFencedWhenTheLeaderChanges() {
        long token = sim.fetch(1, orders, 0, 60_000, 1, OptionalInt.of(0));

        sim.elect(orders, 2);
        sim.run(10);

        assertThat(sim.fetched(token).error()).isEqualTo(Errors.FENCED_LEADER_EPOCH);
        assertThat(sim.fetched(token).currentLeader()).contains(new LeaderHint(2, 1));
    }

    @Test
    void waitingFetchFailsWhenTheTopicIsDeleted() {
        long token = sim.fetch(1, orders, 0, 60_000, 1);

        sim.deleteTopic(orders);
        sim.run(10);

        assertThat(sim.fetched(token).error()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void offsetsOutsideTheLogAreRefused() {
        sim.commit(orders, "a");

        assertThat(sim.fetched(sim.fetch(1, orders, 2, 0, 1)).error()).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(sim.fetched(sim.fetch(1, orders, 1, 0, 1)).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void epochsAndIdsAreChecked() {
        TopicIdPartition otherId = new TopicIdPartition(Uuid.randomUuid(), orders.topicPartition());
        TopicIdPartition noId = new TopicIdPartition(Uuid.ZERO_UUID, orders.topicPartition());
        sim.elect(orders, 1);
        sim.run(10);

        assertThat(sim.fetched(sim.fetch(1, orders, 0, 0, 1, OptionalInt.of(0))).error())
                .isEqualTo(Errors.FENCED_LEADER_EPOCH);
        assertThat(sim.fetched(sim.fetch(1, orders, 0, 0, 1, OptionalInt.of(5))).error())
                .isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(sim.fetched(sim.fetch(1, otherId, 0, 0, 1)).error()).isEqualTo(Errors.INCONSISTENT_TOPIC_ID);
        assertThat(sim.fetched(sim.fetch(1, noId, 0, 0, 1)).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void followerServesConsumersUpToItsOwnHighWatermark() {
        sim.commit(orders, "a");
        sim.run(600);

        FetchResult result = sim.fetched(sim.fetch(2, orders, 0, 0, 1));

        assertThat(result.error()).isEqualTo(Errors.NONE);
        assertThat(result.records().records()).hasSize(1);
    }

    @Test
    void offsetsAreFoundByTime() {
        sim.commit(orders, "a", "b", "c");

        assertThat(find(-2)).isEqualTo(new FoundOffset(Errors.NONE, -1, 0, 0));
        assertThat(find(-4)).isEqualTo(new FoundOffset(Errors.NONE, -1, 0, 0));
        assertThat(find(-1)).isEqualTo(new FoundOffset(Errors.NONE, -1, 3, 0));
        assertThat(find(-3)).isEqualTo(new FoundOffset(Errors.NONE, 1_002, 2, 0));
        assertThat(find(1_001)).isEqualTo(new FoundOffset(Errors.NONE, 1_001, 1, 0));
        assertThat(find(0)).isEqualTo(new FoundOffset(Errors.NONE, 1_000, 0, 0));
        assertThat(find(9_999)).isEqualTo(new FoundOffset(Errors.NONE, -1, -1, -1));
        assertThat(find(-5)).isEqualTo(new FoundOffset(Errors.NONE, -1, -1, -1));
    }

    private FoundOffset find(long timestamp) {
        return sim.broker(1)
                .findOffset(
                        orders.topicPartition(),
                        timestamp,
                        Optional.of(IsolationLevel.READ_UNCOMMITTED),
                        OptionalInt.empty());
    }

    @Test
    void coordinatorAppendsAtOnceAndHearsOfTheCommit() {
        TopicIdPartition offsets = sim.createTopic("__consumer_offsets", Map.of(), 1, 2, 3);
        sim.run(600);
        sim.outputs.clear();

        java.util.List<Output> out = new java.util.ArrayList<>();
        long end = sim.broker(1)
                .appendAsCoordinator(
                        offsets.topicPartition(),
                        records("k"),
                        Writer.coordinator(VerificationGuard.SENTINEL, TransactionVersion.TV_UNKNOWN),
                        new Now(sim.time.nowMs(), sim.time.nowMs()),
                        out::add);

        assertThat(end).isEqualTo(1);
        assertThat(sim.broker(1).readForLoading(offsets.topicPartition(), 0, 1).records())
                .hasSize(1);
        assertThat(out)
                .filteredOn(Output.HighWatermarkAdvanced.class::isInstance)
                .isEmpty();
        assertThat(out).hasOnlyElementsOfTypes(Output.ReplicaFetchDone.class);
    }
}
