/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wall clock that is wrong: what goes wrong with it, and what does not. */
class ClockFaultsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private Scenario scenario;

    @AfterEach
    void close() {
        scenario.close();
    }

    private void skewAll(Duration by) {
        scenario.cluster.brokers().forEach(id -> scenario.cluster.pull(new Lever.SkewClock(Endpoint.broker(id), by)));
    }

    private long timestampOfNext() throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            RecordMetadata sent = Clients.send(producer, "orders", "k", "v");
            return sent.timestamp();
        }
    }

    @Test
    void timestampsOfTheLogAreTheLeadersAndSessionsGoOn() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of("message.timestamp.type", "LogAppendTime"));
        long right = timestampOfNext();
        scenario.cluster.pull(new Lever.SkewClock(Endpoint.broker(scenario.leader()), HOUR));
        long wrong = timestampOfNext();
        assertThat(wrong - right).isBetween(HOUR.toMillis(), HOUR.toMillis() + 600_000);
        assertThat(scenario.cluster.awaitHealthy(Scenario.PATIENCE)).isTrue();
        assertThat(scenario.view().isr()).hasSize(3);

        int leader = scenario.leader();
        scenario.crash(leader);
        scenario.restart(leader);
        scenario.cluster.pull(new Lever.SkewClock(Endpoint.broker(scenario.leader()), Duration.ZERO));
        assertThat(timestampOfNext() - right).isLessThan(HOUR.toMillis());
    }

    @Test
    void transactionTimesOutByTheWallClockOfItsCoordinatorAndNotWhenItGoesBack() throws Exception {
        scenario =
                Scenario.start(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "50"), Map.of());
        try (Producer<String, String> producer = Clients.producer(
                scenario.servers(),
                Map.of("transactional.id", "tx", "transaction.timeout.ms", 60_000, "max.block.ms", 60_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "k", "open")).get();
            skewAll(HOUR.negated());
            producer.send(new ProducerRecord<>("orders", 0, "k", "still open")).get();

            skewAll(HOUR);

            await().until(() -> {
                producer.partitionsFor("orders");
                return aborted();
            });
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(RuntimeException.class);
        }
    }

    private boolean aborted() throws Exception {
        try (var admin = Clients.admin(scenario.servers())) {
            return admin.describeTransactions(java.util.List.of("tx"))
                    .description("tx")
                    .get()
                    .state()
                    .toString()
                    .equals("CompleteAbort");
        }
    }

    @Test
    void committedOffsetsExpireByTheWallClockOfTheirCoordinator() throws Exception {
        scenario = Scenario.start(
                Map.of("offsets.retention.minutes", "30", "offsets.retention.check.interval.ms", "50"), Map.of());
        TopicPartition partition = new TopicPartition("orders", 0);
        try (var admin = Clients.admin(scenario.servers())) {
            admin.alterConsumerGroupOffsets("billing", Map.of(partition, new OffsetAndMetadata(7)))
                    .all()
                    .get();
            assertThat(admin.listConsumerGroupOffsets("billing")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .containsKey(partition);
            skewAll(HOUR);
            await().until(() -> !admin.listConsumerGroupOffsets("billing")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .containsKey(partition));
        }
    }

    @Test
    void clockOfAControllerMayJumpAndNobodyLosesHisSession() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        int controller = scenario.cluster.activeController().orElseThrow();
        scenario.cluster.pull(new Lever.SkewClock(Endpoint.controller(controller), HOUR));
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            Clients.send(producer, "orders", "k", "v");
        }
        assertThat(scenario.cluster.awaitHealthy(Scenario.PATIENCE)).isTrue();
        assertThatThrownBy(() -> new Lever.SkewClock(Endpoint.clients(), HOUR)).isInstanceOf(TrialException.class);
    }
}
