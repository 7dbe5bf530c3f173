/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.AVAILABILITY_GAP;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_BEYOND_PROCESSED;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_REGRESS;
import static io.kafkatrial.check.Anomaly.Kind.DAMAGED;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.KEY_SCATTERED;
import static io.kafkatrial.check.Anomaly.Kind.MISROUTED;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.PHANTOM;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_KEY;
import static io.kafkatrial.check.Anomaly.Kind.SILENT_RESET;
import static io.kafkatrial.check.Anomaly.Kind.TORN_OFFSETS;
import static io.kafkatrial.check.Anomaly.Kind.TRANSACTION_CYCLE;
import static io.kafkatrial.check.Anomaly.Kind.UNSEEN;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Claim;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Anomalies shown on a live cluster of one broker; {@code docs/verdicts.md} names the test of each. */
class LiveAnomaliesTest extends Lively {

    LiveAnomaliesTest() {
        super(Cluster.builder().brokers(1).topic(TOPIC, 2).topic("invoices", 1).start());
    }

    @Test
    void phantom() {
        send(producer(), 1);
        forge(TOPIC, 0, 77);

        shows(PHANTOM);
    }

    @Test
    void misrouted() {
        send(producer(), 1);
        forge("invoices", 0, 0);
        RecordingConsumer<String, String> consumer = consumer("billing");
        consumer.unsubscribe();
        consumer.subscribe(List.of("invoices"));
        read(consumer, 1);

        shows(MISROUTED);
    }

    @Test
    void damaged() {
        send(producer(), 1);
        try (KafkaProducer<String, String> forger =
                new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> forged = new ProducerRecord<>(TOPIC, 0, "key", "another value");
            forged.headers().add(RecordMark.HEADER, RecordMark.bytes(lane(), 0, Seal.of(1, 2)));
            forger.send(forged);
        }
        read(consumer("billing"), 2);

        shows(DAMAGED);
    }

    @Test
    void keyScattered() {
        Producer<String, String> producer =
                producer("partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner");
        for (int i = 0; i < 8; i++) {
            producer.send(new ProducerRecord<>(TOPIC, "one key", "value"));
        }
        producer.flush();

        shows(KEY_SCATTERED);
    }

    /** The answer is lost, and a producer without idempotence sends again. */
    @Test
    void duplicateAppend() {
        WireRule.Match match = new WireRule.Match(
                Endpoint.clients(), Endpoint.broker(1), Optional.of("PRODUCE"), Optional.empty(), Optional.empty());
        cluster.pull(new Lever.Intercept(new WireRule("lost answer", match, new WireRule.Act.DropResponse(), 0, 1)));
        send(producer("enable.idempotence", "false"), 1);

        shows(DUPLICATE_APPEND);
    }

    @Test
    void duplicateDeliveryAndEffect() {
        send(producer(), 1);
        RecordingConsumer<String, String> first = consumer("billing");
        read(first, 1, trial);
        first.close();
        read(consumer("billing"), 1, trial);

        shows(DUPLICATE_DELIVERY, DUPLICATE_EFFECT);
    }

    private static void read(
            RecordingConsumer<String, String> consumer, int count, io.kafkatrial.scenarios.Trial trial) {
        for (int read = 0, polls = 0; read < count && polls < 600; polls++) {
            for (var record : consumer.poll(Duration.ofMillis(50))) {
                trial.effects().done(record);
                read++;
            }
        }
    }

    @Test
    void missedDelivery() {
        Producer<String, String> producer = producer();
        send(producer, 1);
        RecordingConsumer<String, String> consumer = consumer("billing");
        read(consumer, 1);
        consumer.commitSync();
        consumer.close();
        send(producer, 3);

        shows(MISSED_DELIVERY);
    }

