/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record takes a consumer long. Its heartbeats go on, but after {@code max.poll.interval.ms} without a poll it leaves
 * the group by itself, and another member begins where it committed last. It does not notice before it polls or commits:
 * it goes on with its batch.
 */
final class SlowHandlerEvicted implements Scenario {
    private static final String SLOW = "slow fifth record";
    private static final int QUICK = 4;
    private static final Duration INTERVAL = Duration.ofMillis(300);

    @Override
    public Page page() {
        return Page.of("slow-handler-evicted", Chapter.CONSUMERS, "rebalance", "max-poll-interval", "commit")
                .idea("A consumer that does not poll for max.poll.interval.ms loses its partitions. Whoever gets them"
                        + " processes again what it has in hand and not committed, and it goes on itself until its commit"
                        + " fails (CommitFailedException).")
                .fault("the handler of the first member takes long over its fifth record, longer than 300 ms, while"
                        + " another member joins")
                .advice(
                        "Let max.poll.interval.ms cover the slowest batch: raise it, or lower max.poll.records, or pause"
                                + " the partitions and go on polling while workers process. And make effects idempotent.")
                .source("CommitFailedException javadoc; KafkaConsumer javadoc, Detecting Consumer Failures; KIP-62");
    }

    @Override
    public Half dangerous() {
        return half(
                "max.poll.interval.ms=300, shorter than the slowest record",
                INTERVAL,
                // the other member has been handed the first poll's records again
                new Trigger.Delivered(Billing.GROUP, 2 * Billing.BATCH),
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "max.poll.interval.ms=60000, longer than the slowest batch",
                Duration.ofMinutes(1),
                new Trigger.Sequence(List.of(
                        new Trigger.Handled(Optional.empty(), QUICK),
                        new Trigger.GroupState(Billing.GROUP, "PreparingRebalance"),
                        new Trigger.After(INTERVAL.plusMillis(100)))),
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, Duration interval, Trigger done, List<Expected> expected) {
        return new Half(
                configuration,
                Billing::cluster,
                Half.faults(new PlannedFault(
                        SLOW,
                        Billing.onFirst(
                                new ClientAct.SlowHandler(Duration.ofMinutes(1)), ClientPoint.ANYWHERE, QUICK + 1),
                        Trigger.immediately(),
                        Optional.of(done))),
                stage -> work(stage, interval),
                expected);
    }

    private static void work(Stage stage, Duration interval) throws Exception {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        RecordingConsumer<String, String> first =
                Billing.member(stage, "max.poll.interval.ms", String.valueOf(interval.toMillis()));
        stage.awaitFired(SLOW);
        Biller biller = new Biller(stage);
        FutureTask<Void> slow = Billing.begin(() -> biller.run(first));
        stage.awaitBitten(SLOW);
        biller.run(Billing.member(stage));
        slow.get(1, TimeUnit.MINUTES);
    }

    /** The application, in two threads. */
    private static final class Biller {
        private final Stage stage;
        private final Set<Long> booked = ConcurrentHashMap.newKeySet();

        Biller(Stage stage) {
            this.stage = stage;
        }

        void run(RecordingConsumer<String, String> member) {
            try {
                Workload.poll(member, () -> booked.size() == Billing.RECORDS, batch -> {
                    for (ConsumerRecord<String, String> order : batch) {
                        stage.effects().done(order);
                        booked.add(order.offset());
                    }
                    member.commitSync();
                });
            } catch (CommitFailedException out) {
                // no member any more: what it has booked since is booked twice
            }
        }
    }
}
