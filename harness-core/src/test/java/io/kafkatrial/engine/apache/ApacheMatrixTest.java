/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.outside.KnownVersions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In every version that is named, a transaction passes the named points of the code where it should, and the cluster is
 * upgraded to the newest with all it has. Not in the default build: {@code -Dtrial.test.versions=3.7.2,3.9.1,4.3.1}.
 */
@EnabledIfSystemProperty(named = "trial.test.versions", matches = ".+")
class ApacheMatrixTest {

    private static final List<String> POINTS = List.of(
            "before-produce",
            "before-append",
            "after-append",
            "before-fetch",
            "before-high-watermark",
            "before-txn-state-written",
            "before-txn-prepare-written",
            "before-markers-sent",
            "before-markers-written",
            "before-txn-complete-written",
            "before-offset-commit-append");

    static Stream<String> versions() {
        return Arrays.stream(System.getProperty("trial.test.versions", "").split(",", -1));
    }

    @ParameterizedTest
    @MethodSource("versions")
    @Timeout(300)
    void transactionPassesEveryPointAndTheClusterIsUpgraded(String version) {
        try (Cluster cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion(version)
                .brokers(1)
                .combined(true)
                .topic("orders", 1)
                .config("log.message.timestamp.type", "LogAppendTime")
                .codePoints()
                .security(SecuritySpec.of(ListenerProtocol.SASL_SSL)
                        .user("alice", "wonder")
                        .authorize())
                .start()) {
            Map<String, CodeRule> rules = new LinkedHashMap<>();
            for (String point : POINTS) {
                CodeRule rule =
                        new CodeRule(point, Endpoint.broker(1), point, new CodeRule.Act.Delay(Duration.ofMillis(1)));
                cluster.pull(new Lever.Arm(rule));
                rules.put(point, rule);
            }
            transaction(cluster, 0);
            Map<String, Long> acted = new LinkedHashMap<>();
            rules.forEach((point, rule) -> {
                cluster.pull(new Lever.Disarm(rule));
                acted.put(point, cluster.running().actedBy(rule));
            });
            assertThat(acted.values()).as("%s: %s", version, acted).allMatch(count -> count > 0);
            assertThat(acted).as(version).containsEntry("before-txn-prepare-written", 1L);

            ailmentsAreFelt(cluster);
            cluster.upgrade(KnownVersions.NEWEST);
            cluster.finalizeUpgrade();
            transaction(cluster, 1);
        }
    }

    /** A clock a day ahead, a slow disk, a full one; and what an administrator does meanwhile. */
    private static void ailmentsAreFelt(Cluster cluster) {
        Endpoint broker = Endpoint.broker(1);
        List<String> states = new CopyOnWriteArrayList<>();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.TransactionChanged changed) {
                states.add(changed.state());
            }
        });
        cluster.pull(new Lever.SkewClock(broker, Duration.ofDays(1)));
        cluster.pull(new Lever.SlowDisk(1, Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(append(cluster)).isAfter(Instant.now().plus(Duration.ofHours(23)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        cluster.pull(new Lever.SlowDisk(1, Duration.ZERO));
        cluster.pull(new Lever.SkewClock(broker, Duration.ZERO));
        assertThat(append(cluster)).isBefore(Instant.now().plus(Duration.ofHours(1)));
        assertThat(cluster.running()
                        .administer(new AdminAct.AddPartitions("orders", 2))
                        .touched())
                .isEqualTo(1);
        assertThat(cluster.running()
                        .administer(new AdminAct.AbortTransaction("tx"))
                        .touched())
                .isZero();
        await().until(() -> !states.isEmpty());
        cluster.pull(new Lever.FullDisk(1, true));
        await().atMost(Duration.ofMinutes(1)).until(() -> cluster.running().state(1) == NodeState.CRASHED);
        cluster.pull(new Lever.FullDisk(1, false));
        cluster.broker(1).restart();
    }

    private static Instant append(Cluster cluster) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            return Instant.ofEpochMilli(producer.send(new ProducerRecord<>("orders", 0, null, "one more"))
                    .get()
                    .timestamp());
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void transaction(Cluster cluster, int before) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("transactional.id", "tx");
        TopicPartition partition = new TopicPartition("orders", 0);
        Map<String, Object> group = new HashMap<>(cluster.clientProperties());
        group.put("group.id", "group");
        try (KafkaConsumer<String, String> member =
                        new KafkaConsumer<>(group, new StringDeserializer(), new StringDeserializer());
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", "order"));
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(1)), member.groupMetadata());
            producer.commitTransaction();
        }
        Map<String, Object> reader = new HashMap<>(cluster.clientProperties());
        reader.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(reader, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int seen = 0;
            while (seen < before + 1) {
                seen += consumer.poll(Duration.ofMillis(200)).count();
            }
        }
    }
}
