/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators do, past every fault; seen by ordinary clients, undone by what the outcome says. */
class AdministrationTest {

    private static final PartitionId ORDERS_0 = new PartitionId("orders", 0);

    private Scenario scenario;

    @BeforeEach
    void start() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private AdminOutcome perform(AdminAct act) {
        return scenario.cluster.administer(act);
    }

    private void undo(AdminOutcome outcome) {
        perform(outcome.undo().orElseThrow());
    }

    private void send(int records) throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            for (int i = 0; i < records; i++) {
                Clients.send(producer, "orders", "k", "v" + i);
            }
        }
    }

    @Test
    void leaderMovesAndBackThoughEveryLinkOfTheNodesIsCut() {
        int leader = scenario.leader();
        WireRule rule = new WireRule(
                "no admin",
                WireRule.Match.of(Endpoint.clients(), Endpoint.broker(leader), "AlterPartitionReassignments"),
                new WireRule.Act.DropRequest());
        scenario.cluster.pull(new Lever.Intercept(rule));

        AdminOutcome outcome = perform(new AdminAct.MoveLeader(ORDERS_0, OptionalInt.empty()));

        int other = scenario.leader();
        assertThat(other).isNotEqualTo(leader);
        assertThat(outcome.changed()).isEqualTo("orders-0 led by broker " + other + " instead of broker " + leader);
        assertThat(outcome.touched()).isEqualTo(1);
        undo(outcome);
        assertThat(scenario.leader()).isEqualTo(leader);
        assertThat(scenario.cluster.touchedBy(rule)).isZero();
        assertThat(perform(new AdminAct.ElectPreferred(ORDERS_0)).touched()).isZero();
    }

    @Test
    void topicIsCreatedThoughNoBrokerReachesTheController() {
        int controller = scenario.cluster.activeController().orElseThrow();
        for (int broker : scenario.cluster.brokers()) {
            scenario.cluster.pull(new Lever.Delay(
                    Endpoint.broker(broker), Endpoint.controller(controller), Duration.ofMillis(50), Duration.ZERO));
            scenario.cluster.pull(new Lever.Intercept(new WireRule(
                    "no topics from " + broker,
                    WireRule.Match.of(Endpoint.broker(broker), Endpoint.controller(controller), "CreateTopics"),
                    new WireRule.Act.HoldRequest())));
        }
        AdminOutcome outcome = perform(new AdminAct.CreateTopic("payments", 2, -1));
        assertThat(scenario.cluster.partition(new PartitionId("payments", 1))).isPresent();
        undo(outcome);
        assertThat(scenario.cluster.partition(new PartitionId("payments", 0))).isEmpty();
    }

    @Test
    void partitionIsMovedUnderLoadAndNothingIsLost() throws Exception {
        List<Integer> before = scenario.view().replicas();
        List<Integer> turned = new ArrayList<>(before);
        Collections.reverse(turned);
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            for (int i = 0; i < 50; i++) {
                producer.send(new ProducerRecord<>("orders", 0, "k", "v" + i));
            }
            AdminOutcome outcome = perform(new AdminAct.Reassign(ORDERS_0, List.of(turned.get(0))));
            assertThat(scenario.view().replicas()).containsExactly(turned.get(0));
            for (int i = 50; i < 100; i++) {
                producer.send(new ProducerRecord<>("orders", 0, "k", "v" + i));
            }
            producer.flush();
            undo(outcome);
        }
        assertThat(scenario.view().replicas()).isEqualTo(before);
        try (Consumer<String, String> consumer = consumer("after")) {
            assertThat(Clients.poll(consumer, 100)).hasSize(100);
        }
    }

    private Consumer<String, String> consumer(String group) {
        Consumer<String, String> consumer =
                Clients.consumer(scenario.servers(), Map.of("group.id", group, "auto.offset.reset", "earliest"));
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    @Test
    void topicGrowsIsMadeAnewAndGoes() throws Exception {
        send(3);
        assertThat(perform(new AdminAct.AddPartitions("orders", 3)).touched()).isEqualTo(2);
        assertThat(scenario.cluster.partition(new PartitionId("orders", 2))).isPresent();
        perform(new AdminAct.SetTopicConfig("orders", "retention.ms", Optional.of("3600000")));

        AdminOutcome anew = perform(new AdminAct.RecreateTopic("orders"));

        assertThat(anew.touched()).isEqualTo(3);
        assertThat(anew.undo()).isEmpty();
        assertThat(perform(new AdminAct.SetTopicConfig("orders", "retention.ms", Optional.of("3600000")))
                        .touched())
                .as("settings are kept")
                .isZero();
        await().until(() -> Scenario.orders(scenario.servers()).topicId() != null);
        assertThat(Scenario.orders(scenario.servers()).topicId()).isNotEqualTo(scenario.orders.topicId());
        assertThat(perform(new AdminAct.DeleteTopic("orders")).touched()).isEqualTo(3);
    }

    @Test
    void recordsBelowTheHighWatermarkGo() throws Exception {
        send(5);
        assertThat(perform(new AdminAct.DeleteRecords(ORDERS_0, 2)).changed())
                .isEqualTo("orders-0 begins at offset 2 instead of 0");
        assertThat(perform(new AdminAct.DeleteRecords(ORDERS_0, -1)).touched()).isEqualTo(3);
        assertThatThrownBy(() -> perform(new AdminAct.DeleteRecords(ORDERS_0, 100)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("OFFSET_OUT_OF_RANGE");
    }

    @Test
    void settingsOfBrokersAndQuotasComeAndGo() throws Exception {
        AdminOutcome config =
                perform(new AdminAct.SetBrokerConfig(OptionalInt.of(1), "log.retention.ms", Optional.of("60000")));
        assertThat(config.changed()).isEqualTo("log.retention.ms of broker 1 is 60000 instead of the default");
        undo(config);
        assertThatThrownBy(() -> perform(
                        new AdminAct.SetBrokerConfig(OptionalInt.empty(), "log.retention.ms", Optional.of("sixty"))))
                .isInstanceOf(TrialException.class);
        assertThatThrownBy(() -> perform(
                        new AdminAct.SetBrokerConfig(OptionalInt.of(1), "log.retentoin.ms", Optional.of("60000"))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(
                        "brokers have no setting log.retentoin.ms; the nearest they have is log.retention.ms");

        AdminOutcome quota = perform(new AdminAct.SetQuota(
                Optional.empty(), Optional.of("shop"), "producer_byte_rate", OptionalDouble.of(1_000)));
        try (Admin admin = Clients.admin(scenario.servers())) {
            await().until(() -> quotas(admin)
                    .equals(Map.of(
                            new ClientQuotaEntity(Map.of("client-id", "shop")),
                            Map.of("producer_byte_rate", 1_000.0))));
            undo(quota);
            await().until(() -> quotas(admin).isEmpty());
        }
    }

    private static Map<ClientQuotaEntity, Map<String, Double>> quotas(Admin admin) throws Exception {
        return admin.describeClientQuotas(ClientQuotaFilter.all()).entities().get();
    }

    @Test
    void quotaSlowsItsClientDownUntilItIsLifted() throws Exception {
        AdminOutcome quota = perform(new AdminAct.SetQuota(
                Optional.empty(), Optional.of("slow"), "producer_byte_rate", OptionalDouble.of(2_000)));
        try (Producer<String, String> producer =
                Clients.producer(scenario.servers(), Map.of("client.id", "slow", "linger.ms", 0))) {
            for (int i = 0; i < 20; i++) {
                Clients.send(producer, "orders", "k", "x".repeat(2_000));
            }
            double throttled = producer.metrics().entrySet().stream()
                    .filter(metric -> metric.getKey().name().equals("produce-throttle-time-max"))
                    .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                    .max()
                    .orElseThrow();
            assertThat(throttled).isPositive();
        }
        undo(quota);
    }

    @Test
    void groupLosesItsOffsetsAndItsMembers() throws Exception {
        send(1);
        TopicPartition partition = new TopicPartition("orders", 0);
        try (Consumer<String, String> consumer = consumer("billing")) {
            assertThat(Clients.poll(consumer, 1)).hasSize(1);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
            AdminOutcome removed = perform(new AdminAct.RemoveMembers("billing"));
            assertThat(removed.changed()).isEqualTo("1 members were thrown out of group billing");
        }
        AdminOutcome offsets = perform(new AdminAct.DeleteOffsets("billing", "orders"));
        assertThat(offsets.touched()).isEqualTo(1);
        assertThat(perform(new AdminAct.DeleteOffsets("billing", "orders")).touched())
                .isZero();
    }

    @Test
    void openTransactionIsAbortedAndItsProducerFenced() throws Exception {
        try (Producer<String, String> producer =
                Clients.producer(scenario.servers(), Map.of("transactional.id", "tx", "max.block.ms", 60_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "k", "open")).get();
            AdminOutcome outcome = perform(new AdminAct.AbortTransaction("tx"));
            assertThat(outcome.changed()).isEqualTo("the producer of tx is fenced, its open transaction aborted");
            assertThat(outcome.touched()).isEqualTo(1);
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
        }
    }

    @Test
    void whatIsNotThereIsRefusedWithTheReason() {
        assertThatThrownBy(() -> perform(new AdminAct.MoveLeader(new PartitionId("orders", 7), OptionalInt.empty())))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("there is no partition orders-7");
        assertThatThrownBy(() -> perform(new AdminAct.CreateTopic("orders", 1, 1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("TOPIC_ALREADY_EXISTS");
        assertThatThrownBy(() -> perform(new AdminAct.AddPartitions("orders", 1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("INVALID_PARTITIONS");
        assertThat(Set.copyOf(scenario.view().isr())).hasSize(3);
    }
}
