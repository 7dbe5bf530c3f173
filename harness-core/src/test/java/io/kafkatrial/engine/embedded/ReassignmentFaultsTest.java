/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moves of replicas and changes of features that a crash comes in between of. */
class ReassignmentFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final int RECORDS = 50;

    private RunningCluster cluster;
    private Admin admin;

    @BeforeEach
    void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        4,
                        3,
                        List.of(new TopicSpec("orders", 1, OptionalInt.of(2), Map.of("min.insync.replicas", "1"))),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        67));
        admin = Clients.admin(cluster.bootstrapServers());
    }

    @AfterEach
    void stop() {
        admin.close();
        cluster.close();
    }

    private PartitionView orders() {
        return cluster.partition(new PartitionId("orders", 0)).orElseThrow();
    }

    private void produce() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers(), Map.of("acks", "all"))) {
            for (int i = 0; i < RECORDS; i++) {
                Clients.send(producer, "orders", "key", "value-" + i);
            }
        }
    }

    @Test
    void aMoveSurvivesTheCrashOfTheBrokerItMovesTo() throws Exception {
        produce();
        List<Integer> from = orders().replicas();
        List<Integer> to =
                List.of(1, 2, 3, 4).stream().filter(id -> !from.contains(id)).toList();
        cluster.pull(new Lever.Crash(to.get(0)));

        move(to);
        await().atMost(PATIENCE).until(() -> moving().containsAll(to));
        assertThat(orders().replicas()).containsAll(from);

        cluster.pull(new Lever.Restart(to.get(0)));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(orders().replicas()).containsExactlyElementsOf(to);
            assertThat(orders().isr()).containsExactlyInAnyOrderElementsOf(to);
        });
        assertThat(moving()).isEmpty();
        assertThat(read()).isEqualTo(RECORDS);
    }

    @Test
    void aMoveThatIsStuckCanBeCalledOff() throws Exception {
        produce();
        List<Integer> from = orders().replicas();
        List<Integer> to =
                List.of(1, 2, 3, 4).stream().filter(id -> !from.contains(id)).toList();
        cluster.pull(new Lever.Crash(to.get(0)));
        move(to);
        await().atMost(PATIENCE).until(() -> moving().containsAll(to));

        admin.alterPartitionReassignments(Map.of(ORDERS_0, Optional.empty()))
                .all()
                .get();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(orders().replicas()).containsExactlyInAnyOrderElementsOf(from));
        assertThat(moving()).isEmpty();
        assertThat(read()).isEqualTo(RECORDS);
    }

    @Test
    void aFeatureLevelOutlivesTheControllerThatSetIt() throws Exception {
        admin.updateFeatures(
                        Map.of(
                                "transaction.version",
                                new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                        new UpdateFeaturesOptions())
                .all()
                .get();

        cluster.pull(
                new Lever.Crash(Endpoint.controller(cluster.activeController().orElseThrow())));

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> admin.describeFeatures()
                                .featureMetadata()
                                .get()
                                .finalizedFeatures()
                                .get("transaction.version")
                                .maxVersionLevel()
                        == 1);
    }

    private void move(List<Integer> to) throws Exception {
        admin.alterPartitionReassignments(Map.of(ORDERS_0, Optional.of(new NewPartitionReassignment(to))))
                .all()
                .get();
    }

    private List<Integer> moving() throws Exception {
        var moves = admin.listPartitionReassignments(Set.of(ORDERS_0))
                .reassignments()
                .get();
        return moves.containsKey(ORDERS_0) ? moves.get(ORDERS_0).addingReplicas() : List.of();
    }

    private int read() {
        try (Consumer<String, String> consumer = Clients.consumer(cluster.bootstrapServers(), Map.of())) {
            consumer.subscribe(List.of("orders"));
            List<ConsumerRecord<String, String>> records = Clients.poll(consumer, RECORDS);
            return records.size();
        }
    }
}
