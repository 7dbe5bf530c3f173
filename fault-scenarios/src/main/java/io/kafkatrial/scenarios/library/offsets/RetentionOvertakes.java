/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An application is off over a weekend, and its topic keeps records for a day. What it had not read is deleted; it comes
 * back with an offset that is not in the log any more, and begins where {@code auto.offset.reset} says. Three days pass
 * here by a jump of the broker's clock; brokers stamp the records, so that what comes later is young. A second topic, which
 * keeps records for a day in either half, shows that the logs have been looked at.
 */
final class RetentionOvertakes implements Scenario {
    private static final String WEEKEND = "three days pass";
    private static final TopicPartition CLICKS = new TopicPartition("clicks", 0);
    private static final int BATCH = 20;
    private static final int BEFORE = 60;
    private static final int AFTER = 20;

    @Override
    public Page page() {
        return Page.of("retention-overtakes-consumer", Chapter.OFFSETS, "retention", "auto-offset-reset", "clock")
                .idea("Retention asks nobody whether the records have been read. A consumer whose offset is below the"
                        + " beginning of the log is moved there, or to the end, by auto.offset.reset, and goes on as if"
                        + " nothing had happened.")
                .fault("the only member leaves after 20 of 60 records, and three days pass (the broker's clock jumps)")
                .advice(
                        "Let retention.ms, and retention.bytes at the highest rate, be longer than the longest outage you"
                                + " mean to survive, and watch the lag in time. auto.offset.reset=none makes the loss an error"
                                + " (OffsetOutOfRangeException) instead of a jump.")
                .source("Kafka documentation, Topic Configs, retention.ms; Consumer Configs, auto.offset.reset");
    }

    @Override
    public Half dangerous() {
        return half(
                "retention.ms=86400000 (a day); auto.offset.reset=earliest",
                Duration.ofDays(1),
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.SILENT_RESET)));
    }

    @Override
    public Half guarded() {
        return half(
                "retention.ms=604800000 (seven days, the default); auto.offset.reset=earliest",
                Duration.ofDays(7),
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(String configuration, Duration retention, List<Expected> expected) {
        Fault jump = new Fault.SkewClock(Target.broker(1), Duration.ofDays(3), Optional.empty());
        return new Half(
                configuration,
                cluster -> cluster.brokers(1)
                        .topic(Shop.TOPIC, 1, 1, kept(retention))
                        .topic(CLICKS.topic(), 1, 1, kept(Duration.ofDays(1)))
                        .config("log.retention.check.interval.ms", "100")
                        .config("log.initial.task.delay.ms", "100"),
                Half.faults(new PlannedFault(WEEKEND, jump, Shop.left(Shop.GROUP, BATCH))),
                stage -> work(stage, retention.toDays() < 3),
                expected);
    }

    private static Map<String, String> kept(Duration retention) {
        return Map.of("retention.ms", String.valueOf(retention.toMillis()), "message.timestamp.type", "LogAppendTime");
    }

    private static void work(Stage stage, boolean deleted) {
        // of another application, so that nobody misses it
        try (KafkaProducer<String, String> other = new KafkaProducer<>(
                stage.cluster().clientProperties(), new StringSerializer(), new StringSerializer())) {
            other.send(new ProducerRecord<>(CLICKS.topic(), "a click"));
        }
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        RecordingConsumer<String, String> first = Shop.member(stage, "max.poll.records", String.valueOf(BATCH));
        Shop.bill(stage, first, BATCH);
        first.close();
        stage.awaitFired(WEEKEND);
        Admin admin = stage.clients().admin(Map.of());
        stage.await("deletion of old clicks", () -> Shop.logStart(admin, CLICKS) > 0);
        if (deleted) {
            stage.await("deletion of old orders", () -> Shop.logStart(admin, Shop.ORDERS) == BEFORE);
        }
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        Shop.bill(stage, Shop.member(stage), BEFORE + AFTER);
    }
}
