/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.junit.jupiter.api.Test;

/** What becomes of transactions in a partition when its leader goes, and how one is ended that nobody ends. */
class OpenTransactionsTest {

    private static Producer<String, String> transactional(Scenario scenario) {
        Producer<String, String> producer =
                Clients.producer(scenario.servers(), Map.of("transactional.id", "tx", "max.block.ms", 60_000));
        producer.initTransactions();
        return producer;
    }

    private static void write(Producer<String, String> producer, String value) throws Exception {
        producer.send(new ProducerRecord<>("orders", 0, "k", value)).get(60, TimeUnit.SECONDS);
    }

    private static List<String> committed(Scenario scenario, int count) {
        try (var consumer = Clients.consumer(scenario.servers(), Map.of("isolation.level", "read_committed"))) {
            consumer.subscribe(List.of("orders"));
            return Clients.poll(consumer, count).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }
    }

    private static long lastStable(Admin admin) throws Exception {
        return admin.listOffsets(
                        Map.of(Scenario.ORDERS_0, OffsetSpec.latest()),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(Scenario.ORDERS_0)
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private static List<ProducerState> producers(Admin admin) throws Exception {
        return admin.describeProducers(List.of(Scenario.ORDERS_0))
                .partitionResult(Scenario.ORDERS_0)
                .get(30, TimeUnit.SECONDS)
                .activeProducers();
    }

    private static void beginUnknownToItsCoordinator(Scenario scenario) {
        assertThat(writeUnknownToItsCoordinator(scenario)).isEqualTo(Errors.NONE);
    }

    private static Errors writeUnknownToItsCoordinator(Scenario scenario) {
        MemoryRecords records = MemoryRecords.withTransactionalRecords(
                Compression.NONE, 4_711, (short) 0, 0, new SimpleRecord("hanging".getBytes(UTF_8)));
        ProduceRequestData data = new ProduceRequestData()
                .setAcks((short) -1)
                .setTimeoutMs(30_000)
                .setTransactionalId("nobody");
        data.topicData()
                .add(new ProduceRequestData.TopicProduceData()
                        .setName("orders")
                        .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData().setRecords(records))));
        ProduceResponse answer =
                scenario.wire(scenario.leader()).ask(new ProduceRequest(data, (short) 11), ProduceResponse.class);
        return answer.errorCounts().keySet().iterator().next();
    }

    @Test
    void transactionGoesOnWhereTheNextLeaderHasIt() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Producer<String, String> producer = transactional(scenario)) {
            // Given
            producer.beginTransaction();
            write(producer, "aborted");
            producer.abortTransaction();
            producer.beginTransaction();
            write(producer, "before");
            int former = scenario.leader();
            // When
            scenario.crash(former);
            scenario.awaitLeaderOtherThan(former);
            write(producer, "after");
            producer.commitTransaction();
            // Then
            assertThat(committed(scenario, 2)).containsExactly("before", "after");
            scenario.restart(former);
            assertThat(committed(scenario, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void hangingTransactionIsFoundAndAbortedByAnAdministrator() throws Exception {
        try (Scenario scenario =
                        Scenario.start(Map.of("transaction.partition.verification.enable", "false"), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            // Given
            beginUnknownToItsCoordinator(scenario);
            await().atMost(Scenario.PATIENCE)
                    .untilAsserted(() -> assertThat(lastStable(admin)).isZero());
            ProducerState hanging = producers(admin).get(0);
            assertThat(hanging.producerId()).isEqualTo(4_711);
            assertThat(hanging.currentTransactionStartOffset()).isEqualTo(OptionalLong.of(0));
            scenario.append(scenario.leader(), "behind");
            assertThat(lastStable(admin)).isZero();
            // When
            admin.abortTransaction(new AbortTransactionSpec(
                            Scenario.ORDERS_0,
                            hanging.producerId(),
                            (short) hanging.producerEpoch(),
                            hanging.coordinatorEpoch().orElse(0)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // Then
            assertThat(committed(scenario, 1)).containsExactly("behind");
            assertThat(producers(admin).get(0).currentTransactionStartOffset()).isEmpty();
        }
    }

    @Test
    void whatTheCoordinatorDoesNotKnowIsRefusedUntilVerificationIsSwitchedOff() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            // Given
            transactional(scenario).close();
            await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(writeUnknownToItsCoordinator(scenario))
                    .isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING));
            // When
            ConfigResource brokers = new ConfigResource(ConfigResource.Type.BROKER, "");
            ConfigEntry off = new ConfigEntry("transaction.partition.verification.enable", "false");
            admin.incrementalAlterConfigs(Map.of(brokers, List.of(new AlterConfigOp(off, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // Then
            await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(writeUnknownToItsCoordinator(scenario))
                    .isEqualTo(Errors.NONE));
            assertThat(producers(admin).get(0).currentTransactionStartOffset()).isEqualTo(OptionalLong.of(0));
        }
    }
}
