/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Recorder;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doors of a cluster see of clients, and that it is what the clients themselves say. */
class WireTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static Cluster start(String engine) {
        try {
            return Cluster.builder()
                    .engine(engine)
                    .brokers(3)
                    .topic("orders", 2)
                    .start();
        } catch (TrialException missing) {
            return abort(missing.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"embedded, classic", "embedded, consumer", "apache, classic"})
    void wireAndClientsTellTheSameOfACrash(String engine, String protocol) {
        try (Cluster cluster = start(engine);
                Trial trial = Trial.on(cluster, Recording.CLIENTS)) {
            // Given
            Recorder wired = new Recorder();
            WireRecording wire = cluster.running().recordWire(wired::record).orElseThrow();
            Producer<String, String> producer = trial.clients().producer(Workload.producer("compression.type", "lz4"));
            Consumer<String, String> consumer =
                    trial.clients().consumer(Workload.consumer("group.id", "billing", "group.protocol", protocol));
            consumer.subscribe(List.of("orders"));

            // When
            Workload.send(producer, "orders", 0, 200);
            producer.flush();
            read(consumer, 200);
            int leader = cluster.leaderOf("orders-0").id();
            cluster.pull(new Lever.Crash(leader));
            Workload.send(producer, "orders", 200, 400);
            producer.flush();
            read(consumer, 200);
            cluster.heal();
            History ofClients = trial.conclude().history();
            History ofWire = drained(cluster, wired, wire);

            // Then
            for (Class<? extends Event> kind : List.of(
                    Event.SendInvoked.class,
                    Event.SendAcked.class,
                    Event.SendFailed.class,
                    Event.SendUnknown.class,
                    Event.Polled.class,
                    Event.Found.class)) {
                assertThat(count(ofWire, kind)).as(kind.getSimpleName()).isEqualTo(count(ofClients, kind));
            }
            assertThat(all(ofWire, Event.Found.class))
                    .allSatisfy(found -> assertThat(found.id()).isPresent());
            assertThat(all(ofWire, Event.Polled.class)).allSatisfy(polled -> {
                assertThat(polled.id()).isPresent();
                assertThat(polled.group()).contains("billing");
            });
            assertThat(all(ofWire, Event.Committed.class)).isNotEmpty();
            for (Guarantee guarantee : List.of(Guarantee.EXACTLY_ONCE, Guarantee.ORDERED_PER_KEY)) {
                assertThat(Verdicts.of(guarantee, ofClients)).isInstanceOf(Verdict.Pass.class);
                assertThat(Verdicts.of(guarantee, ofWire)).isInstanceOf(Verdict.Pass.class);
            }
        }
    }

    private static History drained(Cluster cluster, Recorder wired, WireRecording wire) {
        wire.finish();
        assertThat(wire.blindSpots()).isEmpty();
        Trail trail = new Trail(wired, InstantSource.system(), "wire");
        trail.identifyBy(wire);
        if (wire.sawTransactions()) {
            trail.hasTransactions();
        }
        Drain drain = new Drain(trail, cluster.clientProperties(), Optional.of(cluster.running()));
        assertThat(drain.read(wire.topics(), LONG)).isEmpty();
        return wired.history();
    }

    /** Without idempotence a lost answer makes a duplicate: the wire knows the bytes that come again for the same send. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void bytesSentAgainAreOneSend(String idempotence) {
        try (Cluster cluster = start("embedded");
                Trial trial = Trial.on(cluster, Recording.WIRE)) {
            // Given
            Producer<String, String> producer =
                    trial.clients().producer(Workload.producer("enable.idempotence", idempotence, "acks", "all"));
            WireRule loss = loss(cluster.leaderOf("orders-0").id());
            cluster.pull(new Lever.Intercept(loss));

            // When
            producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
            producer.flush();
            producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
            producer.flush();
            History history = trial.conclude().history();

            // Then
            assertThat(cluster.running().touchedBy(loss)).isOne();
            assertThat(count(history, Event.SendInvoked.class)).isEqualTo(2);
            assertThat(count(history, Event.SendAcked.class)).isEqualTo(2);
            Verdict verdict = Verdicts.of(Guarantee.EXACTLY_ONCE, history);
            if (idempotence.equals("true")) {
                assertThat(verdict).isInstanceOf(Verdict.Pass.class);
            } else {
                assertThat(verdict).isInstanceOfSatisfying(Verdict.Fail.class, fail -> assertThat(fail.anomalies())
                        .anySatisfy(anomaly -> assertThat(anomaly.kind().name()).isEqualTo("DUPLICATE_APPEND")));
            }
        }
    }

    private static WireRule loss(int broker) {
        WireRule.Match match = new WireRule.Match(
                Endpoint.clients(),
                Endpoint.broker(broker),
                Optional.of("PRODUCE"),
                Optional.empty(),
                Optional.of("orders"));
        return new WireRule("lost answer", match, new WireRule.Act.DropResponse(), 0, 1);
    }

    @Test
    @SuppressWarnings("removal") // the constructor is for tests
    void transactionsAreSeenFromTheirRequests() {
        try (Cluster cluster = start("embedded");
                Trial trial = Trial.on(cluster, Recording.WIRE)) {
            // When
            Producer<String, String> producer = trial.clients().producer(Workload.producer("transactional.id", "tx"));
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "key", "committed"));
            producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition("orders", 1), new OffsetAndMetadata(0)),
                    new org.apache.kafka.clients.consumer.ConsumerGroupMetadata("billing"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "key", "aborted"));
            producer.flush();
            producer.abortTransaction();
            History history = trial.conclude().history();

            // Then
            assertThat(all(history, Event.ProducerOpened.class))
                    .singleElement()
                    .satisfies(opened -> assertThat(opened.transactionalId()).contains("tx"));
            assertThat(count(history, Event.TransactionsInitialized.class)).isOne();
            assertThat(count(history, Event.TransactionBegun.class)).isEqualTo(2);
            assertThat(count(history, Event.OffsetsSent.class)).isOne();
            assertThat(count(history, Event.TransactionCommitted.class)).isOne();
            assertThat(count(history, Event.TransactionAborted.class)).isOne();
            assertThat(all(history, Event.Hidden.class)).singleElement().satisfies(hidden -> assertThat(hidden.offset())
                    .isEqualTo(2));
            assertThat(Verdicts.of(Guarantee.AT_LEAST_ONCE, history)).isInstanceOf(Verdict.Pass.class);
        }
    }

    @Test
    void recordsAreNotTouched() throws Exception {
        try (Cluster cluster = start("embedded");
                Trial trial = Trial.on(cluster, Recording.WIRE)) {
            Producer<String, String> producer = trial.clients().producer(Workload.producer());
            producer.send(new ProducerRecord<>("orders", 0, "key", "value")).get();

            List<ReplicaRecord> records = new ArrayList<>();
            int leader = cluster.leaderOf("orders-0").id();
            cluster.running().replicaLog(leader, new PartitionId("orders", 0), records::add);
            assertThat(records).singleElement().satisfies(record -> assertThat(record.mark())
                    .isEmpty());
            assertThat(trial.conclude().history().events()).isNotEmpty();
        }
    }

    private static void read(Consumer<String, String> consumer, int count) {
        for (int read = 0, polls = 0; read < count && polls < 1200; polls++) {
            read += consumer.poll(Duration.ofMillis(50)).count();
        }
    }

    private static <T> List<T> all(History history, Class<T> type) {
        return history.events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static long count(History history, Class<? extends Event> type) {
        return all(history, type).size();
    }
}
