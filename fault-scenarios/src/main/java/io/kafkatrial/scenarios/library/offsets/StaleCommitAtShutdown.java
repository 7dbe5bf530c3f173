/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * An application commits after each poll, and keeps offsets of its own for its reports as well, as of its last checkpoint.
 * When it shuts down it commits those. Kafka takes any offset from a partition's owner, also a lower one.
 */
final class StaleCommitAtShutdown implements Scenario {
    private static final int BATCH = 20;
    private static final int BEFORE = 60;
    private static final int AFTER = 20;

    @Override
    public Page page() {
        return Page.of("stale-commit-at-shutdown", Chapter.OFFSETS, "commit", "shutdown")
                .idea(
                        "A commit replaces the one before, whichever is higher. A second piece of code that commits offsets"
                                + " of its own, at shutdown or in a timer, takes the group back to where it last looked.")
                .fault("none; the application is shut down in good order and started again")
                .advice("Let one place keep offsets and commit them: what is processed. At shutdown commit that, in"
                        + " onPartitionsRevoked, which close() calls.")
                .source("KafkaConsumer javadoc, commitSync(Map) and close()");
    }

    @Override
    public Half dangerous() {
        return half(
                "at shutdown commitSync of the last checkpoint, made after the first poll",
                RecordingConsumer::commitSync,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_REGRESS)));
    }

    @Override
    public Half guarded() {
        return half(
                "at shutdown commitSync of what is processed",
                (member, checkpoint) -> member.commitSync(),
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    /** What the application commits when it shuts down. */
    @FunctionalInterface
    private interface Shutdown {
        void commit(RecordingConsumer<String, String> member, Map<TopicPartition, OffsetAndMetadata> checkpoint);
    }

    private static Half half(String configuration, Shutdown shutdown, List<Expected> expected) {
        return new Half(configuration, Shop::cluster, Half.faults(), stage -> work(stage, shutdown), expected);
    }

    private static void work(Stage stage, Shutdown shutdown) {
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        RecordingConsumer<String, String> first = Shop.member(stage, "max.poll.records", String.valueOf(BATCH));
        Shop.bill(stage, first, BATCH);
        Map<TopicPartition, OffsetAndMetadata> checkpoint = new HashMap<>();
        checkpoint.put(Shop.ORDERS, new OffsetAndMetadata(first.position(Shop.ORDERS)));
        Shop.bill(stage, first, BEFORE);
        shutdown.commit(first, checkpoint);
        first.close();
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        Shop.bill(stage, Shop.member(stage), BEFORE + AFTER);
    }
}
