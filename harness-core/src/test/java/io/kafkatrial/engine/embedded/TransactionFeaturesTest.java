/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** Administrators and several producers: fences, levels of transaction.version that change, many at once. */
class TransactionFeaturesTest {

    private static Producer<String, String> producer(Scenario scenario, String id) {
        return Clients.producer(scenario.servers(), Map.of("transactional.id", id, "max.block.ms", 60_000));
    }

    private static void transaction(Producer<String, String> producer, String value) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", 0, "k", value));
        producer.flush(); // else the commit may overtake the record: EarlyCommitTest
        producer.commitTransaction();
    }

    private static TransactionDescription settled(Admin admin, String id) {
        return await().atMost(Scenario.PATIENCE)
                .until(
                        () -> admin.describeTransactions(List.of(id))
                                .description(id)
                                .get(30, TimeUnit.SECONDS),
                        it -> it.state() == TransactionState.COMPLETE_COMMIT);
    }

    @Test
    void secondProtocolIsSpokenAsSoonAsTheFeatureIsRaised() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("trial.feature.transaction.version", "0"), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            // Given
            try (Producer<String, String> first = producer(scenario, "first")) {
                first.initTransactions();
                transaction(first, "a");
                transaction(first, "b");
            }
            assertThat(settled(admin, "first").producerEpoch()).isZero();
            // When
            FeatureUpdate raised = new FeatureUpdate((short) 2, FeatureUpdate.UpgradeType.UPGRADE);
            admin.updateFeatures(Map.of("transaction.version", raised), new UpdateFeaturesOptions())
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // Then
            try (Producer<String, String> second = producer(scenario, "second")) {
                second.initTransactions();
                await().atMost(Scenario.PATIENCE).untilAsserted(() -> {
                    transaction(second, "c");
                    assertThat(settled(admin, "second").producerEpoch()).isPositive();
                });
                int before = settled(admin, "second").producerEpoch();
                transaction(second, "d");
                assertThat(settled(admin, "second").producerEpoch()).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void administratorFencesAProducerAndAbortsItsTransaction() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Admin admin = Clients.admin(scenario.servers());
                Producer<String, String> producer = producer(scenario, "tx")) {
            // Given
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "k", "fenced")).get(60, TimeUnit.SECONDS);
            // When
            admin.fenceProducers(List.of("tx")).all().get(30, TimeUnit.SECONDS);
            // Then
            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
            scenario.append(scenario.leader(), "behind");
            try (var consumer = Clients.consumer(scenario.servers(), Map.of("isolation.level", "read_committed"))) {
                consumer.subscribe(List.of("orders"));
                assertThat(Clients.poll(consumer, 1))
                        .extracting(ConsumerRecord::value)
                        .containsExactly("behind");
            }
        }
    }

    @Test
    void fourProducersCommitAThousandSmallTransactions() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            // When
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                String id = "tx-" + p;
                all.add(CompletableFuture.runAsync(
                        () -> {
                            try (Producer<String, String> producer = producer(scenario, id)) {
                                producer.initTransactions();
                                for (int i = 0; i < 250; i++) {
                                    transaction(producer, id + ":" + i);
                                }
                            }
                        },
                        task -> new Thread(task, id).start()));
            }
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(120, TimeUnit.SECONDS);
            // Then
            try (var consumer = Clients.consumer(scenario.servers(), Map.of("isolation.level", "read_committed"))) {
                consumer.subscribe(List.of("orders"));
                List<String> values = Clients.poll(consumer, 1_000).stream()
                        .map(ConsumerRecord::value)
                        .toList();
                assertThat(values).hasSize(1_000).doesNotHaveDuplicates();
                for (int p = 0; p < 4; p++) {
                    String prefix = "tx-" + p + ":";
                    assertThat(values.stream().filter(it -> it.startsWith(prefix)))
                            .element(249)
                            .isEqualTo(prefix + 249);
                }
            }
        }
    }
}
