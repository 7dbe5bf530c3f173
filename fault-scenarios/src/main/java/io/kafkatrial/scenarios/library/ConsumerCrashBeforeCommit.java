/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A consumer books a batch and dies before it commits. The group's offset still points before that batch,
 * so the member that takes over books it again: effects are doubled, none is missing. That is what
 * processing before committing means, at-least-once; committing first would lose the batch instead.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ConsumerCrashBeforeCommit implements Scenario {

    private static final String TOPIC = "orders";
    private static final int RECORDS = 100;
    private static final int BATCH = 20;
    private static final int POLLS_AT_MOST = 600;

    @Override
    public Page page() {
        return new Page(
                "consumer-crash-before-commit",
                "What a consumer processed but did not commit is processed again by whoever takes over its"
                        + " partitions: duplicated effects, nothing lost.",
                "enable.auto.commit=false, process then commitSync",
                "the consumer crashes between processing its second batch and committing it",
                "Make effects idempotent (remember what is done under the record's key, in the same transaction as the"
                        + " effect), or keep offsets with the effects.",
                "Kafka documentation, Design, Message Delivery Semantics; KafkaConsumer javadoc, Manual Offset Control");
    }

    @Override
    public List<Expected> expected() {
        return List.of(
                Expected.holds(Guarantee.AT_LEAST_ONCE),
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_EFFECT));
    }

    /** The broker lets sessions be short, so that the group soon learns of the death. */
    @Override
    public ClusterBuilder shape(ClusterBuilder cluster) {
        return cluster.brokers(3).topic(TOPIC, 1, 3).config("group.min.session.timeout.ms", "500");
    }

    /** Empty: what breaks is the application. */
    @Override
    public Plan plan(long seed) {
        return new Plan(seed, List.of());
    }

    @Override
    public void run(Stage stage) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        Workload.send(producer, TOPIC, 0, RECORDS);
        producer.flush();

        RecordingConsumer<String, String> first = consumer(stage);
        book(stage, nextBatch(first));
        first.commitSync();
        book(stage, nextBatch(first));
        first.crash();

        RecordingConsumer<String, String> second = consumer(stage);
        Set<Long> offsets = new HashSet<>();
        for (int poll = 0; poll < POLLS_AT_MOST && offsets.size() < RECORDS - BATCH; poll++) {
            ConsumerRecords<String, String> batch = second.poll(Workload.POLL);
            book(stage, batch);
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
                        "session.timeout.ms", "1500",
                        "heartbeat.interval.ms", "300"));
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

    private static void book(Stage stage, ConsumerRecords<String, String> batch) {
        for (ConsumerRecord<String, String> order : batch) {
            stage.effects().done(order);
        }
    }
}
