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

/**
 * A group without members forgets its offsets after {@code offsets.retention.minutes}, seven days. An application that was
 * switched off for longer begins anew. Eight days pass here by a jump of the brokers' clock. A second group, of auditors,
 * has no members in either half: once its offsets are gone, the group that kept one has been looked at too, for all offsets
 * are kept in one partition.
 */
final class OffsetExpiry implements Scenario {
    private static final String EIGHT_DAYS = "eight days pass";
    private static final String AUDIT = "audit";
    private static final int BEFORE = 60;
    private static final int AFTER = 20;

    @Override
    public Page page() {
        return Page.of("offset-expiry", Chapter.OFFSETS, "retention", "auto-offset-reset", "clock")
                .idea("Seven days after its last member left, a group's committed offsets are deleted. The application"
                        + " that comes back later is new to Kafka, and auto.offset.reset decides: earliest processes all"
                        + " that is in the log again, latest skips what was written meanwhile.")
                .fault("the group has no member any more, and eight days pass (the brokers' clock jumps)")
                .advice("Let offsets.retention.minutes be longer than the longest time an application may be off, and"
                        + " longer than the retention of what it reads; or let one member stay. auto.offset.reset=none"
                        + " makes the loss an error (NoOffsetForPartitionException) instead of a decision.")
                .source("Kafka documentation, Broker Configs, offsets.retention.minutes; KIP-186; KIP-211");
    }

    @Override
    public Half dangerous() {
        return half(
                "offsets.retention.minutes=10080 (the default, seven days), all instances switched off;"
                        + " auto.offset.reset=earliest",
                OffsetExpiry::switchedOff,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_LOST)));
    }

    @Override
    public Half guarded() {
        return half(
                "the same, and one instance stays in the group",
                OffsetExpiry::oneStays,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(String configuration, Half.Work work, List<Expected> expected) {
        Fault jump = new Fault.SkewClock(Target.broker(1), Duration.ofDays(8), Optional.empty());
        return new Half(
                configuration,
                cluster -> cluster.brokers(1)
                        .topic(Shop.TOPIC, 1, 1, Map.of("retention.ms", "-1"))
                        .config("offsets.topic.num.partitions", "1")
                        .config("offsets.retention.check.interval.ms", "100"),
                Half.faults(new PlannedFault(EIGHT_DAYS, jump, Shop.left(AUDIT, BEFORE))),
                work,
                expected);
    }

    private static void switchedOff(Stage stage) {
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        RecordingConsumer<String, String> first = Shop.member(stage);
        Shop.bill(stage, first, BEFORE);
        first.close();
        Admin admin = stage.clients().admin(Map.of());
        eightDays(stage, admin);
        stage.await("deletion of the offsets of " + Shop.GROUP, () -> !Shop.hasCommitted(admin, Shop.GROUP));
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        Shop.bill(stage, Shop.member(stage), BEFORE + AFTER);
    }

    private static void oneStays(Stage stage) {
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        RecordingConsumer<String, String> first = Shop.member(stage);
        Shop.bill(stage, first, BEFORE);
        eightDays(stage, stage.clients().admin(Map.of()));
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        first.close();
        Shop.bill(stage, Shop.member(stage), BEFORE + AFTER);
    }

    /** The auditors commit and go; then their offsets expire. */
    private static void eightDays(Stage stage, Admin admin) {
        RecordingConsumer<String, String> auditor = Workload.member(stage, AUDIT);
        auditor.subscribe(List.of(Shop.TOPIC));
        Workload.poll(auditor, () -> Workload.stands(auditor, Shop.ORDERS, BEFORE), batch -> auditor.commitSync());
        auditor.close();
        stage.awaitFired(EIGHT_DAYS);
        stage.await("deletion of the offsets of " + AUDIT, () -> !Shop.hasCommitted(admin, AUDIT));
    }
}