    /** Committed before it was processed: a crash in between would lose it, and here it is never processed. */
    @Test
    void commitBeyondProcessedAndMissedEffect() {
        Producer<String, String> producer = producer();
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "first"));
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "second"));
        producer.flush();
        RecordingConsumer<String, String> consumer = consumer("billing", "max.poll.records", "1");
        read(consumer, 1, trial);
        read(consumer, 1);
        consumer.commitSync();

        shows(COMMIT_BEYOND_PROCESSED, MISSED_EFFECT);
    }

    @Test
    void commitRegress() {
        send(producer(), 4);
        RecordingConsumer<String, String> consumer = consumer("billing");
        read(consumer, 4);
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(2)));
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(1)));

        shows(COMMIT_REGRESS);
    }

    /** Retention overtakes a consumer. */
    @Test
    void silentReset() throws Exception {
        Producer<String, String> producer = producer();
        for (int i = 0; i < 5; i++) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", "value"));
        }
        producer.flush();
        RecordingConsumer<String, String> consumer = consumer("billing", "max.poll.records", "1");
        read(consumer, 1);
        consumer.commitSync();
        consumer.close();
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            admin.deleteRecords(Map.of(P0, RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }
        read(consumer("billing"), 2);

        shows(SILENT_RESET);
    }

    /** Sent in order, processed by two threads out of order. */
    @Test
    void reorderedKey() {
        Producer<String, String> producer = producer();
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "first"));
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "second"));
        producer.flush();
        RecordingConsumer<String, String> consumer = consumer("billing");
        java.util.ArrayDeque<org.apache.kafka.clients.consumer.ConsumerRecord<String, String>> stack =
                new java.util.ArrayDeque<>();
        for (int polls = 0; stack.size() < 2 && polls < 600; polls++) {
            consumer.poll(Duration.ofMillis(50)).forEach(stack::push);
        }
        stack.forEach(trial.effects()::done);

        shows(REORDERED_KEY);
    }

    /** Two transformers of uncommitted records feed each other. */
    @Test
    void transactionCycle() {
        Producer<String, String> one = producer("transactional.id", "one");
        Producer<String, String> two = producer("transactional.id", "two");
        one.initTransactions();
        two.initTransactions();
        one.beginTransaction();
        two.beginTransaction();
        one.send(new ProducerRecord<>(TOPIC, 0, "key", "of one"));
        two.send(new ProducerRecord<>(TOPIC, 1, "key", "of two"));
        one.flush();
        two.flush();
        RecordingConsumer<String, String> consumer = consumer("billing", "isolation.level", "read_uncommitted");
        read(consumer, 2);
        one.sendOffsetsToTransaction(
                Map.of(new TopicPartition(TOPIC, 1), new OffsetAndMetadata(1)), consumer.groupMetadata());
        one.commitTransaction();
        two.sendOffsetsToTransaction(Map.of(P0, new OffsetAndMetadata(1)), consumer.groupMetadata());
        two.commitTransaction();

        shows(TRANSACTION_CYCLE);
    }

    /** Offsets come with a transaction, and an operator's tool takes them back without anybody seeing it. */
    @Test
    void tornOffsets() throws Exception {
        Producer<String, String> producer = producer("transactional.id", "one");
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("invoices", "output"));
        RecordingConsumer<String, String> consumer = consumer("billing");
        read(consumer, 0);
        consumer.poll(Duration.ofMillis(500));
        producer.sendOffsetsToTransaction(Map.of(P0, new OffsetAndMetadata(2)), consumer.groupMetadata());
        producer.commitTransaction();
        consumer.close();
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            admin.deleteConsumerGroupOffsets("billing", java.util.Set.of(P0))
                    .all()
                    .get();
        }
        consumer("billing").committed(java.util.Set.of(P0));

        shows(TORN_OFFSETS);
    }

    @Test
    void availabilityGap() throws Exception {
        Producer<String, String> producer = producer();
        send(producer, 1);
        io.kafkatrial.fault.Injection pause =
                cluster.inject(new Fault.PauseBroker(Target.broker(1), Optional.of(Duration.ofMillis(1500))));
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "late")).get();
        History history = trial.conclude().history();

        shows(Claim.available(Duration.ofMillis(300)), history, AVAILABILITY_GAP);
        org.assertj.core.api.Assertions.assertThat(pause).isNotNull();
    }

    /** The only broker is dead when the topics are to be read. */
    @Test
    void unseen() {
        send(producer(), 1);
        trial.clients().close();
        cluster.broker(1).crash();

        shows(trial.trail().history(), UNSEEN);
    }
}
