/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.history.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans against the real embedded engine with a real producer: what the fakes assume is so. */
class FaultsOnEmbeddedTest {

    private static final Optional<Duration> UNTIL_HEALED = Optional.empty();
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.builder()
            .brokers(3)
            .topic("orders", 1, 3)
            .config("replica.lag.time.max.ms", "500")
            .seed(7)
            .engine("embedded")
            .start();

    @AfterEach
    void close() {
        cluster.close();
    }

    private void send(int count) throws Exception {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("linger.ms", 0);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sends = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sends.add(producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i)));
                if (i % 10 == 9) {
                    sends.get(i).get();
                }
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        }
    }

    @Test
    void leaderCrashIsTriggeredByAcksAndHealed() throws Exception {
        // Given
        int leader = cluster.leaderOf("orders-0").id();
        int epoch = cluster.partition("orders-0").leaderEpoch();
        Injection injection = cluster.inject(Plan.of(
                7, "crash", new Fault.CrashBroker(Target.leaderOf("orders-0"), UNTIL_HEALED), Trigger.acks(50)));
        // When
        send(200);
        // Then
        assertThat(injection.awaitFired(LONG)).isTrue();
        assertThat(cluster.broker(leader).state()).isEqualTo(NodeState.CRASHED);
        await().atMost(LONG).until(() -> cluster.partition("orders-0").leaderEpoch() > epoch);
        List<Bite> bites = cluster.heal();
        assertThat(bites).singleElement().satisfies(bite -> assertThat(bite.evidence())
                .startsWith(
                        "broker " + leader + " (leader of orders-0, epoch " + epoch + ") killed after ack 50; broker ")
                .contains("leads epoch ")
                .contains("restarted after"));
        assertThat(cluster.partition("orders-0").isr()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(cluster.history().events())
                .hasAtLeastOneElementOfType(Event.LeaderChanged.class)
                .hasAtLeastOneElementOfType(Event.FaultHealed.class)
                .filteredOn(Event.BrokerChanged.class::isInstance)
                .extracting(event -> ((Event.BrokerChanged) event).state())
                .containsExactly("crashed", "running");
    }

    @Test
    void cutFollowersLeaveTheIsrAndTheLinkCountsAreTheEvidence() throws Exception {
        // Given
        Injection injection = cluster.inject(new Plan(
                7,
                List.of(
                        new PlannedFault(
                                "slow",
                                new Fault.DelayNetwork(
                                        Target.parse("clients"),
                                        Target.leaderOf("orders-0"),
                                        true,
                                        Duration.ofMillis(5),
                                        Duration.ofMillis(5),
                                        UNTIL_HEALED),
                                Trigger.immediately()),
                        new PlannedFault(
                                "cut",
                                new Fault.CutNetwork(
                                        Target.followerOf("orders-0"), Target.leaderOf("orders-0"), true, UNTIL_HEALED),
                                Trigger.acks(20, "orders")),
                        new PlannedFault(
                                "pause",
                                new Fault.PauseBroker(
                                        Target.followerOf("orders-0"), Optional.of(Duration.ofMillis(300))),
                                new Trigger.IsrSize(
                                        cluster.partition("orders-0").partition(), 2)))));
        // When
        send(100);
        // Then
        assertThat(injection.awaitFired(LONG)).isTrue();
        List<Bite> bites = cluster.heal();
        assertThat(bites).extracting(Bite::bit).containsExactly(true, true, true);
        assertThat(bites)
                .extracting(Bite::evidence)
                .allMatch(text -> text.contains("mended") || text.contains("resumed"));
        assertThat(cluster.brokers()).allMatch(broker -> broker.state() == NodeState.RUNNING);
    }

    @Test
    void healingMakesDisksWellAgainAndBringsTheirBrokersBack() {
        try (Cluster cluster = Cluster.builder()
                .brokers(3)
                .topic("orders", 3)
                .engine("embedded")
                .start()) {
            cluster.pull(new Lever.SlowDisk(1, Duration.ofMillis(200)));
            cluster.pull(new Lever.FullDisk(2, true));
            cluster.pull(new Lever.FailedLogDir(3, true));
            cluster.pull(new Lever.PowerLoss(3));

            cluster.heal();

            assertThat(cluster.brokers())
                    .allSatisfy(broker -> assertThat(broker.state()).isEqualTo(NodeState.RUNNING));
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            cluster.bootstrapServers(),
                            "delivery.timeout.ms",
                            10_000,
                            "request.timeout.ms",
                            5_000,
                            "linger.ms",
                            0),
                    new StringSerializer(),
                    new StringSerializer())) {
                for (int partition = 0; partition < 3; partition++) {
                    assertThat(producer.send(new ProducerRecord<>("orders", partition, "k", "v")))
                            .succeedsWithin(Duration.ofSeconds(15));
                }
            }
        }
    }

    @Test
    void markersOfTransactionsAreNoAcknowledgedRecords() throws Exception {
        // Given
        AtomicInteger acked = new AtomicInteger();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.Acked ack) {
                acked.addAndGet(ack.count());
            }
        });
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("transactional.id", "tx");
        // When
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", 0, "k", "v" + i)).get();
                producer.commitTransaction();
            }
        }
        // Then
        assertThat(acked).hasValue(3);
    }

    /** It comes back before its session has ended, with less than it had: it must not lead with that. */
    @Test
    void leaderThatComesBackFromAPowerCutBeforeItIsMissedTakesNothingFromItsFollowers() throws Exception {
        for (int round = 0; round < 5; round++) {
            // Given
            send(100);
            // When
            int leader = cluster.leaderOf("orders-0").id();
            cluster.broker(leader).losePower();
            cluster.broker(leader).restart();
            cluster.heal();
            // Then
            assertThat(end()).isEqualTo(100L * (round + 1));
        }
    }

    private long end() {
        TopicPartition partition = new TopicPartition("orders", 0);
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                cluster.clientProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return reader.endOffsets(List.of(partition)).getOrDefault(partition, -1L);
        }
    }
}
