/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broken disks under three brokers, seen by real clients. */
class DiskFaultsEndToEndTest {

    private static final PartitionId ORDERS_0 = new PartitionId("orders", 0);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RunningCluster cluster;

    @BeforeEach
    void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(
                                new TopicSpec("orders", 1, OptionalInt.empty(), Map.of()),
                                new TopicSpec(
                                        "table",
                                        1,
                                        OptionalInt.empty(),
                                        Map.of(
                                                "cleanup.policy",
                                                "compact",
                                                "segment.ms",
                                                "1",
                                                "min.cleanable.dirty.ratio",
                                                "0"))),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        42));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private PartitionView orders0() {
        return cluster.partition(ORDERS_0).orElseThrow();
    }

    private int leader() {
        return orders0().leader().orElseThrow();
    }

    private void send(Producer<String, String> producer, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            Clients.send(producer, "orders", "k" + i, "value " + i);
        }
    }

    private List<ConsumerRecord<String, String>> read(int count) {
        try (Consumer<String, String> consumer =
                Clients.consumer(cluster.bootstrapServers(), Map.of("enable.auto.commit", false))) {
            consumer.assign(Set.of(ORDERS));
            return Clients.poll(consumer, count);
        }
    }

    private long endOffset() throws Exception {
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            return admin.listOffsets(Map.of(ORDERS, OffsetSpec.latest()))
                    .partitionResult(ORDERS)
                    .get()
                    .offset();
        }
    }

    @Test
    void powerLossOfOneBrokerLosesNothingAcked() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            send(producer, 0, 50);
            int lost = leader();
            cluster.pull(new Lever.PowerLoss(lost));
            assertThat(cluster.state(lost)).isEqualTo(NodeState.CRASHED);
            send(producer, 50, 100);
            cluster.pull(new Lever.Restart(lost));
            assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
        }
        assertThat(read(100)).hasSize(100).extracting(ConsumerRecord::offset).isSorted();
    }

    @Test
    void powerLossOfAllBrokersLosesAckedRecordsAndTheClusterGoesOn() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            send(producer, 0, 100);
        }
        for (int broker : cluster.brokers()) {
            cluster.pull(new Lever.PowerLoss(broker));
        }
        for (int broker : cluster.brokers()) {
            cluster.pull(new Lever.Restart(broker));
        }
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();

        long left = endOffset();
        assertThat(left).isLessThan(100);
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            RecordMetadata after = Clients.send(producer, "orders", "k", "after");
            assertThat(after.offset()).as("offsets are used again").isEqualTo(left);
        }
    }

    @Test
    void crashOfAllBrokersLosesNothing() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            send(producer, 0, 100);
        }
        for (int broker : cluster.brokers()) {
            cluster.pull(new Lever.Crash(broker));
        }
        for (int broker : cluster.brokers()) {
            cluster.pull(new Lever.Restart(broker));
        }
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();

        assertThat(read(100)).hasSize(100);
    }

    @Test
    void wipedDiskCatchesUpAndMayLeadAgain() throws Exception {
        int wiped = leader();
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            send(producer, 0, 50);
            cluster.pull(new Lever.WipeDisk(wiped));
            send(producer, 50, 60);
            cluster.pull(new Lever.Restart(wiped));
            assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
        }
        cluster.brokers().stream().filter(broker -> broker != wiped).forEach(broker -> {
            await().atMost(PATIENCE).until(() -> orders0().isr().contains(wiped));
            cluster.pull(new Lever.Stop(broker));
        });
        await().atMost(PATIENCE).until(() -> orders0().leader().equals(OptionalInt.of(wiped)));

        assertThat(read(60)).hasSize(60);
    }

    @Test
    void fullDiskHaltsTheBrokerAndTheOthersGoOn() throws Exception {
        int full = leader();
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            send(producer, 0, 10);
            cluster.pull(new Lever.FullDisk(full, true));
            send(producer, 10, 20);
            await().atMost(PATIENCE).until(() -> cluster.state(full) == NodeState.CRASHED);
            assertThat(leader()).isNotEqualTo(full);
            cluster.pull(new Lever.FullDisk(full, false));
            cluster.pull(new Lever.Restart(full));
            assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
        }
        assertThat(read(20)).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void brokerDoesNotStartOnAFailedLogDirectory() {
        cluster.pull(new Lever.Crash(2));
        cluster.pull(new Lever.FailedLogDir(2, true));

        assertThatThrownBy(() -> cluster.pull(new Lever.Restart(2)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("log directory has failed");

        cluster.pull(new Lever.FailedLogDir(2, false));
        cluster.pull(new Lever.Restart(2));
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @Test
    void slowDiskDelaysAcksOnly() throws Exception {
        int slow = leader();
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            send(producer, 0, 1);
            cluster.pull(new Lever.SlowDisk(slow, Duration.ofMillis(300)));
            var second = producer.send(new ProducerRecord<>("orders", 0, "k", "slow"));
            await().between(Duration.ofMillis(250), PATIENCE).until(second::isDone);
            assertThat(endOffset()).isEqualTo(2);
            cluster.pull(new Lever.SlowDisk(slow, Duration.ZERO));
            send(producer, 2, 3);
        }
        assertThat(read(3)).hasSize(3);
    }

    @Test
    void deletedRecordsAreGoneForConsumersAndOnAllReplicas() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers());
                Admin admin = Clients.admin(cluster.bootstrapServers())) {
            send(producer, 0, 10);
            long low = admin.deleteRecords(Map.of(ORDERS, RecordsToDelete.beforeOffset(7)))
                    .lowWatermarks()
                    .get(ORDERS)
                    .get()
                    .lowWatermark();
            assertThat(low).isEqualTo(7);
        }
        assertThat(read(3)).extracting(ConsumerRecord::offset).containsExactly(7L, 8L, 9L);
        cluster.pull(new Lever.Crash(leader()));
        await().atMost(PATIENCE).until(() -> orders0().leader().isPresent());
        assertThat(read(3)).extracting(ConsumerRecord::offset).containsExactly(7L, 8L, 9L);
    }

    @Test
    void consumerSeesACompactedTopic() throws Exception {
        TopicPartition table = new TopicPartition("table", 0);
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            long timestamp = 1_700_000_000_000L;
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>("table", 0, timestamp + i * 10L, "k" + i % 2, "value " + i))
                        .get();
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Consumer<String, String> consumer =
                    Clients.consumer(cluster.bootstrapServers(), Map.of("enable.auto.commit", false))) {
                consumer.assign(Set.of(table));
                List<ConsumerRecord<String, String>> left = Clients.poll(consumer, 3);
                assertThat(left).extracting(ConsumerRecord::offset).containsExactly(17L, 18L, 19L);
            }
        });
    }
}
