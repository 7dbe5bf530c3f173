/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
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
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * An application commits every now and then, not after each poll. A member joins: partitions move, and who gets them
 * begins at what was committed last. The guarded application commits what it has processed before it gives partitions
 * away.
 */
final class CommitOnRevoke implements Scenario {
    private static final String JOIN = "another member comes and goes";
    private static final int PARTITIONS = 2;
    private static final int EACH = 20;

    /** Alone, with the other member, alone again. */
    private static final int ASSIGNMENTS = 3;

    @Override
    public Page page() {
        return Page.of("commit-on-revoke", Chapter.CONSUMERS, "rebalance", "commit")
                .idea("Whoever gets a partition in a rebalance begins at the committed offset, even if it owned that"
                        + " partition before. What was processed and not committed is processed again, although nothing"
                        + " failed.")
                .fault("when 40 records have been processed another member joins the group and leaves it again")
                .advice("Commit what is processed in onPartitionsRevoked, with commitSync; or commit after each poll.")
                .source("ConsumerRebalanceListener javadoc; KIP-429");
    }

    @Override
    public Half dangerous() {
        return half(
                "one commitSync every 1000 records and at the end",
                member -> {},
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "the same, and commitSync in onPartitionsRevoked",
                RecordingConsumer::commitSync,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    /** What the application does when partitions are taken from it. */
    @FunctionalInterface
    private interface Farewell {
        void say(RecordingConsumer<String, String> member);
    }

    private static Half half(String configuration, Farewell farewell, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(1).topic(Billing.TOPIC, PARTITIONS, 1),
                Half.faults(new PlannedFault(
                        JOIN,
                        new Fault.OnClients(Billing.FIRST, new ClientAct.Storm(1)),
                        new Trigger.Handled(Optional.empty(), PARTITIONS * EACH))),
                stage -> work(stage, farewell),
                expected);
    }

    private static void work(Stage stage, Farewell farewell) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Billing.orders(stage, partition, EACH);
        }
        RecordingConsumer<String, String> member = Billing.consumer(stage);
        Rebalances rebalances = new Rebalances(member, farewell);
        member.subscribe(List.of(Billing.TOPIC), rebalances);
        Workload.poll(
                member,
                () -> rebalances.assignments >= ASSIGNMENTS && hasReadAll(member),
                batch -> Billing.book(stage, batch));
        member.commitSync();
    }

    private static boolean hasReadAll(RecordingConsumer<String, String> member) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (!Workload.stands(member, new TopicPartition(Billing.TOPIC, partition), EACH)) {
                return false;
            }
        }
        return true;
    }

    /** Counts assignments. Confined to the member's thread. */
    private static final class Rebalances implements ConsumerRebalanceListener {
        private final RecordingConsumer<String, String> member;
        private final Farewell farewell;
        private int assignments;

        Rebalances(RecordingConsumer<String, String> member, Farewell farewell) {
            this.member = member;
            this.farewell = farewell;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignments++;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            farewell.say(member);
        }
    }
}
