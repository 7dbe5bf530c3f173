/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static io.kafkatrial.assertj.KafkaAssertions.assertThat;
import static io.kafkatrial.assertj.KafkaAssertions.group;
import static io.kafkatrial.assertj.KafkaAssertions.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaAssertionsTest {

    private static final Duration SOON = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.builder().brokers(3).topic("orders", 2).start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void heal() {
        cluster.heal();
    }

    @Test
    void waitsForTheNextLeaderOfACrashedOne() {
        int leader = cluster.leaderOf("orders-0").id();
        int epoch = cluster.partition("orders-0").leaderEpoch();

        cluster.leaderOf("orders-0").crash();

        assertThat(cluster)
                .within(LONG)
                .partition("orders-0")
                .isNotLedBy(leader)
                .hasIsrOfSize(2)
                .hasLeaderEpochFrom(epoch + 1);
    }

    @Test
    void saysWhatThePartitionWasAllTheTime() {
        int leader = cluster.leaderOf("orders-1").id();

        assertThatThrownBy(() ->
                        assertThat(cluster).within(SOON).partition("orders-1").isNotLedBy(leader))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("partition orders-1 should be led by another than broker " + leader)
                .hasMessageContaining("was led by " + leader + " (from ")
                .hasMessageContaining("all of 150 ms, now led by " + leader + ", epoch ");
    }

    @Test
    void saysWhatIsWrongWithTheCluster() {
        cluster.broker(2).crash();

        assertThatThrownBy(() -> assertThat(cluster).now().hasRunningBrokers(1, 2, 3))
                .hasMessageContaining("the cluster should have the running brokers [1, 2, 3]")
                .hasMessageContaining("but was [1, 3]")
                .hasMessageContaining("in the cluster: broker 2 is crashed");
        assertThatThrownBy(() -> assertThat(cluster).within(SOON).isHealthy())
                .hasMessageContaining("should be healthy")
                .hasMessageContaining("broker 2 is crashed");

        cluster.broker(2).restart();
        assertThat(cluster).within(LONG).isHealthy().hasRunningBrokers(1, 2, 3).hasActiveController();
    }

    @Test
    void readsReplicasAndEpochs() {
        assertThat(cluster)
                .partition("orders-0")
                .hasReplicas(1, 2, 3)
                .isFullyInSync()
                .hasLeader();
        assertThatThrownBy(() -> assertThat(cluster).partition("orders-0").now().hasLeaderEpoch(99))
                .hasMessageContaining("have the leader epoch 99");
        assertThatThrownBy(() -> assertThat(cluster).partition("orders-0").now().hasNoLeader())
                .hasMessageContaining("have no leader");
        assertThatThrownBy(() -> assertThat(cluster).partition("orders-0").now().hasIsr(1))
                .hasMessageContaining("have the ISR [1]");
    }

    @Test
    void countsTheRecordsOfATopic() {
        try (Cluster own = Cluster.builder().brokers(1).topic("bills", 2).start()) {
            assertThat(topic(own, "bills")).exists().isEmpty().hasPartitions(2).hasReplicationFactor(1);

            send(own, "bills", 5);

            assertThat(topic(own, "bills")).hasRecords(5).hasRecordsFrom(4).hasConfig("cleanup.policy", "delete");
            assertThat(topic(own, "nobody")).doesNotExist();
            assertThatThrownBy(() -> assertThat(topic(own, "bills")).now().hasRecords(6))
                    .hasMessageContaining("topic bills should have 6 records")
                    .hasMessageContaining("but was {0=");
            assertThatThrownBy(() -> assertThat(topic(own, "nobody")).now().hasPartitions(1))
                    .hasMessageContaining("not to be had (UnknownTopicOrPartitionException");
        }
    }

    @Test
    void followsAGroupFromItsFirstMemberToTheLastCommit() {
        try (Cluster own = Cluster.builder().brokers(1).topic("bills", 1).start()) {
            send(own, "bills", 5);
            Map<String, Object> config = new HashMap<>(own.clientProperties());
            config.putAll(Map.of("group.id", "billing", "auto.offset.reset", "earliest", "enable.auto.commit", false));
            try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("bills"));
                int read = 0;
                while (read < 5) {
                    read += consumer.poll(Duration.ofMillis(100)).count();
                }
                consumer.commitSync(Map.of(new TopicPartition("bills", 0), new OffsetAndMetadata(3)));

                assertThat(group(own, "billing"))
                        .isStable()
                        .hasMembers(1)
                        .isAssigned("bills-0")
                        .hasCommitted("bills-0", 3)
                        .hasLag(2);
                assertThatThrownBy(() -> assertThat(group(own, "billing")).now().hasNoLag())
                        .hasMessageContaining("consumer group billing should have no lag")
                        .hasMessageContaining("but was {bills-0=2}");

                consumer.commitSync();
            }
            assertThat(own).group("billing").isEmpty().hasNoLag();
            assertThatThrownBy(() -> assertThat(own).now().group("billing").hasCommittedNothing())
                    .hasMessageContaining("but was {bills-0=5}");
        }
    }

    @Test
    void aBrokerOutOfReachIsAnAnswerToo() {
        cluster.brokers().forEach(broker -> broker.pause());

        assertThatThrownBy(() -> assertThat(topic(cluster, "orders")).now().exists())
                .hasMessageContaining("not to be had")
                .hasMessageContaining("in the cluster: broker 1 is paused");
    }

    @Test
    void aNegativeBoundIsRefused() {
        assertThatThrownBy(() -> assertThat(cluster).within(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("now() does not wait");
    }

    @Test
    void standsBesideAssertJsOwn() {
        assertThat("orders").hasSize(6);
        assertThatThrownBy(() -> assertThat((Cluster) null).isHealthy()).hasMessageContaining("not to be null");
    }

    private static void send(Cluster to, String topic, int count) {
        try (var producer =
                new KafkaProducer<>(to.clientProperties(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, "k" + i, "v" + i));
            }
        }
    }
}
