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
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * An application that shall begin with new orders seeks to the end when it gets a partition. It does so at its first start,
 * and at every later one, and in every rebalance.
 */
final class SeekToEndOnAssignment implements Scenario {
    private static final int BEFORE = 20;
    private static final int WHILE_OFF = 20;
    private static final int AFTER = 20;

    @Override
    public Page page() {
        return Page.of("seek-to-end-on-assignment", Chapter.OFFSETS, "seek", "restart", "rebalance")
                .idea(
                        "onPartitionsAssigned is called at each assignment, not only at the first. A seekToEnd there throws"
                                + " away what was written while nobody owned the partition, and what the former owner had not"
                                + " come to.")
                .fault("none; the application is restarted in good order, and 20 records come while it is off")
                .advice("Leave the position to the committed offset. Seek only partitions for which committed() has"
                        + " none, or let auto.offset.reset decide about those.")
                .source(
                        "ConsumerRebalanceListener javadoc; KafkaConsumer javadoc, Controlling The Consumer's Position");
    }

    @Override
    public Half dangerous() {
        return half(
                "seekToEnd in onPartitionsAssigned",
                RecordingConsumer::seekToEnd,
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_BEYOND_PROCESSED)));
    }

    @Override
    public Half guarded() {
        return half(
                "no seek; auto.offset.reset=earliest",
                (member, partitions) -> {},
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(
            String configuration,
            BiConsumer<RecordingConsumer<String, String>, Collection<TopicPartition>> onAssigned,
            List<Expected> expected) {
        return new Half(configuration, Shop::cluster, Half.faults(), stage -> work(stage, onAssigned), expected);
    }

    private static void work(
            Stage stage, BiConsumer<RecordingConsumer<String, String>, Collection<TopicPartition>> onAssigned) {
        RecordingConsumer<String, String> first = member(stage, onAssigned);
        Shop.bill(stage, first, 0);
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        Shop.bill(stage, first, BEFORE);
        first.close();
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + WHILE_OFF);
        RecordingConsumer<String, String> second = member(stage, onAssigned);
        Shop.bill(stage, second, BEFORE + WHILE_OFF);
        Workload.publish(stage, Shop.TOPIC, BEFORE + WHILE_OFF, BEFORE + WHILE_OFF + AFTER);
        Shop.bill(stage, second, BEFORE + WHILE_OFF + AFTER);
    }

    private static RecordingConsumer<String, String> member(
            Stage stage, BiConsumer<RecordingConsumer<String, String>, Collection<TopicPartition>> onAssigned) {
        RecordingConsumer<String, String> member = Workload.member(stage, Shop.GROUP);
        member.subscribe(List.of(Shop.TOPIC), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                onAssigned.accept(member, partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // committed after each poll
            }
        });
        return member;
    }
}
