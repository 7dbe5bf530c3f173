/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of real clients, and what the crash of their coordinator does to them. */
class GroupsEndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 60;

    private RunningCluster cluster;

    @BeforeEach
    void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", PARTITIONS, OptionalInt.empty(), Map.of())),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        11));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void groupGoesOnWhereItWasWhenItsCoordinatorCrashes(String protocol) throws Exception {
        Map<String, Object> config =
                Map.of("group.id", "billing", "group.protocol", protocol, "enable.auto.commit", false);
        Set<String> seen = new TreeSet<>();
        try (Consumer<String, String> first = Clients.consumer(cluster.bootstrapServers(), config);
                Consumer<String, String> second = Clients.consumer(cluster.bootstrapServers(), config)) {
            // Given two members that have committed what they read
            first.subscribe(Set.of("orders"));
            second.subscribe(Set.of("orders"));
            send("before");
            await().atMost(PATIENCE).until(() -> {
                read(first, seen);
                read(second, seen);
                return seen.size() == RECORDS
                        && !first.assignment().isEmpty()
                        && !second.assignment().isEmpty();
            });
            long before = committed();

            // When
            int coordinator = cluster.groupCoordinator("billing").orElseThrow();
            cluster.pull(new Lever.Crash(coordinator));
            send("after");

            // Then
            assertThat(before).isEqualTo(RECORDS);
            await().atMost(PATIENCE).until(() -> {
                read(first, seen);
                read(second, seen);
                return seen.size() == 2 * RECORDS;
            });
            assertThat(cluster.groupCoordinator("billing").orElseThrow()).isNotEqualTo(coordinator);
        }
        assertThat(committed()).isEqualTo(2 * RECORDS);
    }

    @Test
    void offsetsOutliveACrashOfEveryCoordinatorInTurn() throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        try (Consumer<String, String> consumer =
                Clients.consumer(cluster.bootstrapServers(), Map.of("group.id", "billing"))) {
            consumer.assign(Set.of(partition));
            for (int offset = 1; offset <= 4; offset++) {
                // Given
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)), PATIENCE);
                int coordinator = cluster.groupCoordinator("billing").orElseThrow();

                // When
                cluster.pull(new Lever.Crash(coordinator));

                // Then
                assertThat(consumer.committed(Set.of(partition), PATIENCE))
                        .containsEntry(partition, new OffsetAndMetadata(offset));
                cluster.pull(new Lever.Restart(coordinator));
                assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void administratorSeesResetsAndDeletesAGroup(String protocol) throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            // Given
            send("some");
            Map<String, Object> config =
                    Map.of("group.id", "billing", "group.protocol", protocol, "enable.auto.commit", false);
            try (Consumer<String, String> member = Clients.consumer(cluster.bootstrapServers(), config)) {
                member.subscribe(Set.of("orders"));
                Set<String> seen = new TreeSet<>();
                await().atMost(PATIENCE).until(() -> {
                    read(member, seen);
                    return seen.size() == RECORDS;
                });

                // When
                ConsumerGroupDescription description = describe(admin);

                // Then
                assertThat(description.groupState()).isEqualTo(GroupState.STABLE);
                assertThat(description.members()).singleElement().satisfies(it -> assertThat(
                                it.assignment().topicPartitions())
                        .hasSize(PARTITIONS));
                assertThat(admin.listGroups().all().get(30, TimeUnit.SECONDS))
                        .anyMatch(group -> group.groupId().equals("billing"));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(describe(admin).groupState()).isEqualTo(GroupState.EMPTY));
            admin.alterConsumerGroupOffsets("billing", Map.of(partition, new OffsetAndMetadata(5)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            assertThat(offsets(admin)).containsEntry(partition, new OffsetAndMetadata(5));
            admin.deleteConsumerGroupOffsets("billing", Set.of(partition)).all().get(30, TimeUnit.SECONDS);
            assertThat(offsets(admin)).doesNotContainKey(partition).hasSize(PARTITIONS - 1);
            admin.deleteConsumerGroups(Set.of("billing")).all().get(30, TimeUnit.SECONDS);
            assertThat(admin.listGroups().all().get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void staticMemberComesBackToItsPartitionsAndNobodyElseNotices(String protocol) {
        Set<TopicPartition> firsts = new HashSet<>();
        Ear ear = new Ear(new ArrayList<>(), new HashSet<>());
        Ear firstsEar = new Ear(new ArrayList<>(), new HashSet<>());
        try (Consumer<String, String> second = Clients.consumer(cluster.bootstrapServers(), instance(protocol, "i2"))) {
            // Given
            try (Consumer<String, String> first =
                    Clients.consumer(cluster.bootstrapServers(), instance(protocol, "i1"))) {
                first.subscribe(Set.of("orders"), firstsEar);
                second.subscribe(Set.of("orders"), ear);
                await().atMost(PATIENCE).until(() -> {
                    first.poll(Duration.ofMillis(20));
                    second.poll(Duration.ofMillis(20));
                    return !firstsEar.owned().isEmpty()
                            && !ear.owned().isEmpty()
                            && firstsEar.owned().size() + ear.owned().size() == PARTITIONS;
                });
                firsts.addAll(first.assignment());
            }
            ear.heard().clear();

            // When
            try (Consumer<String, String> again =
                    Clients.consumer(cluster.bootstrapServers(), instance(protocol, "i1"))) {
                again.subscribe(Set.of("orders"));
                await().atMost(PATIENCE).until(() -> {
                    again.poll(Duration.ofMillis(20));
                    second.poll(Duration.ofMillis(20));
                    return !again.assignment().isEmpty();
                });

                // Then
                assertThat(again.assignment()).isEqualTo(firsts);
                assertThat(ear.heard()).isEmpty();
            }
        }
    }

    private static Map<String, Object> instance(String protocol, String instance) {
        return Map.of(
                "group.id",
                "billing",
                "group.protocol",
                protocol,
                "group.instance.id",
                instance,
                "enable.auto.commit",
                false);
    }

    /** Hears what becomes of a member's partitions, and knows which it has been given and not been taken. */
    private record Ear(List<String> heard, Set<TopicPartition> owned) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            heard.add("revoked " + partitions);
            owned.removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            heard.add("assigned " + partitions);
            owned.addAll(partitions);
        }
    }

    @Test
    void commitIsNoLargerThanTheOffsetsTopicTakes() throws Exception {
        TopicPartition partition = new TopicPartition("orders", 0);
        Map<TopicPartition, OffsetAndMetadata> large = Map.of(partition, new OffsetAndMetadata(1, "x".repeat(2_000)));
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            // Given
            admin.alterConsumerGroupOffsets("billing", large).all().get(30, TimeUnit.SECONDS);

            // When
            var offsets = new ConfigResource(ConfigResource.Type.TOPIC, "__consumer_offsets");
            var limit = new ConfigEntry("max.message.bytes", "1000");
            admin.incrementalAlterConfigs(Map.of(offsets, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> admin.alterConsumerGroupOffsets("billing", large)
                                    .all()
                                    .get(30, TimeUnit.SECONDS))
                            .hasCauseInstanceOf(UnknownServerException.class));
        }
    }

    private void send(String prefix) throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders", i % PARTITIONS, "k" + i, prefix + " " + i));
            }
            producer.flush();
        }
    }

    private static void read(Consumer<String, String> consumer, Set<String> seen) {
        var records = consumer.poll(Duration.ofMillis(20));
        records.forEach(record -> seen.add(record.value()));
        if (!records.isEmpty()) {
            consumer.commitSync(PATIENCE);
        }
    }

    private long committed() throws Exception {
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            return offsets(admin).values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("billing")
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
    }

    private static ConsumerGroupDescription describe(Admin admin) throws Exception {
        return admin.describeConsumerGroups(Set.of("billing"))
                .all()
                .get(30, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next();
    }
}
