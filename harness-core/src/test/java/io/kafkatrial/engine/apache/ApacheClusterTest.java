/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The levers and views of one cluster of Apache Kafka: three brokers, one of them with the controller. */
class ApacheClusterTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String ORDERS = "orders-0";

    private static Cluster cluster;
    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        Available.orSkip();
        cluster = Cluster.builder()
                .engine("apache")
                .brokers(3)
                .combined(true)
                .topic("orders", 1)
                .topic("forced", 1, 3, Map.of("flush.messages", "1"))
                .seed(7)
                .start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void listen() {
        cluster.heal();
        cluster.running().listen(events::add);
    }

    private static void send(String topic, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all", "delivery.timeout.ms", 120_000),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, "value " + i));
            }
            producer.flush();
        }
    }

    private static int follower() {
        int leader = cluster.leaderOf(ORDERS).id();
        return List.of(2, 3).stream().filter(id -> id != leader).findFirst().orElseThrow();
    }

    @Test
    void killedLeaderIsSucceededAndComesBackWithItsLog() {
        // Given: the controller lives with broker 1, so hit another
        send("orders", 100);
        int leader = follower();
        move(leader);
        int epoch = cluster.partition(ORDERS).leaderEpoch();

        // When
        cluster.pull(new Lever.Crash(leader));

        // Then
        assertThat(cluster.running().state(leader)).isEqualTo(NodeState.CRASHED);
        await().atMost(LONG).until(() -> cluster.partition(ORDERS).leaderEpoch() > epoch);
        assertThat(cluster.partition(ORDERS).isr()).doesNotContain(leader);
        send("orders", 10);

        cluster.pull(new Lever.Restart(leader));
        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition(ORDERS).isr()).contains(leader);
        assertThat(events)
                .hasAtLeastOneElementOfType(ClusterEvent.LeaderChanged.class)
                .hasAtLeastOneElementOfType(ClusterEvent.IsrChanged.class)
                .hasAtLeastOneElementOfType(ClusterEvent.NodeChanged.class);
    }

    /** Crash whoever leads until this one does. */
    private static void move(int wanted) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            var to = new org.apache.kafka.clients.admin.NewPartitionReassignment(
                    List.of(wanted, wanted % 3 + 1, (wanted + 1) % 3 + 1));
            TopicPartition partition = new TopicPartition("orders", 0);
            admin.alterPartitionReassignments(Map.of(partition, java.util.Optional.of(to)))
                    .all()
                    .get();
            await().atMost(LONG)
                    .until(() -> cluster.partition(ORDERS).replicas().get(0) == wanted);
            await().atMost(LONG).ignoreExceptions().until(() -> {
                if (cluster.leaderOf(ORDERS).id() != wanted) {
                    admin.electLeaders(org.apache.kafka.common.ElectionType.PREFERRED, java.util.Set.of(partition))
                            .all()
                            .get();
                }
                return cluster.leaderOf(ORDERS).id() == wanted;
            });
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void frozenFollowerFallsOutOfTheInSyncSetAndReturns() {
        int follower = follower();

        cluster.pull(new Lever.Pause(follower));
        assertThat(cluster.running().state(follower)).isEqualTo(NodeState.PAUSED);
        await().atMost(LONG).until(() -> !cluster.partition(ORDERS).isr().contains(follower));

        cluster.pull(new Lever.Resume(follower));
        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition(ORDERS).isr()).contains(follower);
    }

    @Test
    void stoppedBrokerSaysGoodbyeFirst() {
        int broker = follower();

        cluster.pull(new Lever.Stop(broker));

        // then it left the in-sync set before it ended, not by a timeout after it
        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.STOPPED);
        await().atMost(LONG).until(() -> !cluster.partition(ORDERS).isr().contains(broker));
        assertThatThrownBy(() -> cluster.pull(new Lever.PowerLoss(broker)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("STOPPED");
    }

    @Test
    void powerLossIsRecoveredFrom() {
        send("orders", 500);
        int broker = follower();

        cluster.pull(new Lever.PowerLoss(broker));
        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.CRASHED);
        cluster.pull(new Lever.Restart(broker));

        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition(ORDERS).isr()).contains(broker);
    }

    @Test
    void wipedBrokerFetchesEverythingAgain() {
        send("forced", 50);
        int broker = follower();

        cluster.pull(new Lever.WipeDisk(broker));
        cluster.pull(new Lever.Restart(broker));

        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition("forced-0").isr()).contains(broker);
    }

    @Test
    void controllerThatDiesWithItsBrokerComesBack() {
        assertThat(cluster.activeController()).hasValue(1);

        cluster.pull(new Lever.Crash(Endpoint.controller(1)));
        assertThat(cluster.running().state(1)).isEqualTo(NodeState.CRASHED);
        await().atMost(LONG).until(() -> cluster.activeController().isEmpty());

        cluster.heal();
        assertThat(cluster.activeController()).hasValue(1);
    }

    @Test
    void acksAndCommittedOffsetsAreToldForClientsNobodyKnows() {
        long before = acked();
        send("orders", 40);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", cluster.bootstrapServers(),
                        "group.id", "billing",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            await().atMost(LONG)
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            consumer.commitSync();
        }

        await().atMost(LONG).until(() -> acked() >= before + 40);
        await().atMost(LONG).until(() -> events.stream()
                .anyMatch(event -> event instanceof ClusterEvent.OffsetCommitted commit
                        && commit.group().equals("billing")
                        && commit.partition().equals(PartitionId.parse(ORDERS))));
        assertThat(cluster.coordinatorOf("billing")).isPresent();
    }

    private long acked() {
        return events.stream()
                .filter(event -> event instanceof ClusterEvent.Acked)
                .mapToLong(event -> ((ClusterEvent.Acked) event).count())
                .sum();
    }

    @Test
    void usedClusterIsAsGoodAsNewForTheNext() {
        // Given what a test leaves behind
        send("orders", 10);
        ClusterSpec before = cluster.spec();
        ClusterSpec next = new ClusterSpec(
                before.brokers(),
                before.controllers(),
                before.combined(),
                List.of(
                        new TopicSpec("orders", 1, OptionalInt.empty(), Map.of()),
                        new TopicSpec("forced", 1, OptionalInt.empty(), Map.of()),
                        new TopicSpec("invoices", 2, OptionalInt.empty(), Map.of())),
                before.brokerConfig(),
                before.configByBroker(),
                before.firstPort(),
                11,
                before.kafkaVersion());
        await().atMost(LONG).ignoreExceptions().until(() -> {
            // members of closed consumers leave in their own time
            return cluster.running().renew(next).isEmpty();
        });

        // Then
        assertThat(cluster.running().partition(PartitionId.parse("invoices-1"))).isPresent();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition orders = new TopicPartition("orders", 0);
            assertThat(consumer.endOffsets(List.of(orders))).containsEntry(orders, 0L);
        }
    }
}
