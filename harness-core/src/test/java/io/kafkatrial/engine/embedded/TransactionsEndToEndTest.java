/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactional clients against three brokers, by every level of transaction.version. */
class TransactionsEndToEndTest {

    private static Scenario scenario(String version) throws Exception {
        return Scenario.start(
                Map.of(
                        "trial.feature.transaction.version",
                        version,
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                        "100"),
                Map.of());
    }

    private static Producer<String, String> transactional(Scenario scenario, int timeoutMs) {
        Producer<String, String> producer = Clients.producer(
                scenario.servers(),
                Map.of("transactional.id", "tx", "transaction.timeout.ms", timeoutMs, "max.block.ms", 60_000));
        producer.initTransactions();
        return producer;
    }

    private static Producer<String, String> transactional(Scenario scenario) {
        return transactional(scenario, 60_000);
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

    private static TransactionState state(Admin admin) throws Exception {
        return admin.describeTransactions(List.of("tx"))
                .description("tx")
                .get(30, TimeUnit.SECONDS)
                .state();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void readersOfCommittedRecordsSeeCommitsAndNoAborts(String version) throws Exception {
        try (Scenario scenario = scenario(version);
                Producer<String, String> producer = transactional(scenario);
                Admin admin = Clients.admin(scenario.servers())) {
            for (String value : List.of("a", "b", "c")) {
                producer.beginTransaction();
                write(producer, "aborted-" + value);
                producer.abortTransaction();
                producer.beginTransaction();
                write(producer, value);
                producer.commitTransaction();
            }

            assertThat(committed(scenario, 3)).containsExactly("a", "b", "c");
            assertThat(admin.listTransactions().all().get(30, TimeUnit.SECONDS))
                    .singleElement()
                    .satisfies(listing -> assertThat(listing.transactionalId()).isEqualTo("tx"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void zombieIsFencedAndItsTransactionAborted(String version) throws Exception {
        try (Scenario scenario = scenario(version);
                Producer<String, String> zombie = transactional(scenario)) {
            zombie.beginTransaction();
            write(zombie, "of the zombie");

            try (Producer<String, String> heir = transactional(scenario)) {
                heir.beginTransaction();
                write(heir, "of the heir");
                heir.commitTransaction();
            }

            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
            assertThat(committed(scenario, 1)).containsExactly("of the heir");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void transactionThatTakesTooLongIsAborted(String version) throws Exception {
        try (Scenario scenario = scenario(version);
                Producer<String, String> producer = transactional(scenario, 500);
                Admin admin = Clients.admin(scenario.servers())) {
            producer.beginTransaction();
            write(producer, "too late");

            Awaitility.await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(state(admin))
                    .isEqualTo(TransactionState.COMPLETE_ABORT));

            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);
            scenario.append(scenario.leader(), "behind");
            assertThat(committed(scenario, 1)).containsExactly("behind");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void offsetsCountWithTheRecordsOfTheirTransaction(String version) throws Exception {
        Map<String, Object> group = Map.of("group.id", "copier", "enable.auto.commit", "false");
        try (Scenario scenario = scenario(version);
                var input = Clients.consumer(scenario.servers(), group)) {
            scenario.append(scenario.leader(), "in");
            input.subscribe(Set.of("orders"));
            assertThat(Clients.poll(input, 1)).hasSize(1);
            try (Producer<String, String> producer = transactional(scenario)) {
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(
                        Map.of(Scenario.ORDERS_0, new OffsetAndMetadata(7)), input.groupMetadata());
                producer.abortTransaction();
                producer.beginTransaction();
                write(producer, "out");
                producer.sendOffsetsToTransaction(
                        Map.of(Scenario.ORDERS_0, new OffsetAndMetadata(1)), input.groupMetadata());
                producer.commitTransaction();
            }

            assertThat(input.committed(Set.of(Scenario.ORDERS_0), Duration.ofSeconds(30)))
                    .containsEntry(Scenario.ORDERS_0, new OffsetAndMetadata(1));
            assertThat(committed(scenario, 2)).containsExactly("in", "out");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void transactionOutlivesACrashOfItsCoordinator(String version) throws Exception {
        try (Scenario scenario = scenario(version);
                Producer<String, String> producer = transactional(scenario);
                Admin admin = Clients.admin(scenario.servers())) {
            producer.beginTransaction();
            write(producer, "before");
            int coordinator = admin.describeTransactions(List.of("tx"))
                    .description("tx")
                    .get(30, TimeUnit.SECONDS)
                    .coordinatorId();

            scenario.crash(coordinator);
            write(producer, "after");
            producer.commitTransaction();

            assertThat(committed(scenario, 2)).containsExactly("before", "after");
            Awaitility.await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(state(admin))
                    .isEqualTo(TransactionState.COMPLETE_COMMIT));
        }
    }
}
