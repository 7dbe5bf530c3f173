/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Share groups of real clients, and what the crash of their leader and coordinator does to them. */
class ShareGroupsEndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GROUP = "workers";

    private static final Map<String, Object> EXPLICIT =
            Map.of("share.acknowledgement.mode", "explicit", "max.poll.records", 100);

    private RunningCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("jobs", 1, OptionalInt.empty(), Map.of())),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        13));
        configure("share.auto.offset.reset", "earliest");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private void configure(String key, String value) throws Exception {
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                            List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private ShareConsumer<String, String> member(Map<String, Object> more) {
        Map<String, Object> config =
                new HashMap<>(Map.of("bootstrap.servers", cluster.bootstrapServers(), "group.id", GROUP));
        config.putAll(more);
        ShareConsumer<String, String> member =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        member.subscribe(Set.of("jobs"));
        return member;
    }

    private void send(int from, int to) throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            for (int i = from; i < to; i++) {
                Clients.send(producer, "jobs", "k", "job-" + i);
            }
        }
    }

    private static List<ConsumerRecord<String, String>> poll(ShareConsumer<String, String> member) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        member.poll(Duration.ofMillis(200)).forEach(records::add);
        return records;
    }

    @Test
    void twoMembersShareOnePartitionAndEachRecordIsDoneOnce() throws Exception {
        // Given
        Map<String, Integer> times = new TreeMap<>();
        Set<Integer> busy = new TreeSet<>();
        try (ShareConsumer<String, String> first = member(Map.of("max.poll.records", 5));
                ShareConsumer<String, String> second = member(Map.of("max.poll.records", 5))) {
            // When
            send(0, 200);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                int number = 0;
                for (ShareConsumer<String, String> member : List.of(first, second)) {
                    number++;
                    for (ConsumerRecord<String, String> record : poll(member)) {
                        times.merge(record.value(), 1, Integer::sum);
                        busy.add(number);
                    }
                }
                return times.size() == 200 && busy.size() == 2;
            });
        }
        // Then
        assertThat(times.values()).containsOnly(1);
        assertThat(busy).containsExactly(1, 2);
    }

    private static List<ConsumerRecord<String, String>> await(ShareConsumer<String, String> member, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            records.addAll(poll(member));
            return records.size() >= count;
        });
        return records;
    }

    private static void end(
            ShareConsumer<String, String> member, List<ConsumerRecord<String, String>> records, AcknowledgeType type) {
        records.forEach(record -> member.acknowledge(record, type));
        member.commitSync(PATIENCE).values().forEach(failure -> assertThat(failure)
                .isEmpty());
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }

    @Test
    void releasedRecordComesAgainRejectedNeverDoes() throws Exception {
        // Given
        send(0, 3);
        try (ShareConsumer<String, String> member = member(EXPLICIT)) {
            List<ConsumerRecord<String, String>> all = await(member, 3);
            assertThat(all)
                    .extracting(record -> record.deliveryCount().orElseThrow())
                    .containsOnly((short) 1);

            // When
            member.acknowledge(all.get(0), AcknowledgeType.ACCEPT);
            member.acknowledge(all.get(1), AcknowledgeType.RELEASE);
            member.acknowledge(all.get(2), AcknowledgeType.REJECT);
            List<ConsumerRecord<String, String>> again = await(member, 1);

            // Then
            assertThat(values(again)).containsExactly("job-1");
            assertThat(again.get(0).deliveryCount()).contains((short) 2);
            end(member, again, AcknowledgeType.ACCEPT);
            send(3, 4);
            assertThat(values(await(member, 1))).containsExactly("job-3");
        }
    }

    @Test
    void slowMembersRecordsGoToAnotherWhenTheirLockExpires() throws Exception {
        // Given
        configure("share.record.lock.duration.ms", "2000");
        send(0, 5);
        try (ShareConsumer<String, String> slow = member(EXPLICIT);
                ShareConsumer<String, String> other = member(EXPLICIT)) {
            List<ConsumerRecord<String, String>> kept = await(slow, 5);

            // When
            List<ConsumerRecord<String, String>> taken = await(other, 5);

            // Then
            assertThat(values(taken)).containsExactlyInAnyOrderElementsOf(values(kept));
            assertThat(taken)
                    .extracting(record -> record.deliveryCount().orElseThrow())
                    .containsOnly((short) 2);
            kept.forEach(record -> slow.acknowledge(record, AcknowledgeType.ACCEPT));
            assertThat(slow.commitSync(PATIENCE).values())
                    .allSatisfy(failure -> assertThat(failure).containsInstanceOf(InvalidRecordStateException.class));
            end(other, taken, AcknowledgeType.ACCEPT);
        }
    }

    @Test
    void membersRecordsAreFreeAsSoonAsItLeaves() throws Exception {
        // Given
        send(0, 5);
        List<String> kept;
        try (ShareConsumer<String, String> leaver = member(EXPLICIT)) {
            kept = values(await(leaver, 5));
        }

        // When
        try (ShareConsumer<String, String> next = member(EXPLICIT)) {
            // Then
            assertThat(values(await(next, 5))).containsExactlyElementsOf(kept);
        }
    }

    @Test
    void recordIsDeliveredNoMoreOftenThanTheGroupAllows() throws Exception {
        // Given
        configure("share.delivery.count.limit", "2");
        send(0, 1);
        try (ShareConsumer<String, String> member = member(EXPLICIT)) {
            // When
            end(member, await(member, 1), AcknowledgeType.RELEASE);
            List<ConsumerRecord<String, String>> last = await(member, 1);
            end(member, last, AcknowledgeType.RELEASE);
            send(1, 2);

            // Then
            assertThat(last.get(0).deliveryCount()).contains((short) 2);
            assertThat(values(await(member, 1))).containsExactly("job-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leader", "coordinator"})
    void whatWasAcknowledgedStaysSoWhenABrokerCrashes(String victim) throws Exception {
        // Given
        send(0, 10);
        try (ShareConsumer<String, String> member = member(EXPLICIT)) {
            List<ConsumerRecord<String, String>> all = await(member, 10);
            all.subList(0, 4).forEach(record -> member.acknowledge(record, AcknowledgeType.ACCEPT));
            all.subList(4, 7).forEach(record -> member.acknowledge(record, AcknowledgeType.REJECT));
            all.subList(7, 10).forEach(record -> member.acknowledge(record, AcknowledgeType.RELEASE));
            member.commitSync(PATIENCE).values().forEach(failure -> assertThat(failure)
                    .isEmpty());
        }

        // When
        cluster.pull(new Lever.Crash(victim.equals("leader") ? leaderOf("jobs") : leaderOf("__share_group_state")));

        // Then
        try (ShareConsumer<String, String> member = member(EXPLICIT)) {
            List<ConsumerRecord<String, String>> again = await(member, 3);
            assertThat(values(again)).containsExactly("job-7", "job-8", "job-9");
            assertThat(again)
                    .extracting(record -> record.deliveryCount().orElseThrow())
                    .containsOnly((short) 2);
            end(member, again, AcknowledgeType.ACCEPT);
            send(10, 11);
            assertThat(values(await(member, 1))).containsExactly("job-10");
        }
    }

    /** The leader of the one partition, or of that which keeps the group's state. */
    private int leaderOf(String topic) throws Exception {
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            var described =
                    admin.describeTopics(List.of("jobs", topic)).allTopicNames().get(30, TimeUnit.SECONDS);
            int partition = 0;
            if (!topic.equals("jobs")) {
                String key = GROUP + ":" + described.get("jobs").topicId() + ":0";
                partition = Utils.abs(key.hashCode())
                        % described.get(topic).partitions().size();
            }
            return described.get(topic).partitions().get(partition).leader().id();
        }
    }
}
