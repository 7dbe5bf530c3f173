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

/**
 * A new application is started, and orders come in while it is still joining its group. The group has committed nothing
 * yet, so the application begins where {@code auto.offset.reset} says.
 */
final class LatestSkipsFirstRecords implements Scenario {
    private static final int WHILE_JOINING = 20;
    private static final int LATER = 20;

    @Override
    public Page page() {
        return Page.of("latest-skips-first-records", Chapter.OFFSETS, "auto-offset-reset", "configuration")
                .idea(
                        "A group without a committed offset begins at the end of the log, by default: not where the end was"
                                + " when the application was started, but where it is when a partition is first asked for. What"
                                + " came in between is skipped without a word, also after a crash before the first commit.")
                .fault("none; 20 records come while the first member joins")
                .advice("Set auto.offset.reset=earliest where every record counts. If history must be left out, commit"
                        + " the offsets to begin at before the application is started.")
                .source("Kafka documentation, Consumer Configs, auto.offset.reset; KafkaConsumer javadoc, Offsets and"
                        + " Consumer Position");
    }

    @Override
    public Half dangerous() {
        return half(
                "latest",
                "auto.offset.reset=latest (the default)",
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.SILENT_RESET)));
    }

    @Override
    public Half guarded() {
        return half(
                "earliest",
                "auto.offset.reset=earliest",
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(String reset, String configuration, List<Expected> expected) {
        return new Half(configuration, Shop::cluster, Half.faults(), stage -> work(stage, reset), expected);
    }

    private static void work(Stage stage, String reset) {
        RecordingConsumer<String, String> member = Shop.member(stage, "auto.offset.reset", reset);
        Workload.publish(stage, Shop.TOPIC, 0, WHILE_JOINING);
        Shop.bill(stage, member, WHILE_JOINING);
        Workload.publish(stage, Shop.TOPIC, WHILE_JOINING, WHILE_JOINING + LATER);
        Shop.bill(stage, member, WHILE_JOINING + LATER);
    }
}
