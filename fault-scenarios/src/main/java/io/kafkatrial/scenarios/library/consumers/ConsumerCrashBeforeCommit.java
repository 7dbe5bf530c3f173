/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;

/**
 * A consumer books a batch and dies before it commits. The group's offset still points before that batch, so the member
 * that takes over is handed it again: at-least-once, as processing before committing promises. An application that
 * remembers what it booked, under the record's key, books nothing twice.
 */
final class ConsumerCrashBeforeCommit implements Scenario {
    private static final String TOPIC = "orders";
    private static final int RECORDS = 100;
    private static final int BATCH = 20;
    private static final int POLLS_AT_MOST = 600;

    @Override
    public Page page() {
        return Page.of("consumer-crash-before-commit", Chapter.CONSUMERS, "crash", "commit", "idempotence")
                .idea("What a consumer processed but did not commit is processed again by whoever takes over its"
                        + " partitions: duplicated effects, nothing lost.")
                .fault("the consumer crashes between processing its second batch and committing it")
                .advice("Make effects idempotent (remember what is done under the record's key, in the same transaction"
                        + " as the effect), or keep offsets with the effects.")
                .source("Kafka documentation, Design, Message Delivery Semantics; KafkaConsumer javadoc, Manual Offset"
                        + " Control");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.auto.commit=false, process then commitSync, each record processed as it comes",
                (Bookkeeper books, String key) -> true,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "the same, and a record whose key is booked already is not booked again",
                (Bookkeeper books, String key) -> books.booked.add(key),
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.AT_MOST_ONCE)));
    }

    /** Whether to book what comes under this key. */
    @FunctionalInterface
    private interface Rule {
        boolean admits(Bookkeeper books, String key);
    }

    private static Half half(String configuration, Rule rule, List<Expected> expected) {
        return new Half(
                configuration,
                // the broker lets sessions be short, so that the group soon learns of the death
                cluster -> cluster.brokers(3).topic(TOPIC, 1, 3).config("group.min.session.timeout.ms", "500"),
                Half.faults(),
                stage -> work(stage, new Bookkeeper(stage, rule)),
                expected);
    }

    private static void work(Stage stage, Bookkeeper books) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        Workload.send(producer, TOPIC, 0, RECORDS);
        producer.flush();

        RecordingConsumer<String, String> first = consumer(stage);
        books.book(nextBatch(first));
        first.commitSync();
        books.book(nextBatch(first));
        first.crash();

        RecordingConsumer<String, String> second = consumer(stage);
        Set<Long> offsets = new HashSet<>();
        for (int poll = 0; poll < POLLS_AT_MOST && offsets.size() < RECORDS - BATCH; poll++) {
            ConsumerRecords<String, String> batch = second.poll(Workload.POLL);
            books.book(batch);
            batch.forEach(record -> offsets.add(record.offset()));
            second.commitSync();
        }
    }

    private static RecordingConsumer<String, String> consumer(Stage stage) {
        RecordingConsumer<String, String> consumer = stage.clients()
                .consumer(Workload.consumer(
                        "group.id", "billing",
                        "enable.auto.commit", "false",
                        "max.poll.records", String.valueOf(BATCH),
                        "session.timeout.ms", "500",
                        "heartbeat.interval.ms", "100"));
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    private static ConsumerRecords<String, String> nextBatch(RecordingConsumer<String, String> consumer) {
        for (int poll = 0; poll < POLLS_AT_MOST; poll++) {
            ConsumerRecords<String, String> batch = consumer.poll(Workload.POLL);
            if (!batch.isEmpty()) {
                return batch;
            }
        }
        throw new TrialException("the consumer of group billing was handed nothing in " + POLLS_AT_MOST
                + " polls: the group did not form, or the records are not readable. Look at the report's timeline.");
    }

    /** The application. Confined to the workload's thread. */
    private static final class Bookkeeper {
        final Set<String> booked = new HashSet<>();
        private final Stage stage;
        private final Predicate<String> rule;

        Bookkeeper(Stage stage, Rule rule) {
            this.stage = stage;
            this.rule = key -> rule.admits(this, key);
        }

        void book(ConsumerRecords<String, String> batch) {
            for (ConsumerRecord<String, String> order : batch) {
                if (rule.test(order.key())) {
                    stage.effects().done(order);
                }
            }
        }
    }
}
