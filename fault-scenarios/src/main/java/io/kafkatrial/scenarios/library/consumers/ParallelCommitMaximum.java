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
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Workers process the records of a partition in parallel, and one of them takes long over the fourth. An offset says that
 * everything below it is done, so it may go no further than the record that is not.
 */
final class ParallelCommitMaximum implements Scenario {
    private static final int WORKERS = 4;
    private static final long SLOW = 3;

    @Override
    public Page page() {
        return Page.of("parallel-commit-maximum", Chapter.CONSUMERS, "crash", "commit", "threads")
                .idea("Workers finish records in another order than that of the partition. A commit of the highest"
                        + " finished offset covers the lower ones that are not finished; a crash loses them.")
                .fault(
                        "the first member of the group is killed after its first commit, while a worker is still busy with"
                                + " the fourth record")
                .advice(
                        "Commit the lowest offset that is not finished, as far as everything before it is: a low-water"
                                + " mark. Or use a library that keeps it, or a share group, which acknowledges record by record.")
                .source("KafkaConsumer javadoc, Multi-threaded Processing, Decouple Consumption and Processing");
    }

    @Override
    public Half dangerous() {
        return half(
                "four workers; commitSync of the highest finished offset plus one",
                finished -> finished.last() + 1,
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_BEYOND_PROCESSED)));
    }

    @Override
    public Half guarded() {
        return half(
                "four workers; commitSync of the lowest offset that is not finished",
                ParallelCommitMaximum::lowWaterMark,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static long lowWaterMark(NavigableSet<Long> finished) {
        long next = 0;
        while (finished.contains(next)) {
            next++;
        }
        return next;
    }

    private static Half half(
            String configuration, ToLongFunction<NavigableSet<Long>> toCommit, List<Expected> expected) {
        return new Half(
                configuration,
                Billing::cluster,
                Half.faults(Billing.crash(ClientPoint.AFTER_COMMIT, 1)),
                stage -> work(stage, toCommit),
                expected);
    }

    private static void work(Stage stage, ToLongFunction<NavigableSet<Long>> toCommit) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        RecordingConsumer<String, String> first = Billing.member(stage);
        stage.awaitFired(Billing.CRASH);
        Workers workers = new Workers(stage);
        try {
            Billing.readAll(first, (member, batch) -> {
                workers.processAllButTheSlow(batch);
                long offset = toCommit.applyAsLong(workers.finished);
                member.commitSync(Map.of(Billing.ORDERS, new OffsetAndMetadata(offset)));
            });
        } catch (ClientCrashedException dead) {
            workers.die();
            Billing.takeOver(stage, (member, batch) -> {
                Billing.book(stage, batch);
                member.commitSync();
            });
        }
    }

    /** The workers of one process. Safe for use by several threads. */
    private static final class Workers {
        private final Stage stage;
        private final ExecutorService pool = Executors.newFixedThreadPool(WORKERS);
        private final NavigableSet<Long> finished = new ConcurrentSkipListSet<>();
        private final CountDownLatch never = new CountDownLatch(1);

        Workers(Stage stage) {
            this.stage = stage;
        }

        /** Let them work; return when all but the slow record are done. */
        void processAllButTheSlow(ConsumerRecords<String, String> batch) {
            CountDownLatch quick = new CountDownLatch(batch.count() - 1);
            batch.forEach(order -> pool.execute(() -> process(order, quick)));
            try {
                quick.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void process(ConsumerRecord<String, String> order, CountDownLatch quick) {
            if (order.offset() == SLOW) {
                try {
                    never.await();
                } catch (InterruptedException dead) {
                    return;
                }
            }
            stage.effects().done(order);
            finished.add(order.offset());
            quick.countDown();
        }

        /** They die with their process; what they were at is not done. */
        void die() {
            pool.shutdownNow();
        }
    }
}
