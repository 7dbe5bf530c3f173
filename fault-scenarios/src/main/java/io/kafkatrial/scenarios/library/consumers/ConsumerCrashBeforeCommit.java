/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
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

/**
 * A consumer books a batch and dies before it commits. The group's offset still points before that batch, so the member
 * that takes over is handed it again: at-least-once, as processing before committing promises. An application that
 * remembers what it booked, under the record's key, books nothing twice.
 */
final class ConsumerCrashBeforeCommit implements Scenario {

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
                Billing::cluster,
                Half.faults(),
                stage -> work(stage, new Bookkeeper(stage, rule)),
                expected);
    }

    private static void work(Stage stage, Bookkeeper books) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        RecordingConsumer<String, String> first = Billing.member(stage);
        Workload.poll(first, () -> Workload.stands(first, Billing.ORDERS, Billing.BATCH), batch -> {
            books.book(batch);
            first.commitSync();
        });
        Workload.poll(first, () -> Workload.stands(first, Billing.ORDERS, 2 * Billing.BATCH), books::book);
        first.crash();
        Billing.takeOver(stage, (member, batch) -> {
            books.book(batch);
            member.commitSync();
        });
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
