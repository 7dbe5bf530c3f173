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
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * An application pauses its partitions while its queue is full and goes on polling, as it should. It looks at the queue
 * where it looks at the records it got; but a consumer whose partitions are paused gets none.
 */
final class ForgottenPause implements Scenario {
    private static final Duration POLL = Duration.ofMillis(10);

    /** For how long the dangerous half is watched. */
    private static final int EMPTY_POLLS = 20;

    @Override
    public Page page() {
        return Page.of("forgotten-pause", Chapter.CONSUMERS, "pause", "back-pressure")
                .idea("A paused partition stays paused until resume. If the code that resumes is reached only with"
                        + " records in hand, it is never reached: the consumer polls, sends heartbeats, keeps its"
                        + " partitions, and reads nothing; only its lag grows.")
                .fault("none; the application pauses when its queue is full")
                .advice("Decide on pause and resume in every turn of the poll loop, whatever the poll returned.")
                .source("KafkaConsumer javadoc, Consumption Flow Control and pause(Collection)");
    }

    @Override
    public Half dangerous() {
        return half(
                "partitions are resumed after a poll that has returned records, if the queue has room",
                batch -> !batch.isEmpty(),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "partitions are resumed after each poll, if the queue has room",
                batch -> true,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    /** After which polls the application looks at its queue. */
    @FunctionalInterface
    private interface Look {
        boolean after(ConsumerRecords<String, String> batch);
    }

    private static Half half(String configuration, Look looks, List<Expected> expected) {
        return new Half(configuration, Billing::cluster, Half.faults(), stage -> work(stage, looks), expected);
    }

    private static void work(Stage stage, Look looks) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        RecordingConsumer<String, String> member = Billing.member(stage);
        int empty = 0;
        while (!Workload.stands(member, Billing.ORDERS, Billing.RECORDS) && empty < EMPTY_POLLS) {
            ConsumerRecords<String, String> batch = member.poll(POLL);
            empty = batch.isEmpty() && !member.paused().isEmpty() ? empty + 1 : 0;
            if (batch.count() == Billing.BATCH) {
                member.pause(member.assignment()); // the queue of the workers is full
            } else if (looks.after(batch)) {
                member.resume(member.assignment());
            }
            Billing.book(stage, batch); // by the workers, before the next poll
        }
    }
}
