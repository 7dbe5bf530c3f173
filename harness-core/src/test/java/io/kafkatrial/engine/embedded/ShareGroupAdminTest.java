/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What administrators see and change of share groups. */
class ShareGroupAdminTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition JOBS = new TopicPartition("jobs", 0);

    private static RunningCluster cluster(Map<String, String> config) {
        return new EmbeddedEngine()
                .start(new ClusterSpec(
                        1,
                        1,
                        List.of(new TopicSpec("jobs", 1, OptionalInt.empty(), Map.of())),
                        config,
                        Map.of(),
                        OptionalInt.empty(),
                        17));
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static ShareConsumer<String, String> member(RunningCluster cluster) {
        ShareConsumer<String, String> member = new KafkaShareConsumer<>(
                Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers(), "group.id", "workers"),
                new StringDeserializer(),
                new StringDeserializer());
        member.subscribe(Set.of("jobs"));
        return member;
    }

    @Test
    void administratorSeesMovesAndForgetsWhereAGroupIs() throws Exception {
        try (RunningCluster cluster = cluster(Map.of());
                Admin admin = Clients.admin(cluster.bootstrapServers())) {
            // Given a group that has done the first four of six records
            get(admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "workers"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all());
            send(cluster, 4);
            try (ShareConsumer<String, String> member = member(cluster)) {
                readUpTo(member, 3);
                assertThat(get(admin.listGroups(ListGroupsOptions.forShareGroups())
                                .all()))
                        .singleElement()
                        .satisfies(group -> assertThat(group.type()).contains(GroupType.SHARE));
                ShareGroupDescription group =
                        get(admin.describeShareGroups(Set.of("workers")).all()).get("workers");
                assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
                assertThat(group.members()).singleElement().satisfies(it -> assertThat(
                                it.assignment().topicPartitions())
                        .containsExactly(JOBS));
                assertThatThrownBy(() -> get(admin.alterShareGroupOffsets("workers", Map.of(JOBS, 0L))
                                .all()))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(GroupNotEmptyException.class);
            }
            send(cluster, 2);
            assertThat(offset(admin).lag()).contains(2L);

            // When
            get(admin.alterShareGroupOffsets("workers", Map.of(JOBS, 1L)).all());

            // Then
            assertThat(offset(admin).startOffset()).isEqualTo(1);
            try (ShareConsumer<String, String> member = member(cluster)) {
                assertThat(readUpTo(member, 5)).contains(1L, 2L, 3L, 4L, 5L).doesNotContain(0L);
            }
            get(admin.deleteShareGroupOffsets("workers", Set.of("jobs")).all());
            assertThat(offsets(admin)).isEmpty();
            get(admin.deleteShareGroups(Set.of("workers")).all());
            assertThatThrownBy(() ->
                            get(admin.describeShareGroups(Set.of("workers")).all()))
                    .hasCauseInstanceOf(GroupIdNotFoundException.class);
        }
    }

    private static void send(RunningCluster cluster, int count) throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            for (int i = 0; i < count; i++) {
                Clients.send(producer, "jobs", "k", "v");
            }
        }
    }

    /** Read until everything from the second record to {@code last} was there, and say what was. */
    private static Set<Long> readUpTo(ShareConsumer<String, String> member, long last) {
        Set<Long> offsets = new TreeSet<>();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            member.poll(Duration.ofMillis(200)).forEach(record -> offsets.add(record.offset()));
            return offsets.containsAll(LongStream.rangeClosed(1, last).boxed().toList());
        });
        member.commitSync();
        return offsets;
    }

    private static Map<TopicPartition, SharePartitionOffsetInfo> offsets(Admin admin) throws Exception {
        return get(admin.listShareGroupOffsets(Map.of("workers", new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo("workers"));
    }

    private static SharePartitionOffsetInfo offset(Admin admin) throws Exception {
        return offsets(admin).get(JOBS);
    }

    @Test
    void shareGroupsCanBeTurnedOff() {
        try (RunningCluster cluster = cluster(Map.of("trial.feature.share.version", "0"));
                ShareConsumer<String, String> member = member(cluster)) {
            assertThatThrownBy(() -> Awaitility.await().atMost(PATIENCE).until(() -> {
                        member.poll(Duration.ofMillis(200));
                        return false;
                    }))
                    .isInstanceOf(UnsupportedVersionException.class);
        }
    }
}
