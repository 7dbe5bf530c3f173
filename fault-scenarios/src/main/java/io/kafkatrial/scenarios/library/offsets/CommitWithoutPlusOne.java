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
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** An application commits the offset of the record it has processed. An offset means the next record to be read. */
final class CommitWithoutPlusOne implements Scenario {
    private static final int BEFORE = 60;
    private static final int AFTER = 20;

    @Override
    public Page page() {
        return Page.of("commit-without-plus-one", Chapter.OFFSETS, "commit", "restart")
                .idea("A committed offset is the offset of the next record to read. Who commits that of the last record"
                        + " processed gets this record again after every restart and every rebalance.")
                .fault("none; the application is restarted in good order")
                .advice("Commit record.offset() + 1; or commitSync() without arguments, which commits the positions; or"
                        + " ConsumerRecords.nextOffsets() of kafka-clients 4.0.")
                .source("KafkaConsumer javadoc, Offsets and Consumer Position; and Manual Offset Control");
    }

    @Override
    public Half dangerous() {
        return half(
                "commitSync of the last record's offset",
                0,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "commitSync of the last record's offset plus one",
                1,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, int plus, List<Expected> expected) {
        return new Half(configuration, Shop::cluster, Half.faults(), stage -> work(stage, plus), expected);
    }

    private static void work(Stage stage, int plus) {
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        RecordingConsumer<String, String> first = Shop.member(stage);
        bill(stage, first, BEFORE, plus);
        first.close();
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        bill(stage, Shop.member(stage), BEFORE + AFTER, plus);
    }

    private static void bill(Stage stage, RecordingConsumer<String, String> member, long end, int plus) {
        Workload.poll(member, () -> Workload.stands(member, Shop.ORDERS, end), batch -> {
            for (ConsumerRecord<String, String> order : batch) {
                stage.effects().done(order);
            }
            List<ConsumerRecord<String, String>> orders = batch.records(Shop.ORDERS);
            long last = orders.get(orders.size() - 1).offset();
            member.commitSync(Map.of(Shop.ORDERS, new OffsetAndMetadata(last + plus)));
        });
    }
}
