/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * One instance of an application that makes an invoice of each order: it consumes, transforms and produces, a batch in a
 * transaction. Each invoice is sent by itself, so that it is known which request carries which. Confined to one thread.
 */
final class Copier {

    static final String ORDERS = "orders";
    static final String INVOICES = "invoices";
    static final String GROUP = "copier";

    /** How many orders there are. */
    static final int ALL = 15;

    /** How many of them make a batch. */
    static final int BATCH = 5;

    private static final TopicPartition PLACE = new TopicPartition(ORDERS, 0);

    private final Stage stage;
    private final RecordingConsumer<String, String> orders;
    private Producer<String, String> invoices;

    private Copier(Stage stage, RecordingConsumer<String, String> orders, Producer<String, String> invoices) {
        this.stage = stage;
        this.orders = orders;
        this.invoices = invoices;
    }

    /** What it runs on. */
    static ClusterBuilder shape(ClusterBuilder cluster) {
        return cluster.brokers(1)
                .topic(ORDERS, 1)
                .topic(INVOICES, 1)
                // the broker looks often whether a transaction takes too long
                .config("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100");
    }

    /** Send all the orders. */
    static void order(Stage stage) {
        Producer<String, String> customers = stage.clients().producer(Workload.producer());
        Workload.send(customers, ORDERS, 0, ALL);
        customers.flush();
    }

    /** An instance that is a member of the group. */
    static Copier member(Stage stage, String transactionalId) {
        return new Copier(stage, consumer(stage), Actors.producer(stage, transactionalId));
    }

    /** One that keeps its place in the group when it is started again. */
    static Copier lasting(Stage stage, String transactionalId) {
        RecordingConsumer<String, String> orders = consumer(stage, "group.instance.id", transactionalId);
        return new Copier(stage, orders, Actors.producer(stage, transactionalId));
    }

    private static RecordingConsumer<String, String> consumer(Stage stage, String... settings) {
        List<String> all = new ArrayList<>(
                List.of("isolation.level", "read_committed", "max.poll.records", String.valueOf(BATCH)));
        all.addAll(List.of(settings));
        return Actors.reader(stage, GROUP, ORDERS, all.toArray(String[]::new));
    }

    /** Another worker on the same orders, with a producer of its own. */
    Copier beside(String transactionalId) {
        return new Copier(stage, orders, Actors.producer(stage, transactionalId));
    }

    /** An instance that was told which partition is its own, and begins where the group has committed. */
    static Copier appointed(Stage stage, String transactionalId) {
        Copier copier = member(stage, transactionalId);
        copier.orders.unsubscribe();
        copier.orders.assign(List.of(PLACE));
        return copier;
    }

    Stage stage() {
        return stage;
    }

    /** What an instance does with a batch. */
    @FunctionalInterface
    interface Step {
        void take(Copier copier, List<ConsumerRecord<String, String>> batch);
    }

    /** Take batch after batch, up to the last order. */
    void toTheEnd(Step step) {
        boolean last = false;
        while (!last) {
            List<ConsumerRecord<String, String>> batch = next();
            step.take(this, batch);
            last = batch.get(batch.size() - 1).offset() == ALL - 1;
        }
    }

    /** The next batch. */
    List<ConsumerRecord<String, String>> next() {
        List<ConsumerRecord<String, String>> batch = Actors.read(orders, 1, Actors.PATIENT);
        if (batch.isEmpty()) {
            throw new TrialException("the copier was handed no more orders in " + Actors.PATIENT
                    + " polls, though it has not seen the last. Look at the report's timeline.");
        }
        return batch;
    }

    /** Copy a batch, as it should be done. */
    void copy(List<ConsumerRecord<String, String>> batch) {
        begin();
        write(batch);
        sendOffsets(batch);
        commit();
    }

    void begin() {
        invoices.beginTransaction();
    }

    /**
     * Send an invoice for each order.
     *
     * @throws KafkaException if one is not stored
     */
    void write(List<ConsumerRecord<String, String>> batch) {
        for (ConsumerRecord<String, String> order : batch) {
            ProducerRecord<String, String> invoice =
                    new ProducerRecord<>(INVOICES, 0, order.key(), "invoice for " + order.value());
            Actors.stored(invoices.send(stage.effects().derive(invoice, order)));
        }
    }

    /** Let the transaction carry where the batch ends, as a member that the group can tell from others. */
    void sendOffsets(List<ConsumerRecord<String, String>> batch) {
        sendOffsets(batch, orders.groupMetadata());
    }

    /** The same under a membership of the caller's choice. */
    void sendOffsets(List<ConsumerRecord<String, String>> batch, ConsumerGroupMetadata member) {
        long next = batch.get(batch.size() - 1).offset() + 1;
        invoices.sendOffsetsToTransaction(Map.of(PLACE, new OffsetAndMetadata(next)), member);
    }

    void commit() {
        invoices.commitTransaction();
    }

    void abort() {
        invoices.abortTransaction();
    }

    /** Commit the place it has read to by the consumer, beside any transaction. */
    void commitByConsumer() {
        orders.commitSync();
    }

    /** Go back to where the group has committed. */
    void rewind() {
        OffsetAndMetadata committed = orders.committed(orders.assignment()).get(PLACE);
        orders.seek(PLACE, committed == null ? 0 : committed.offset());
    }

    /** Go on with another producer. */
    void renew(Producer<String, String> producer) {
        invoices.close();
        invoices = producer;
    }

    /** Die. */
    void crash() {
        orders.crash();
    }

    /**
     * Read all the invoices there are, and report the order of each as done: one with two invoices counts as done twice,
     * one without as missed.
     *
     * @param isolation which invoices: {@code read_committed}, or all that lie there
     */
    static void audit(Stage stage, String isolation) {
        Effects auditor = stage.effects().of("auditor");
        TopicPartition place = new TopicPartition(INVOICES, 0);
        RecordingConsumer<String, String> reader =
                stage.clients().consumer(Workload.consumer("isolation.level", isolation));
        reader.assign(List.of(place));
        Admin admin = stage.clients().admin(Map.of());
        stage.await(
                "the last marker of a transaction in " + place,
                () -> Actors.stableEnd(admin, INVOICES, 0) == Actors.end(admin, INVOICES, 0));
        long end = reader.endOffsets(List.of(place)).getOrDefault(place, 0L);
        for (int poll = 0; poll < Actors.PATIENT && reader.position(place) < end; poll++) {
            reader.poll(Workload.POLL).forEach(invoice -> auditor.done(ORDERS, invoice.key()));
        }
    }
}
