/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A consumer hands what it polls to workers and polls on. Its automatic commits take everything that was handed out for
 * done. The workers are slower than the polls here: of 20 records polled three are done by the next poll.
 */
final class AutoCommitHandOff implements Scenario {

    private static final int DONE_BY_NEXT_POLL = 3;

    /** Less than what all polls leave done, and less than what one poll hands out. */
    private static final int COMMITTED = 10;

    @Override
    public Page page() {
        return Page.of("auto-commit-hand-off", Chapter.CONSUMERS, "crash", "commit", "auto-commit", "threads")
                .idea("An automatic commit, made by a poll, covers all that the polls before it handed out. If these"
                        + " records wait in a queue of the application when its process dies, nobody gets them again.")
                .fault("when the group has committed 10 records, its first member is killed as it polls again")
                .advice("Commit by hand what the workers are done with; or wait for them before the next poll.")
                .source("KafkaConsumer javadoc, Automatic Offset Committing (\"you must consume all data returned from"
                        + " each call to poll before any subsequent calls\") and Decouple Consumption and Processing");
    }

    @Override
    public Half dangerous() {
        return half(
                "enable.auto.commit=true, records processed after the poll by slower workers",
                AutoCommitHandOff::automatic,
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_BEYOND_PROCESSED)));
    }

    @Override
    public Half guarded() {
        return half(
                "enable.auto.commit=false, the same workers, and after each poll a commit of what they are done with",
                AutoCommitHandOff::byHand,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(String configuration, Half.Work work, List<Expected> expected) {
        Fault crash = new Fault.OnClients(
                Billing.FIRST, new ClientAct.Crash(), ClientPoint.BEFORE_POLL, Passages.all(), Optional.empty());
        Trigger committed = new Trigger.OffsetCommitted(Billing.GROUP, new PartitionId(Billing.TOPIC, 0), COMMITTED);
        return new Half(
                configuration,
                Billing::cluster,
                Half.faults(new PlannedFault(Billing.CRASH, crash, committed)),
                work,
                expected);
    }

    private static void automatic(Stage stage) {
        work(
                stage,
                Billing.member(stage, "enable.auto.commit", "true", "auto.commit.interval.ms", "10"),
                (me, done) -> {
                    // by its answer the automatic commits asked for before are answered too
                    me.committed(Set.of(Billing.ORDERS));
                });
    }

    private static void byHand(Stage stage) {
        work(
                stage,
                Billing.member(stage),
                (me, done) -> me.commitSync(Map.of(Billing.ORDERS, new OffsetAndMetadata(done.offset() + 1))));
    }

    /** What follows when the workers are done with a record and all before it. */
    @FunctionalInterface
    private interface Progress {
        void to(RecordingConsumer<String, String> member, ConsumerRecord<String, String> done);
    }

    private static void work(Stage stage, RecordingConsumer<String, String> first, Progress progress) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        Deque<ConsumerRecord<String, String>> inHand = new ArrayDeque<>();
        try {
            Workload.poll(first, () -> false, batch -> {
                batch.forEach(inHand::add);
                ConsumerRecord<String, String> done = inHand.element();
                for (int worked = 0; worked < DONE_BY_NEXT_POLL; worked++) {
                    done = inHand.remove();
                    stage.effects().done(done);
                }
                progress.to(first, done);
            });
        } catch (ClientCrashedException dead) {
            Billing.takeOver(stage, (member, batch) -> {
                Billing.book(stage, batch);
                member.commitSync();
            });
        }
    }
}
