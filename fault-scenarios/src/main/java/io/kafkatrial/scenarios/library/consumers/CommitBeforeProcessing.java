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
import io.kafkatrial.scenarios.library.consumers.Billing.Application;
import java.util.List;

/**
 * A consumer commits a batch, begins to process it, and dies in the middle. The group goes on behind the batch, so the
 * rest of it is never processed.
 */
final class CommitBeforeProcessing implements Scenario {

    @Override
    public Page page() {
        return Page.of("commit-before-processing", Chapter.CONSUMERS, "crash", "commit")
                .idea("A commit says: up to here all is done. Said before it is true, it loses whatever the consumer"
                        + " had not done when it died: at most once.")
                .fault("the first member of the group is killed as it is about to process its 30th record, the tenth of"
                        + " its second poll")
                .advice("Process first, commit after; then make effects idempotent, for some will come again. Commit"
                        + " first only where a lost record is better than a repeated one.")
                .source("Kafka documentation, Design, Message Delivery Semantics; KafkaConsumer javadoc, Manual Offset"
                        + " Control");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.auto.commit=false, commitSync as soon as poll returns, then process",
                stage -> (member, batch) -> {
                    member.commitSync();
                    Billing.book(stage, batch);
                },
                List.of(
                        Expected.holds(Guarantee.AT_MOST_ONCE),
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_BEYOND_PROCESSED)));
    }

    @Override
    public Half guarded() {
        return half(
                "enable.auto.commit=false, process all of a poll, then commitSync",
                stage -> (member, batch) -> {
                    Billing.book(stage, batch);
                    member.commitSync();
                },
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    /** What the application is on this stage. */
    @FunctionalInterface
    private interface Style {
        Application on(Stage stage);
    }

    private static Half half(String configuration, Style style, List<Expected> expected) {
        return new Half(
                configuration,
                Billing::cluster,
                Half.faults(Billing.crash(ClientPoint.BEFORE_RECORD, 30)),
                stage -> Billing.untilKilled(stage, style.on(stage)),
                expected);
    }
}
