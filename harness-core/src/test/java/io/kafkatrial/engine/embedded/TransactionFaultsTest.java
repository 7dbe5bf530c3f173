/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Faults in the one moment that counts: when a transaction is decided. */
class TransactionFaultsTest {
    private static final int LOG_PARTITIONS = 4;

    /** A coordinator that does not lead orders-0, and an id it coordinates. */
    private record Coordinated(String id, int partition, int coordinator) {

        static Coordinated notByTheLeaderOf(Scenario scenario) {
            try (Producer<String, String> first = producer(scenario, "first")) {
                first.initTransactions();
            }
            for (int i = 0; i < 100; i++) {
                String id = "tx-" + i;
                int partition = Utils.abs(id.hashCode()) % LOG_PARTITIONS;
                int coordinator = scenario.cluster
                        .partition(new PartitionId(Topic.TRANSACTION_STATE_TOPIC_NAME, partition))
                        .orElseThrow()
                        .leader()
                        .orElseThrow();
                if (coordinator != scenario.leader()) {
                    return new Coordinated(id, partition, coordinator);
                }
            }
            throw new AssertionError("every partition of the transactions' log is led by the leader of orders-0");
        }
    }

    private static Producer<String, String> producer(Scenario scenario, String id) {
        return Clients.producer(scenario.servers(), Map.of("transactional.id", id, "max.block.ms", 60_000));
    }

    private static void write(Producer<String, String> producer, String value) throws Exception {
        producer.send(new ProducerRecord<>("orders", 0, "k", value)).get(60, TimeUnit.SECONDS);
    }

    private static List<String> committed(Scenario scenario, int count) {
        try (var consumer = Clients.consumer(scenario.servers(), Map.of("isolation.level", "read_committed"))) {
            consumer.assign(Set.of(Scenario.ORDERS_0));
            consumer.seekToBeginning(Set.of(Scenario.ORDERS_0));
            return Clients.poll(consumer, count).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }
    }

    private static TransactionDescription describe(Admin admin, String id) throws Exception {
        return admin.describeTransactions(List.of(id)).description(id).get(30, TimeUnit.SECONDS);
    }

    private static void awaitState(Admin admin, String id, TransactionState state) {
        await().atMost(Scenario.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(describe(admin, id).state()).isEqualTo(state));
    }

    /** The bytes of a broker's own log, replicated or not. */
    private static long size(Admin admin, int broker, TopicPartition partition) throws Exception {
        return admin.describeLogDirs(List.of(broker))
                .descriptions()
                .get(broker)
                .get(30, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next()
                .replicaInfos()
                .get(partition)
                .size();
    }

    @Test
    void commitGoesOnWhenTheCoordinatorCrashesBeforeItsDecisionIsReplicated() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("replica.lag.time.max.ms", "300000"), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            // Given
            Coordinated tx = Coordinated.notByTheLeaderOf(scenario);
            TopicPartition log = new TopicPartition(Topic.TRANSACTION_STATE_TOPIC_NAME, tx.partition());
            try (Producer<String, String> producer = producer(scenario, tx.id())) {
                producer.initTransactions();
                producer.beginTransaction();
                write(producer, "decided");
                long before = size(admin, tx.coordinator(), log);
                scenario.cluster.brokers().stream()
                        .filter(id -> id != tx.coordinator())
                        .forEach(id -> scenario.cluster.pull(
                                new Lever.Cut(Endpoint.broker(tx.coordinator()), Endpoint.broker(id))));
                // When
                CompletableFuture<Void> commit = CompletableFuture.runAsync(producer::commitTransaction);
                await().atMost(Scenario.PATIENCE).until(() -> size(admin, tx.coordinator(), log) > before);
                assertThat(commit).isNotDone();
                scenario.crash(tx.coordinator());
                // Then
                commit.get(60, TimeUnit.SECONDS);
            }
            awaitState(admin, tx.id(), TransactionState.COMPLETE_COMMIT);
            assertThat(committed(scenario, 1)).containsExactly("decided");
            assertThat(describe(admin, tx.id()).coordinatorId()).isNotEqualTo(tx.coordinator());
        }
    }

    @Test
    void markersAreSentByTheNextCoordinatorWhenOneCrashesAfterItsDecision() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("replica.lag.time.max.ms", "500"), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            // Given
            Coordinated tx = Coordinated.notByTheLeaderOf(scenario);
            int leader = scenario.leader();
            try (Producer<String, String> producer = producer(scenario, tx.id())) {
                producer.initTransactions();
                producer.beginTransaction();
                write(producer, "decided");
                scenario.cluster.pull(new Lever.Cut(Endpoint.broker(tx.coordinator()), Endpoint.broker(leader)));
                // When
                producer.commitTransaction();
                awaitState(admin, tx.id(), TransactionState.PREPARE_COMMIT);
                scenario.crash(tx.coordinator());
                // Then
                awaitState(admin, tx.id(), TransactionState.COMPLETE_COMMIT);
            }
            assertThat(committed(scenario, 1)).containsExactly("decided");
        }
    }

    @Test
    void openTransactionOutlivesAPowerLossOfTheClusterWhoseLogsAreForced() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("log.flush.interval.messages", "1"), Map.of());
                Admin admin = Clients.admin(scenario.servers());
                Producer<String, String> producer = producer(scenario, "tx")) {
            // Given
            producer.initTransactions();
            producer.beginTransaction();
            write(producer, "before");
            // When
            scenario.cluster.brokers().forEach(id -> scenario.cluster.pull(new Lever.PowerLoss(id)));
            scenario.cluster.brokers().forEach(scenario::restart);
            scenario.heal();
            // Then
            assertThat(describe(admin, "tx").state()).isEqualTo(TransactionState.ONGOING);
            write(producer, "after");
            producer.commitTransaction();
            assertThat(committed(scenario, 2)).containsExactly("before", "after");
        }
    }

    private static FetchResponseData.PartitionData fetchCommitted(Scenario scenario, int broker) {
        FetchRequestData data = new FetchRequestData()
                .setMaxWaitMs(0)
                .setMinBytes(0)
                .setMaxBytes(1 << 20)
                .setSessionEpoch(-1)
                .setIsolationLevel(IsolationLevel.READ_COMMITTED.id())
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopicId(scenario.orders.topicId())
                        .setPartitions(List.of(WireRequests.from(scenario.orders, 0)))));
        return scenario.wire(broker)
                .ask(new FetchRequest(data, (short) 17), FetchResponse.class)
                .data()
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void followersTellReadersWhatWasAborted() throws Exception {
        Map<String, String> nearest =
                Map.of("replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
        try (Scenario scenario = Scenario.start(nearest, Map.of());
                Producer<String, String> producer = producer(scenario, "tx")) {
            // Given
            producer.initTransactions();
            producer.beginTransaction();
            write(producer, "aborted");
            producer.abortTransaction();
            producer.beginTransaction();
            write(producer, "kept");
            producer.commitTransaction();
            // When
            int follower = scenario.followers().get(0);
            FetchResponseData.PartitionData answer = await().atMost(Scenario.PATIENCE)
                    .until(() -> fetchCommitted(scenario, follower), it -> it.lastStableOffset() == 4);
            // Then
            assertThat(answer.abortedTransactions()).singleElement().satisfies(one -> assertThat(one.firstOffset())
                    .isZero());
            assertThat(((MemoryRecords) answer.records()).records()).hasSize(4);
        }
    }
}
