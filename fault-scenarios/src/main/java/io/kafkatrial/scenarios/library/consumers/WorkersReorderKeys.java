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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Orders of two customers, one after the other in one partition, processed by two workers. The first order of the first
 * customer takes until the last of the second is done. From one queue the other worker takes the first customer's next
 * orders meanwhile; from a queue for each customer it does not.
 */
final class WorkersReorderKeys implements Scenario {
    private static final List<String> CUSTOMERS = List.of("ann", "bob");
    private static final int ORDERS = 20;

    @Override
    public Page page() {
        return Page.of("workers-reorder-keys", Chapter.CONSUMERS, "threads", "order")
                .idea("A partition is read in the order of sending, but workers that share one queue finish its records"
                        + " in any order, those of one key too.")
                .fault("none; the first record takes its worker longer than the others take")
                .advice("Give every key one worker: a queue for each, chosen by the key's hash.")
                .source("KafkaConsumer javadoc, Multi-threaded Processing, Decouple Consumption and Processing");
    }

    @Override
    public Half dangerous() {
        ExecutorFactory shared = () -> {
            ExecutorService pool = Executors.newFixedThreadPool(CUSTOMERS.size());
            return List.of(pool, pool);
        };
        return half(
                "two workers, one queue",
                shared,
                List.of(
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.broken(Guarantee.ORDERED_PER_KEY, Anomaly.Kind.REORDERED_KEY)));
    }

    @Override
    public Half guarded() {
        return half(
                "two workers, each with a queue for its keys",
                () -> List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor()),
                List.of(Expected.holds(Guarantee.EXACTLY_ONCE), Expected.holds(Guarantee.ORDERED_PER_KEY)));
    }

    /** The queue of each customer. */
    @FunctionalInterface
    private interface ExecutorFactory {
        List<ExecutorService> make();
    }

    private static Half half(String configuration, ExecutorFactory queues, List<Expected> expected) {
        return new Half(configuration, Billing::cluster, Half.faults(), stage -> work(stage, queues.make()), expected);
    }

    private static void work(Stage stage, List<ExecutorService> queues) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer());
        for (int number = 0; number < ORDERS; number++) {
            producer.send(new ProducerRecord<>(Billing.TOPIC, CUSTOMERS.get(number % 2), "order " + number));
        }
        producer.flush();
        RecordingConsumer<String, String> member = Billing.member(stage);
        Workload.poll(member, () -> Workload.stands(member, Billing.ORDERS, ORDERS), batch -> {
            process(stage, queues, batch);
            member.commitSync();
        });
        queues.forEach(ExecutorService::shutdown);
    }

    private static void process(Stage stage, List<ExecutorService> queues, ConsumerRecords<String, String> batch) {
        CountDownLatch ofBob = new CountDownLatch(batch.count() / 2);
        CountDownLatch all = new CountDownLatch(batch.count());
        for (ConsumerRecord<String, String> order : batch) {
            int customer = CUSTOMERS.indexOf(order.key());
            queues.get(customer).execute(() -> {
                if (order.offset() == 0) {
                    await(ofBob);
                }
                stage.effects().done(order);
                all.countDown();
                if (customer == 1) {
                    ofBob.countDown();
                }
            });
        }
        await(all);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
