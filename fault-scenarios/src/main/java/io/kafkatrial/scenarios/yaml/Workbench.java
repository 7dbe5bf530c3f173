/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.app.OnTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Does the steps of a workload. Its producers are shared by name; safe for use by several threads. */
final class Workbench implements AutoCloseable {

    private final Stage stage;
    private final String scenario;
    private final Map<String, Producer<String, String>> producers = new ConcurrentHashMap<>();
    private final AtomicInteger sending = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "trial-step");
        thread.setDaemon(true);
        return thread;
    });

    Workbench(Stage stage, String scenario) {
        this.stage = stage;
        this.scenario = scenario;
    }

    void work(Step step) throws Exception {
        if (step instanceof Step.Produce produce) {
            produce(produce);
        } else if (step instanceof Step.Consume consume) {
            new Reading(stage, consume, this).run();
        } else if (step instanceof Step.AwaitFault wait) {
            stage.awaitFired(wait.fault());
        } else if (step instanceof Step.Application application) {
            OnTrial.work(application.own(), scenario).run(stage);
        } else if (step instanceof Step.Together together) {
            together(together);
        }
    }

    /** Those that send are counted at once, so that none that reads takes the topics for complete before they have begun. */
    private void together(Step.Together together) throws Exception {
        List<Callable<Void>> all = new ArrayList<>();
        int senders = (int) together.steps().stream()
                .filter(step -> !(step instanceof Step.Consume))
                .count();
        sending.addAndGet(senders);
        for (Step step : together.steps()) {
            all.add(() -> {
                try {
                    work(step);
                } finally {
                    if (!(step instanceof Step.Consume)) {
                        sending.decrementAndGet();
                    }
                }
                return null;
            });
        }
        atOnce(all);
    }

    /** Do all of them at the same time; fails with the first that does. */
    void atOnce(List<Callable<Void>> all) throws Exception {
        List<Future<Void>> futures = new ArrayList<>();
        all.forEach(each -> futures.add(threads.submit(each)));
        try {
            for (Future<Void> future : futures) {
                future.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** Whether somebody is still at work beside those that read, or a record is under way. */
    boolean isSending() {
        return sending.get() > 0 || underWay.get() > 0;
    }

    private void produce(Step.Produce step) {
        Producer<String, String> producer =
                producers.computeIfAbsent(step.client().orElse("producer"), name -> make(step));
        String value = step.bytes().isPresent() ? "v".repeat(step.bytes().getAsInt()) : "";
        int keys = step.keys().orElse(step.records());
        int inTransaction = step.transaction().orElse(Integer.MAX_VALUE);
        for (int number = 0; number < step.records(); number++) {
            if (step.transaction().isPresent() && number % inTransaction == 0) {
                producer.beginTransaction();
            }
            ProducerRecord<String, String> next = new ProducerRecord<>(
                    step.topic(), "key-" + number % keys, value.isEmpty() ? "value-" + number : value);
            send(producer, next);
            boolean last = number + 1 == step.records() || (number + 1) % inTransaction == 0;
            if (step.transaction().isPresent() && last) {
                commit(producer);
            }
        }
    }

    /** A record is under way until it is acknowledged or refused, which may be long after the step that sent it. */
    private void send(Producer<String, String> producer, ProducerRecord<String, String> next) {
        underWay.incrementAndGet();
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                underWay.decrementAndGet();
            }
        };
        try {
            producer.send(next, (where, failure) -> end.run());
        } catch (RuntimeException | Error refused) {
            end.run();
            throw refused;
        }
    }

    private Producer<String, String> make(Step.Produce step) {
        Map<String, Object> config = new HashMap<>(Workload.producer());
        config.putAll(step.config());
        Producer<String, String> producer = stage.clients().producer(config);
        if (step.transaction().isPresent()) {
            producer.initTransactions();
        }
        return producer;
    }

    /** What cannot be committed is aborted, and the next transaction begins; a producer that may do neither has failed. */
    private static void commit(Producer<String, String> producer) {
        try {
            producer.commitTransaction();
        } catch (KafkaException refused) {
            producer.abortTransaction();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
