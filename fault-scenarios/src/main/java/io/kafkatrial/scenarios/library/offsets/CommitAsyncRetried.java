/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * commitAsync does not try again, so the application does: its callback keeps what failed, and when the batch is done that
 * is committed again. Newer commits have succeeded by then, and the older one takes the group back.
 */
final class CommitAsyncRetried implements Scenario {
    private static final int BATCH = 30;
    private static final int EVERY = 10;
    private static final int AFTER = 20;

    @Override
    public Page page() {
        return Page.of("commit-async-retried", Chapter.OFFSETS, "commit", "retry", "callback")
                .idea("commitAsync leaves it to the application to try again, and gives no order to commits that are"
                        + " tried again: an older one that is repeated after a newer one has succeeded takes the"
                        + " committed offset back, and the records between are handed out again.")
                .fault(
                        "the coordinator refuses the group's first commit, as it does while it loads; the commits behind it"
                                + " pass")
                .advice("Do not repeat a failed commitAsync: the next one covers it. Where you must, number the commits"
                        + " and repeat only the newest. Commit with commitSync before the partitions are revoked and"
                        + " before close.")
                .application("Send at least 30 records to `orders` and bill them as group `billing`, reporting effects,"
                        + " with more than one commitAsync between two polls; then start again and bill the rest.")
                .source("KafkaConsumer javadoc, commitAsync; KAFKA-3086");
    }

    @Override
    public Half dangerous() {
        return half(
                "the callback of commitAsync keeps what failed, and it is committed again after the batch",
                (commits, its) -> true,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_REGRESS)));
    }

    @Override
    public Half guarded() {
        return half(
                "the same, but only if no commit was sent after it",
                (commits, its) -> its == commits.sent,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    /** Whether to repeat a commit that failed, by its number. */
    @FunctionalInterface
    private interface Rule {
        boolean repeats(Commits commits, int its);
    }

    private static Half half(String configuration, Rule rule, List<Expected> expected) {
        return new Half(
                configuration,
                Shop::cluster,
                Half.faults(new PlannedFault(
                        "loading",
                        new Fault.OnRequests(
                                Requests.to(new Target.AllBrokers(), "OffsetCommit"),
                                new WireRule.Act.Refuse("COORDINATOR_LOAD_IN_PROGRESS")),
                        Trigger.immediately())),
                stage -> work(stage, rule),
                expected);
    }

    private static void work(Stage stage, Rule rule) {
        Workload.publish(stage, Shop.TOPIC, 0, BATCH);
        RecordingConsumer<String, String> first = Shop.member(stage);
        Commits commits = new Commits(first, rule);
        Workload.poll(first, () -> Workload.stands(first, Shop.ORDERS, BATCH) && commits.haveSettled(), batch -> {
            for (ConsumerRecord<String, String> order : batch) {
                stage.effects().done(order);
                if (order.offset() % EVERY == EVERY - 1) {
                    commits.send(Map.of(Shop.ORDERS, new OffsetAndMetadata(order.offset() + 1)));
                }
            }
        });
        first.close();
        Workload.publish(stage, Shop.TOPIC, BATCH, BATCH + AFTER);
        Shop.bill(stage, Shop.member(stage), BATCH + AFTER);
    }

    private record Failed(Map<TopicPartition, OffsetAndMetadata> offsets, int its) {}

    /** The application's commits. Confined to the thread that polls. */
    private static final class Commits {
        private final RecordingConsumer<String, String> consumer;
        private final Rule rule;
        private final Deque<Failed> failed = new ArrayDeque<>();
        private int sent;
        private int open;

        Commits(RecordingConsumer<String, String> consumer, Rule rule) {
            this.consumer = consumer;
            this.rule = rule;
        }

        void send(Map<TopicPartition, OffsetAndMetadata> offsets) {
            int its = ++sent;
            open++;
            consumer.commitAsync(offsets, (committed, failure) -> {
                open--;
                if (failure != null) {
                    failed.add(new Failed(offsets, its));
                }
            });
        }

        /** Whether all have ended; what failed is sent again, as the rule has it. */
        boolean haveSettled() {
            if (open > 0) {
                return false;
            }
            for (Failed one = failed.poll(); one != null; one = failed.poll()) {
                if (rule.repeats(this, one.its)) {
                    send(one.offsets);
                }
            }
            return open == 0;
        }
    }
}
