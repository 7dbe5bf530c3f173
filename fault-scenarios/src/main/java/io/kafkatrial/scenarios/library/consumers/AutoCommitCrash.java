/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Automatic commits come every five seconds, with a poll. What was processed since the last one is processed again when
 * the consumer dies. The guarded application does not commit to Kafka at all: it keeps the offset where its effects are,
 * written together with them, and begins there.
 */
final class AutoCommitCrash implements Scenario {

    @Override
    public Page page() {
        return Page.of("auto-commit-crash", Chapter.CONSUMERS, "crash", "commit", "auto-commit")
                .idea("Automatic commits say what was done at the last poll, every auto.commit.interval.ms. They lose"
                        + " nothing if each poll's records are processed before the next poll, but a crash repeats up to"
                        + " five seconds of work.")
                .fault(
                        "the first member of the group is killed after it has processed its 30th record, the tenth of its"
                                + " second poll")
                .advice("Keep the offset with the effects, in one transaction of the same store, and seek there when"
                        + " partitions are assigned; or make effects idempotent.")
                .source("KafkaConsumer javadoc, Automatic Offset Committing and Storing Offsets Outside Kafka; Kafka"
                        + " documentation, Consumer Configs, auto.commit.interval.ms");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.auto.commit=true and auto.commit.interval.ms=5000 (both the defaults), all records of a poll"
                        + " processed before the next",
                AutoCommitCrash::automatic,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "enable.auto.commit=false, the offset stored together with each effect and sought when the partition is"
                        + " assigned",
                AutoCommitCrash::withTheEffects,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.AT_MOST_ONCE)));
    }

    private static Half half(String configuration, Half.Work work, List<Expected> expected) {
        return new Half(
                configuration,
                Billing::cluster,
                Half.faults(Billing.crash(ClientPoint.AFTER_RECORD, 30)),
                work,
                expected);
    }

    private static void automatic(Stage stage) {
        Billing.untilKilled(stage, (member, batch) -> Billing.book(stage, batch), "enable.auto.commit", "true");
    }

    private static void withTheEffects(Stage stage) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        Store store = new Store(stage);
        RecordingConsumer<String, String> first = store.reader();
        stage.awaitFired(Billing.CRASH);
        try {
            Billing.readAll(first, store);
        } catch (ClientCrashedException dead) {
            Billing.removeMembers(stage);
            Billing.readAll(store.reader(), store);
        }
    }

    /** A store of effects, which outlives the consumers, and knows the offset after the last one. One thread's. */
    private static final class Store implements Billing.Application {
        private final Stage stage;
        private long next;

        Store(Stage stage) {
            this.stage = stage;
        }

        RecordingConsumer<String, String> reader() {
            RecordingConsumer<String, String> reader = Billing.consumer(stage);
            reader.subscribe(List.of(Billing.TOPIC), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    partitions.forEach(partition -> reader.seek(partition, next));
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    // the store knows where to go on
                }
            });
            return reader;
        }

        @Override
        public void process(RecordingConsumer<String, String> member, ConsumerRecords<String, String> batch) {
            for (ConsumerRecord<String, String> order : batch) {
                stage.effects().done(order);
                next = order.offset() + 1;
            }
        }
    }
}
