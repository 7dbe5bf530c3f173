/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What administrators do to Apache Kafka, and what it tells of groups and transactions. */
class ApacheAdminTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final PartitionId ORDERS = PartitionId.parse("orders-0");

    private static final List<ClusterEvent> EVENTS = new CopyOnWriteArrayList<>();
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        Available.orSkip();
        cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion(System.getProperty("trial.test.version", "4.3.1"))
                .brokers(2)
                .combined(true)
                .topic("orders", 1)
                .seed(19)
                .start();
        cluster.running().listen(EVENTS::add);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void heal() {
        cluster.heal();
    }

    private static AdminOutcome perform(AdminAct act) {
        AdminOutcome outcome = cluster.running().administer(act);
        assertThat(outcome.touched()).as(outcome.changed()).isPositive();
        return outcome;
    }

    private static void undo(AdminOutcome outcome) {
        perform(outcome.undo().orElseThrow());
    }

    private static void send(String topic, int count) throws Exception {
        try (var producer =
                new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, "order " + i)).get();
            }
        }
    }

    @Test
    void leaderMovesAndComesBack() {
        int before = cluster.leaderOf("orders-0").id();

        AdminOutcome moved = perform(new AdminAct.MoveLeader(ORDERS, OptionalInt.empty()));

        assertThat(cluster.leaderOf("orders-0").id()).isNotEqualTo(before);
        assertThat(cluster.running()
                        .administer(new AdminAct.ElectPreferred(ORDERS))
                        .touched())
                .isZero();
        undo(moved);
        assertThat(cluster.leaderOf("orders-0").id()).isEqualTo(before);
        assertThatThrownBy(() -> perform(new AdminAct.MoveLeader(ORDERS, OptionalInt.of(7))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker 7 is not in sync");
    }

    @Test
    void topicsAreMadeGrownMovedEmptiedReplacedAndDeleted() throws Exception {
        PartitionId first = PartitionId.parse("parcels-0");
        AdminOutcome made = perform(new AdminAct.CreateTopic("parcels", 1, 1));
        int home = cluster.partition("parcels-0").replicas().get(0);
        perform(new AdminAct.AddPartitions("parcels", 3));
        assertThat(cluster.running().partition(PartitionId.parse("parcels-2"))).isPresent();
        AdminOutcome moved = perform(new AdminAct.Reassign(first, List.of(3 - home)));
        assertThat(cluster.partition("parcels-0").replicas()).containsExactly(3 - home);
        undo(moved);

        perform(new AdminAct.SetTopicConfig("parcels", "retention.ms", Optional.of("12345678")));
        send("parcels", 30);
        long emptied = List.of(0, 1, 2).stream()
                .mapToLong(index -> cluster.running()
                        .administer(new AdminAct.DeleteRecords(new PartitionId("parcels", index), -1))
                        .touched())
                .sum();
        assertThat(emptied).isEqualTo(30);
        perform(new AdminAct.RecreateTopic("parcels"));
        AdminOutcome unset = perform(new AdminAct.SetTopicConfig("parcels", "retention.ms", Optional.empty()));
        assertThat(unset.undo())
                .contains(new AdminAct.SetTopicConfig("parcels", "retention.ms", Optional.of("12345678")));
        undo(made);
        assertThat(cluster.running().partition(first)).isEmpty();
    }

    @Test
    void settingsAndQuotasChangeAndComeBack() {
        undo(perform(new AdminAct.SetBrokerConfig(OptionalInt.of(1), "log.retention.ms", Optional.of("7654321"))));
        undo(perform(new AdminAct.SetBrokerConfig(OptionalInt.empty(), "message.max.bytes", Optional.of("2000000"))));
        for (int turn = 1; turn <= 20; turn++) { // whichever broker is asked, it is as far as the act before
            undo(perform(new AdminAct.SetQuota(
                    Optional.empty(), Optional.of("slow"), "producer_byte_rate", OptionalDouble.of(1024))));
        }
        assertThatThrownBy(() ->
                        perform(new AdminAct.SetBrokerConfig(OptionalInt.of(1), "log.retentoin.ms", Optional.of("2"))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(
                        "brokers have no setting log.retentoin.ms; the nearest they have is log.retention.ms");
    }

    @Test
    void groupTellsItsStatesAndLosesMembersAndOffsets() throws Exception {
        for (String protocol : List.of("classic", "consumer")) {
            String group = "billing-" + protocol;
            Map<String, Object> config = new HashMap<>(cluster.clientProperties());
            config.putAll(Map.of("group.id", group, "auto.offset.reset", "earliest", "group.protocol", protocol));
            send("orders", 3);
            try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(Set.of("orders"));
                await().atMost(LONG)
                        .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
                consumer.commitSync();
                await().atMost(LONG).until(() -> states(group).contains("Stable"));
                perform(new AdminAct.RemoveMembers(group));
                await().atMost(LONG).until(() -> states(group).contains("Empty"));
            }
            await().atMost(LONG).until(() -> last(group).equals("Empty"));
            String passing = protocol.equals("classic") ? "CompletingRebalance" : "Assigning";
            assertThat(states(group)).containsSubsequence(passing, "Stable", "Empty");
            assertThat(perform(new AdminAct.DeleteOffsets(group, "orders")).touched())
                    .isEqualTo(1);
        }
    }

    private static List<String> states(String group) {
        return EVENTS.stream()
                .filter(event -> event instanceof ClusterEvent.GroupChanged changed
                        && changed.group().equals(group))
                .map(event -> ((ClusterEvent.GroupChanged) event).state())
                .toList();
    }

    private static String last(String group) {
        List<String> states = states(group);
        return states.isEmpty() ? "" : states.get(states.size() - 1);
    }

    @Test
    void transactionTellsItsStatesAndIsAborted() throws Exception {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("transactional.id", "tx");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", "kept")).get();
            producer.commitTransaction();
            await().atMost(LONG)
                    .until(() -> states().containsAll(List.of("Ongoing", "PrepareCommit", "CompleteCommit")));
            assertThat(cluster.running().transactionCoordinator("tx")).isPresent();

            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", "aborted")).get();
            perform(new AdminAct.AbortTransaction("tx"));

            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
            await().atMost(LONG).until(() -> states().contains("CompleteAbort"));
        }
    }

    private static List<String> states() {
        return EVENTS.stream()
                .filter(event -> event instanceof ClusterEvent.TransactionChanged changed
                        && changed.transactionalId().equals("tx"))
                .map(event -> ((ClusterEvent.TransactionChanged) event).state())
                .toList();
    }
}
