/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The walk of docs/groups.md with real consumers: partitions follow the members, in every protocol. */
class GroupWalkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SESSION_MS = 1500;

    private final List<GroupMember> members = new ArrayList<>();
    private RunningCluster cluster;

    /** How members agree on who gets what. */
    enum Protocol {
        EAGER(classic(RangeAssignor.class.getName())),
        COOPERATIVE(classic(CooperativeStickyAssignor.class.getName())),
        BOTH(classic(CooperativeStickyAssignor.class.getName() + "," + RangeAssignor.class.getName())),
        MODERN(Map.of("group.protocol", "consumer"));

        private final Map<String, Object> config;

        Protocol(Map<String, Object> config) {
            this.config = config;
        }

        private static Map<String, Object> classic(String assignors) {
            return Map.of(
                    "partition.assignment.strategy", assignors,
                    "session.timeout.ms", SESSION_MS,
                    "heartbeat.interval.ms", 100);
        }
    }

    @BeforeEach
    void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", 6, OptionalInt.empty(), Map.of())),
                        Map.of("offsets.topic.segment.bytes", "1048576", "log.cleaner.backoff.ms", "100"),
                        Map.of(),
                        OptionalInt.empty(),
                        11));
    }

    @AfterEach
    void close() throws InterruptedException {
        for (GroupMember member : members) {
            member.leave();
        }
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"EAGER", "COOPERATIVE", "MODERN"})
    void partitionsFollowTheMembers(Protocol protocol) throws Exception {
        // Given 6 partitions over 3 consumers
        sessionOfTheGroup();
        join(3, protocol);
        settle(2, 2, 2);

        // When one crashes, and says nothing
        members.remove(0).crash();

        // Then its partitions move
        settle(3, 3);

        // When another joins
        join(1, protocol);

        // Then it gets its share
        settle(2, 2, 2);

        // When there are more consumers than partitions
        join(4, protocol);

        // Then one is idle
        settle(0, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void eagerMembersBecomeCooperativeOneByOne() throws Exception {
        // Given
        join(2, Protocol.EAGER);
        settle(3, 3);

        for (Protocol next : List.of(Protocol.BOTH, Protocol.COOPERATIVE)) {
            for (int i = 0; i < 2; i++) {
                // When
                members.remove(0).leave();
                join(1, next);

                // Then
                settle(3, 3);
            }
        }
        assertThat(assignor()).isEqualTo("cooperative-sticky");
    }

    @Test
    void classicMembersBecomeModernOneByOneAndKeepTheirOffsets() throws Exception {
        // Given
        TopicPartition partition = new TopicPartition("orders", 0);
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            admin.alterConsumerGroupOffsets("billing", Map.of(partition, new OffsetAndMetadata(0, "kept")))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            join(2, Protocol.EAGER);
            settle(3, 3);

            for (int i = 0; i < 2; i++) {
                // When
                members.remove(0).leave();
                join(1, Protocol.MODERN);

                // Then
                settle(3, 3);
            }
            assertThat(admin.listConsumerGroupOffsets("billing")
                            .partitionsToOffsetAndMetadata()
                            .get(30, TimeUnit.SECONDS))
                    .containsEntry(partition, new OffsetAndMetadata(0, "kept"));
        }
    }

    @Test
    void compactionKeepsTheLastOffsetsAndForgetsTheOthers() {
        // Given
        TopicPartition partition = new TopicPartition("orders", 0);
        int commits = 12_000;
        try (Consumer<String, String> consumer =
                        Clients.consumer(cluster.bootstrapServers(), Map.of("group.id", "billing"));
                Consumer<String, String> reader = Clients.consumer(
                        cluster.bootstrapServers(), Map.of("enable.auto.commit", false, "fetch.max.wait.ms", 10))) {
            consumer.assign(Set.of(partition));

            // When
            for (int offset = 1; offset <= commits; offset++) {
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)), PATIENCE);
            }

            // Then the log is short, and still says it all
            TopicPartition log = new TopicPartition("__consumer_offsets", Math.abs("billing".hashCode()) % 4);
            reader.assign(Set.of(log));
            await().atMost(PATIENCE).until(() -> count(reader, log) < commits / 2);
            int coordinator = cluster.groupCoordinator("billing").orElseThrow();
            cluster.pull(new Lever.Crash(coordinator));
            assertThat(consumer.committed(Set.of(partition), PATIENCE))
                    .containsEntry(partition, new OffsetAndMetadata(commits));
        }
    }

    private static int count(Consumer<String, String> reader, TopicPartition log) {
        reader.seekToBeginning(Set.of(log));
        long end = reader.endOffsets(Set.of(log), PATIENCE).get(log);
        int count = 0;
        while (reader.position(log, PATIENCE) < end) {
            count += reader.poll(Duration.ofMillis(100)).count();
        }
        return count;
    }

    private void join(int count, Protocol protocol) {
        for (int i = 0; i < count; i++) {
            members.add(new GroupMember(cluster.bootstrapServers(), protocol.config));
        }
    }

    /** Wait until the members have so many partitions, sorted, all of them and none twice. */
    private void settle(Integer... counts) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<TopicPartition> all = new HashSet<>();
            members.forEach(member -> all.addAll(member.assigned()));
            assertThat(members.stream().map(member -> member.assigned().size()).sorted())
                    .containsExactly(counts);
            assertThat(all).hasSize(6);
        });
    }

    /** In KIP-848 groups the session is the broker's or the group's to say, not the client's. */
    private void sessionOfTheGroup() throws Exception {
        var group = new ConfigResource(ConfigResource.Type.GROUP, "billing");
        var session = new ConfigEntry("consumer.session.timeout.ms", Integer.toString(SESSION_MS));
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            admin.incrementalAlterConfigs(Map.of(group, List.of(new AlterConfigOp(session, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private String assignor() throws Exception {
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            return admin.describeConsumerGroups(Set.of("billing"))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get("billing")
                    .partitionAssignor();
        }
    }
}
