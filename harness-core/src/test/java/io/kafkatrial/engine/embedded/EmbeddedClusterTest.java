/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
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
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three brokers in this JVM, real clients, real faults. */
class EmbeddedClusterTest {

    private static final PartitionId ORDERS_0 = new PartitionId("orders", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RunningCluster cluster;

    @BeforeEach
    void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
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

    @Test
    void startsWithThreeReplicasInSyncForEveryPartition() {
        assertThat(cluster.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.replicas()).hasSize(3);
            assertThat(partition.isr()).containsExactlyInAnyOrderElementsOf(partition.replicas());
            assertThat(partition.leader()).isPresent();
        });
    }

    @Test
    void keepsKeysHeadersAndPartitionsUntouched() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers());
                Consumer<String, String> consumer = Clients.consumer(cluster.bootstrapServers(), Map.of())) {
            ProducerRecord<String, String> record = new ProducerRecord<>("orders", 2, 1234L, "key", "value");
            record.headers().add("h", new byte[] {1, 2, 3}).add("h", null);
            RecordMetadata sent = producer.send(record).get();
            assertThat(sent.partition()).isEqualTo(2);
            assertThat(sent.offset()).isZero();
            consumer.subscribe(Set.of("orders"));
            ConsumerRecord<String, String> read = Clients.poll(consumer, 1).get(0);
            assertThat(read.partition()).isEqualTo(2);
            assertThat(read.key()).isEqualTo("key");
            assertThat(read.value()).isEqualTo("value");
            assertThat(read.timestamp()).isEqualTo(1234L);
            assertThat(read.headers().toArray())
                    .containsExactly(record.headers().toArray());
        }
    }

    @Test
    void ackedRecordsSurviveTheCrashOfTheirLeader() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            for (int i = 0; i < 50; i++) {
                producer.send(new ProducerRecord<>("orders", 0, "k" + i, "before " + i))
                        .get();
            }
            int crashed = leader();
            int epoch = orders0().leaderEpoch();
            cluster.pull(new Lever.Crash(crashed));
            for (int i = 0; i < 50; i++) {
                producer.send(new ProducerRecord<>("orders", 0, "k" + i, "after " + i))
                        .get();
            }
            assertThat(leader()).isNotEqualTo(crashed);
            assertThat(orders0().leaderEpoch()).isGreaterThan(epoch);
            assertThat(orders0().isr()).doesNotContain(crashed);
            cluster.pull(new Lever.Restart(crashed));
            assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
            assertThat(orders0().isr()).contains(crashed);
        }
        try (Consumer<String, String> consumer = Clients.consumer(cluster.bootstrapServers(), Map.of())) {
            consumer.assign(Set.of(new TopicPartition("orders", 0)));
            assertThat(Clients.poll(consumer, 100))
                    .hasSize(100)
                    .extracting(ConsumerRecord::offset)
                    .isSorted();
        }
    }

    @Test
    void committedOffsetsSurviveTheCrashOfTheirCoordinator() throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        Map<String, Object> group = Map.of("group.id", "billing");
        try (Consumer<String, String> consumer = Clients.consumer(cluster.bootstrapServers(), group)) {
            consumer.assign(Set.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(17)));
            int coordinator = cluster.groupCoordinator("billing").orElseThrow();
            cluster.pull(new Lever.Crash(coordinator));
            assertThat(consumer.committed(Set.of(partition), PATIENCE)
                            .get(partition)
                            .offset())
                    .isEqualTo(17);
            assertThat(cluster.groupCoordinator("billing").orElseThrow()).isNotEqualTo(coordinator);
        }
    }

    @Test
    @SuppressWarnings("try") // one of them is closed early, that is the point
    void bothGroupProtocolsShareThePartitionsAndTakeThemOver() throws Exception {
        for (String protocol : List.of("classic", "consumer")) {
            Map<String, Object> config = Map.of("group.id", "g-" + protocol, "group.protocol", protocol);
            try (Consumer<String, String> first = Clients.consumer(cluster.bootstrapServers(), config);
                    Consumer<String, String> second = Clients.consumer(cluster.bootstrapServers(), config)) {
                first.subscribe(Set.of("orders"));
                second.subscribe(Set.of("orders"));
                await(protocol).atMost(PATIENCE).untilAsserted(() -> {
                    first.poll(Duration.ofMillis(20));
                    second.poll(Duration.ofMillis(20));
                    assertThat(first.assignment()).isNotEmpty();
                    assertThat(second.assignment()).isNotEmpty();
                    assertThat(first.assignment().size() + second.assignment().size())
                            .isEqualTo(3);
                });
                second.close();
                await(protocol).atMost(PATIENCE).untilAsserted(() -> {
                    first.poll(Duration.ofMillis(20));
                    assertThat(first.assignment()).hasSize(3);
                });
            }
        }
    }

    @Test
    void aFollowerThatIsCutOffLeavesTheInSyncSetAndComesBackWhenMended() throws Exception {
        cluster.close();
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", 1, OptionalInt.empty(), Map.of())),
                        Map.of("replica.lag.time.max.ms", "500"),
                        Map.of(),
                        OptionalInt.empty(),
                        7));
        int leader = leader();
        int follower = orders0().replicas().stream()
                .filter(id -> id != leader)
                .findFirst()
                .orElseThrow();
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            Clients.send(producer, "orders", "k", "before");
            cluster.pull(new Lever.Cut(Endpoint.broker(follower), Endpoint.broker(leader)));
            Clients.send(producer, "orders", "k", "while cut");
            assertThat(orders0().isr()).doesNotContain(follower).hasSize(2);
            assertThat(cluster.linkCount(Endpoint.broker(follower), Endpoint.broker(leader))
                            .stopped())
                    .isPositive();
            cluster.pull(new Lever.Mend(Endpoint.broker(follower), Endpoint.broker(leader)));
            assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
            assertThat(orders0().isr()).contains(follower);
        }
    }

    @Test
    void aPausedLeaderIsReplacedAndAZombieNoLonger() throws Exception {
        try (Producer<String, String> producer = Clients.producer(
                cluster.bootstrapServers(), Map.of("request.timeout.ms", 1000, "delivery.timeout.ms", 30_000))) {
            producer.send(new ProducerRecord<>("orders", 0, "k", "before")).get();
            int paused = leader();
            cluster.pull(new Lever.Pause(paused));
            assertThat(cluster.state(paused)).isEqualTo(NodeState.PAUSED);
            RecordMetadata acked = producer.send(new ProducerRecord<>("orders", 0, "k", "meanwhile"))
                    .get();
            assertThat(leader()).isNotEqualTo(paused);
            cluster.pull(new Lever.Resume(paused));
            assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
            assertThat(acked.offset()).isEqualTo(1);
        }
    }

    @Test
    void aBrokerCutOffFromTheControllerIsFencedAndLosesItsLeadership() throws Exception {
        int leader = leader();
        cluster.pull(new Lever.Cut(Endpoint.broker(leader), Endpoint.controller(3000)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leader()).isNotEqualTo(leader));
        cluster.pull(new Lever.Mend(Endpoint.broker(leader), Endpoint.controller(3000)));
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @Test
    void aGracefulStopMovesLeadershipFirst() throws Exception {
        int stopped = leader();
        cluster.pull(new Lever.Stop(stopped));
        assertThat(leader()).isNotEqualTo(stopped);
        assertThat(cluster.state(stopped)).isEqualTo(NodeState.STOPPED);
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            Clients.send(producer, "orders", "k", "v");
        }
        cluster.pull(new Lever.Restart(stopped));
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @Test
    void moreReplicasThanBrokersAliveIsKafkasOwnError() {
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            assertThatThrownBy(() -> admin.createTopics(Set.of(new NewTopic("wide", 1, (short) 4)))
                            .all()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidReplicationFactorException.class);
        }
    }

    @Test
    void aTopicIsCreatedWhenItIsFirstWrittenTo() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            Clients.send(producer, "made-up", "k", "v");
        }
        assertThat(cluster.partition(new PartitionId("made-up", 0))
                        .orElseThrow()
                        .replicas())
                .hasSize(3);
    }

    @Test
    void aDeletedTopicTakesItsCommittedOffsetsWithIt() throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        try (Consumer<String, String> consumer =
                        Clients.consumer(cluster.bootstrapServers(), Map.of("group.id", "billing"));
                Admin admin = Clients.admin(cluster.bootstrapServers())) {
            consumer.assign(Set.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(17)));
            admin.deleteTopics(Set.of("orders")).all().get();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(admin.listTopics().names().get()).doesNotContain("orders"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets("billing")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty());
            admin.createTopics(Set.of(new NewTopic("orders", 2, (short) 3)))
                    .all()
                    .get();
        }
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @Test
    void anyBrokerIsABootstrapServerAndPortsStayAcrossRestart() throws Exception {
        String before = cluster.bootstrapServers();
        cluster.pull(new Lever.Crash(1));
        cluster.pull(new Lever.Restart(1));
        assertThat(cluster.bootstrapServers()).isEqualTo(before);
        for (String server : before.split(",", -1)) {
            try (Admin admin = Clients.admin(server)) {
                assertThat(admin.describeCluster().nodes().get()).hasSize(3);
            }
        }
    }

    @Test
    void leversRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> cluster.pull(new Lever.Restart(1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("cannot restart broker 1: it is RUNNING");
        assertThatThrownBy(() -> cluster.pull(new Lever.Crash(9)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("9");
    }

    @Test
    void leavesNoThreadBehindAndNeedsFew() {
        Set<String> while3 = threads();
        cluster.close();
        assertThat(threads()).isEmpty();
        assertThat(while3.size()).as("%s", while3).isLessThanOrEqualTo(16);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        name.startsWith("kafka-trial") || name.contains("quorum") || name.contains("controller"))
                .collect(Collectors.toSet());
    }
}
