/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import io.kafkatrial.scenarios.MarkFixture;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What recording clients write about a live cluster. */
class LiveClientsTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private final Cluster cluster =
            Cluster.builder().brokers(1).topic("orders", 1).topic("invoices", 1).start();
    private final Trial trial = Trial.on(cluster);

    @AfterEach
    void close() {
        trial.close();
        cluster.close();
    }

    @Test
    void transactionsAreRecordedFromTheirBeginningToTheirEnd() {
        // Given
        Producer<String, String> producer = trial.clients().producer(Workload.producer("transactional.id", "tx"));
        RecordingConsumer<String, String> consumer =
                trial.clients().consumer(Workload.consumer("group.id", "billing", "isolation.level", "read_committed"));
        producer.initTransactions();
        commit(producer, "orders", "first");
        consumer.subscribe(List.of("orders"));
        while (all(Event.Polled.class).isEmpty()) {
            consumer.poll(Duration.ofMillis(50));
        }

        // When
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("invoices", "second"));
        producer.sendOffsetsToTransaction(Map.of(ORDERS, new OffsetAndMetadata(1)), consumer.groupMetadata());
        producer.commitTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", "never"));
        producer.flush();
        producer.abortTransaction();
        trial.conclude();

        // Then
        String name = all(Event.SendAcked.class).get(0).id().producer();
        assertThat(all(Event.ProducerOpened.class)).singleElement().satisfies(opened -> {
            assertThat(opened.producer()).isEqualTo(name);
            assertThat(opened.transactionalId()).contains("tx");
        });
        assertThat(all(Event.TransactionsInitialized.class)).hasSize(1);
        assertThat(all(Event.TransactionBegun.class))
                .extracting(Event.TransactionBegun::transaction)
                .containsExactly(0L, 1L, 2L);
        assertThat(all(Event.TransactionCommitted.class))
                .extracting(Event.TransactionCommitted::transaction)
                .containsExactly(0L, 1L);
        assertThat(all(Event.TransactionAborted.class))
                .extracting(Event.TransactionAborted::transaction)
                .containsExactly(2L);
        assertThat(all(Event.OffsetsSent.class)).singleElement().satisfies(sent -> {
            assertThat(sent.group()).isEqualTo("billing");
            assertThat(sent.transaction()).isEqualTo(1);
        });
        assertThat(all(Event.Hidden.class)).singleElement().satisfies(hidden -> assertThat(hidden.topic())
                .isEqualTo("orders"));
        assertThat(all(Event.CommittedDrained.class)).hasSize(2);
        assertThat(all(Event.PartitionEnds.class)).allSatisfy(ends -> {
            assertThat(ends.lastStable()).isEqualTo(ends.highWatermark());
            assertThat(ends.logEnd()).isEqualTo(ends.highWatermark());
        });
        assertThat(all(Event.ReplicaFound.class)).hasSize(3);
        assertThat(all(Event.ReplicaRead.class)).hasSize(2);
        assertThat(all(Event.ConsumerOpened.class)).singleElement().satisfies(opened -> {
            assertThat(opened.isolation()).isEqualTo("read_committed");
            assertThat(opened.reset()).isEqualTo("earliest");
            assertThat(opened.protocol()).isEqualTo("classic");
        });
        assertThat(all(Event.Joined.class)).singleElement().satisfies(joined -> assertThat(joined.generation())
                .isPositive());
    }

    @Test
    void fencedProducerIsRecordedAndItsTransactionIsUnknown() {
        // Given
        Producer<String, String> old = trial.clients().producer(Workload.producer("transactional.id", "tx"));
        old.initTransactions();
        old.beginTransaction();
        old.send(new ProducerRecord<>("orders", "zombie"));
        old.flush();
        Producer<String, String> young = trial.clients().producer(Workload.producer("transactional.id", "tx"));
        young.initTransactions();

        // When
        assertThatThrownBy(old::commitTransaction).isInstanceOf(ProducerFencedException.class);
        old.close();

        // Then
        assertThat(all(Event.ProducerFenced.class)).hasSize(1);
        assertThat(all(Event.TransactionCommitInvoked.class)).hasSize(1);
        assertThat(all(Event.TransactionCommitted.class)).isEmpty();
        assertThat(all(Event.TransactionUnknown.class)).hasSize(1);
    }

    @Test
    void seeksAreToldFromSilentJumps() throws Exception {
        // Given: five records, the first two read
        send("orders", 5);
        RecordingConsumer<String, String> consumer =
                trial.clients().consumer(Workload.consumer("group.id", "billing", "enable.auto.commit", "false"));
        consumer.subscribe(List.of("orders"));
        read(consumer, 2);
        assertThat(all(Event.PositionReset.class)).singleElement().satisfies(reset -> {
            assertThat(reset.from()).isEmpty();
            assertThat(reset.cause()).isEqualTo("no committed offset");
        });

        // When: the application goes back, then retention overtakes the consumer
        consumer.seek(ORDERS, 1);
        read(consumer, 4);
        try (Admin admin = trial.clients().admin(Map.of())) {
            consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(1)));
            admin.deleteRecords(Map.of(ORDERS, RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get();
        }
        consumer.close();
        RecordingConsumer<String, String> next = trial.clients().consumer(Workload.consumer("group.id", "billing"));
        next.subscribe(List.of("orders"));
        read(next, 1);

        // Then
        assertThat(all(Event.Seeked.class)).singleElement().satisfies(seeked -> assertThat(seeked.offset())
                .isEqualTo(1));
        assertThat(all(Event.PositionReset.class)).hasSize(2);
        assertThat(all(Event.PositionReset.class).get(1)).satisfies(reset -> {
            assertThat(reset.from()).isEqualTo(OptionalLong.of(1));
            assertThat(reset.to()).isEqualTo(4);
            assertThat(reset.cause()).isEqualTo("out of range");
        });
        next.close();
    }

    @Test
    void commitsAreInvokedAnsweredAndFetched() throws Exception {
        // Given
        send("orders", 1);
        RecordingConsumer<String, String> consumer =
                trial.clients().consumer(Workload.consumer("group.id", "billing", "enable.auto.commit", "false"));
        consumer.subscribe(List.of("orders"));
        read(consumer, 1);

        // When
        consumer.commitSync();
        consumer.committed(Set.of(ORDERS));
        try (Admin admin = trial.clients().admin(Map.of())) {
            consumer.close();
            admin.alterConsumerGroupOffsets("billing", Map.of(ORDERS, new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }

        // Then
        assertThat(all(Event.CommitInvoked.class)).singleElement().satisfies(commit -> assertThat(commit.offset())
                .isEqualTo(1));
        assertThat(all(Event.Committed.class)).singleElement().satisfies(commit -> assertThat(commit.offset())
                .isEqualTo(1));
        assertThat(all(Event.OffsetFetched.class)).singleElement().satisfies(fetched -> assertThat(fetched.offset())
                .hasValue(1));
        assertThat(all(Event.GroupOffsetReset.class)).singleElement().satisfies(reset -> assertThat(reset.offset())
                .hasValue(0));
    }

    @Test
    void refusalIsDefiniteUnlessSomethingWasSentTwice() throws Exception {
        // Given: a producer that does not retry; the second request is appended, and its answer lost
        Producer<String, String> producer =
                trial.clients().producer(Workload.producer("retries", "0", "enable.idempotence", "false"));
        Producer<String, String> retrying = trial.clients()
                .producer(Workload.producer(
                        "enable.idempotence", "false", "retry.backoff.ms", "2000", "retry.backoff.max.ms", "2000"));
        producer.send(new ProducerRecord<>("orders", "zero")).get();
        retrying.send(new ProducerRecord<>("orders", "zero")).get();

        // When
        WireRule refusal = rule("refused", new WireRule.Act.Refuse("TOPIC_AUTHORIZATION_FAILED"));
        cluster.pull(new Lever.Intercept(refusal));
        assertThatThrownBy(() ->
                        producer.send(new ProducerRecord<>("orders", "refused")).get())
                .isInstanceOf(ExecutionException.class);
        cluster.pull(new Lever.Release(refusal));
        WireRule loss = rule("lost", new WireRule.Act.DropResponse());
        cluster.pull(new Lever.Intercept(loss));
        Future<?> appended = retrying.send(new ProducerRecord<>("orders", "appended"));
        await().until(() -> cluster.running().touchedBy(loss) == 1);
        cluster.pull(new Lever.Intercept(refusal));
        assertThatThrownBy(appended::get).isInstanceOf(ExecutionException.class);

        // Then
        assertThat(all(Event.SendFailed.class)).hasSize(1);
        assertThat(all(Event.SendUnknown.class)).singleElement().satisfies(unknown -> assertThat(unknown.error())
                .startsWith("TopicAuthorizationException"));
    }

    private static WireRule rule(String name, WireRule.Act act) {
        WireRule.Match match = new WireRule.Match(
                Endpoint.clients(), Endpoint.broker(1), Optional.of("PRODUCE"), Optional.empty(), Optional.empty());
        return new WireRule(name, match, act, 0, 1);
    }

    @Test
    void contentThatChangedOnItsWayIsNoticed() {
        // Given: somebody writes a record with our identity and a seal of other content
        Producer<String, String> producer = trial.clients().producer(Workload.producer());
        producer.send(new ProducerRecord<>("orders", "key", "value"));
        producer.flush();
        long lane = MarkFixture.laneOf(cluster, all(Event.SendAcked.class).get(0));
        try (KafkaProducer<String, String> forger =
                new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> forged = new ProducerRecord<>("orders", "key", "other value");
            int key = Seal.of("key".getBytes(UTF_8));
            int value = Seal.of("value".getBytes(UTF_8));
            forged.headers().add(RecordMark.HEADER, RecordMark.bytes(lane, 0, Seal.of(key, value)));
            forger.send(forged);
        }

        // When
        RecordingConsumer<String, String> consumer = trial.clients().consumer(Workload.consumer("group.id", "billing"));
        consumer.subscribe(List.of("orders"));
        read(consumer, 2);
        trial.conclude();

        // Then
        assertThat(all(Event.Damaged.class))
                .extracting(Event.Damaged::by, Event.Damaged::offset, Event.Damaged::what)
                .containsExactlyInAnyOrder(
                        tuple("consumer", 1L, "value"),
                        tuple("final read", 1L, "value"),
                        tuple("replica of broker 1", 1L, "key or value"));
    }

    private void send(String topic, int count) {
        Producer<String, String> producer = trial.clients().producer(Workload.producer());
        Workload.send(producer, topic, 0, count);
        producer.flush();
    }

    private static void commit(Producer<String, String> producer, String topic, String value) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, value));
        producer.flush();
        producer.commitTransaction();
    }

    private static void read(Consumer<String, String> consumer, int count) {
        for (int read = 0, polls = 0; read < count && polls < 600; polls++) {
            read += consumer.poll(Duration.ofMillis(50)).count();
        }
    }

    private <T> List<T> all(Class<T> type) {
        return trial.trail().history().events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
