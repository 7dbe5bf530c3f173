/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kafka's own Admin client against three brokers. */
class AdminEndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ConfigResource ORDERS = new ConfigResource(ConfigResource.Type.TOPIC, "orders");

    private static RunningCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        43));
        admin = Clients.admin(cluster.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    @Test
    void clusterIsDescribedWithItsBrokersAndFeatures() throws Exception {
        DescribeClusterResult described = admin.describeCluster();

        assertThat(described.nodes().get()).extracting(node -> node.id()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(described.controller().get().id()).isBetween(1, 3);
        assertThat(described.clusterId().get()).isNotBlank();
        assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                .containsKeys("metadata.version", "group.version");
    }

    @Test
    void topicsAreCreatedDescribedAndDeletedByNameAndById() throws Exception {
        admin.createTopics(List.of(new NewTopic("short-lived", 2, (short) 3), new NewTopic("by-id", 1, (short) 2)))
                .all()
                .get();
        TopicDescription byId = describe("by-id");

        assertThat(describe("short-lived").partitions()).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.replicas()).hasSize(3);
            assertThat(partition.leader()).isNotNull();
        });
        assertThat(byId.topicId()).isNotEqualTo(Uuid.ZERO_UUID);

        admin.deleteTopics(TopicCollection.ofTopicIds(List.of(byId.topicId())))
                .all()
                .get();
        admin.deleteTopics(List.of("short-lived")).all().get();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(admin.listTopics().names().get()).doesNotContain("short-lived", "by-id"));
        assertFails(
                () -> admin.deleteTopics(List.of("short-lived")).all().get(), UnknownTopicOrPartitionException.class);
        assertFails(
                () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(byId.topicId())))
                        .all()
                        .get(),
                UnknownTopicIdException.class);
    }

    @Test
    void impossibleTopicsGetKafkasOwnErrors() {
        assertFails(() -> create(new NewTopic("too-many", 1, (short) 4)), InvalidReplicationFactorException.class);
        assertFails(() -> create(new NewTopic("orders", 1, (short) 1)), TopicExistsException.class);
        assertFails(() -> create(new NewTopic("in valid", 1, (short) 1)), InvalidTopicException.class);
        assertFails(() -> create(new NewTopic("none", 0, (short) 1)), InvalidPartitionsException.class);
        assertFails(
                () -> create(new NewTopic("wrong", 1, (short) 1).configs(Map.of("retention.ms", "soon"))),
                InvalidConfigurationException.class);
    }

    @Test
    void topicWithoutNumbersGetsTheDefaults() throws Exception {
        create(new NewTopic("defaults", Optional.empty(), Optional.empty()));

        assertThat(describe("defaults").partitions())
                .singleElement()
                .satisfies(partition -> assertThat(partition.replicas()).hasSize(3));
    }

    @Test
    void partitionsAreAddedButNeverTakenAway() throws Exception {
        create(new NewTopic("growing", 1, (short) 1));
        admin.createPartitions(Map.of("growing", NewPartitions.increaseTo(4)))
                .all()
                .get();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(describe("growing").partitions()).hasSize(4));
        assertFails(
                () -> admin.createPartitions(Map.of("growing", NewPartitions.increaseTo(2)))
                        .all()
                        .get(),
                InvalidPartitionsException.class);
    }

    @Test
    void configurationIsDescribedChangedAndObeyed() throws Exception {
        create(new NewTopic("narrow", 1, (short) 3));
        ConfigResource narrow = new ConfigResource(ConfigResource.Type.TOPIC, "narrow");
        assertThat(config(narrow).get("min.insync.replicas").value()).isEqualTo("2");

        alter(narrow, "max.message.bytes", "300");

        await().atMost(PATIENCE).untilAsserted(() -> {
            ConfigEntry entry = config(narrow).get("max.message.bytes");
            assertThat(entry.value()).isEqualTo("300");
            assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> sendOf(1000, "narrow"))
                .hasCauseInstanceOf(RecordTooLargeException.class));
    }

    @Test
    void brokersAreDescribedAndTheirDynamicConfigurationObeyed() throws Exception {
        ConfigResource one = new ConfigResource(ConfigResource.Type.BROKER, "1");
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        assertThat(config(one).entries()).hasSizeGreaterThan(200);

        alter(all, "log.retention.ms", "77777");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(config(ORDERS).get("retention.ms").value()).isEqualTo("77777"));
        assertFails(() -> alter(one, "num.partitions", "9"), InvalidRequestException.class);
    }

    @Test
    void offsetsAreListedByEverySpec() throws Exception {
        create(new NewTopic("listed", 1, (short) 3).configs(Map.of("retention.ms", "-1")));
        TopicPartition partition = new TopicPartition("listed", 0);
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            producer.send(new ProducerRecord<>("listed", 0, 1_000L, "a", "1")).get();
            producer.send(new ProducerRecord<>("listed", 0, 3_000L, "a", "2")).get();
            producer.send(new ProducerRecord<>("listed", 0, 2_000L, "a", "3")).get();
        }

        assertThat(offset(partition, OffsetSpec.earliest())).isZero();
        assertThat(offset(partition, OffsetSpec.latest())).isEqualTo(3);
        assertThat(offset(partition, OffsetSpec.maxTimestamp())).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.forTimestamp(1_500L))).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.forTimestamp(9_000L))).isEqualTo(-1);
        assertThat(offset(partition, OffsetSpec.earliestLocal())).isZero();
    }

    @Test
    void missingTopicIsCreatedByTheFirstSend() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            assertThat(Clients.send(producer, "made-by-sending", "k", "v").offset())
                    .isZero();
        }

        assertThat(describe("made-by-sending").partitions().get(0).replicas()).hasSize(3);
    }

    @Test
    void manyTopicsAreDescribedPageByPage() throws Exception {
        List<NewTopic> topics = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            topics.add(new NewTopic("page-" + i, 3, (short) 1));
        }
        admin.createTopics(topics).all().get();
        Collection<String> names = topics.stream().map(NewTopic::name).toList();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        admin.describeTopics(names, new DescribeTopicsOptions().partitionSizeLimitPerResponse(7))
                                .allTopicNames()
                                .get())
                .hasSize(30)
                .allSatisfy((name, topic) -> assertThat(topic.partitions()).hasSize(3)));
    }

    @Test
    void leadersAreElectedOnlyWhenNeeded() {
        TopicPartition partition = new TopicPartition("orders", 0);

        assertFails(
                () -> admin.electLeaders(ElectionType.PREFERRED, Set.of(partition))
                        .all()
                        .get(),
                ElectionNotNeededException.class);
    }

    @Test
    void replicasMoveToOtherBrokers() throws Exception {
        create(new NewTopic("moving", Map.of(0, List.of(1, 2))));
        TopicPartition partition = new TopicPartition("moving", 0);
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            Clients.send(producer, "moving", "k", "v");
        }

        admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(3, 2)))))
                .all()
                .get();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(describe("moving").partitions().get(0).isr())
                    .extracting(node -> node.id())
                    .containsExactlyInAnyOrder(3, 2);
            assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
        });
        assertThat(offset(partition, OffsetSpec.latest())).isEqualTo(1);
    }

    private static void create(NewTopic topic) throws Exception {
        admin.createTopics(List.of(topic)).all().get();
    }

    private static TopicDescription describe(String topic) throws Exception {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic),
                        it -> true);
    }

    private static Config config(ConfigResource resource) throws Exception {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> admin.describeConfigs(List.of(resource))
                                .all()
                                .get()
                                .get(resource),
                        it -> true);
    }

    private static void alter(ConfigResource resource, String key, String value) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }

    private static void sendOf(int bytes, String topic) throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            Clients.send(producer, topic, "k", "x".repeat(bytes));
        }
    }

    private static long offset(TopicPartition partition, OffsetSpec spec) throws Exception {
        return admin.listOffsets(Map.of(partition, spec))
                .all()
                .get()
                .get(partition)
                .offset();
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertFails(Call call, Class<? extends Throwable> cause) {
        assertThatThrownBy(call::run).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(cause);
    }
}
