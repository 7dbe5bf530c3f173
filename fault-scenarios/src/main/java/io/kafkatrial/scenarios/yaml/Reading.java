/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.app.Readers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** A group at work, until it has read what it is to. Safe for use by several threads, its members. */
final class Reading {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Stage stage;
    private final Step.Consume step;
    private final Workbench bench;
    private final long untilNanos;
    private final Set<String> places = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    Reading(Stage stage, Step.Consume step, Workbench bench) {
        this.stage = stage;
        this.step = step;
        this.bench = bench;
        this.untilNanos = System.nanoTime() + step.within().orElse(BOUND).toNanos();
    }

    void run() throws Exception {
        List<Callable<Void>> members = new ArrayList<>();
        for (int member = 0; member < step.members().orElse(1); member++) {
            members.add(this::member);
        }
        bench.atOnce(members);
        if (!over) {
            String wanted = step.records().isPresent()
                    ? String.valueOf(step.records().getAsInt())
                    : "all of them (" + Readers.unread(stage.cluster()).orElse("by now it has") + ")";
            throw YamlComplaints.behind(step.group(), places.size(), wanted);
        }
    }

    private Void member() {
        try (Consumer<String, String> consumer = stage.clients().consumer(config())) {
            consumer.subscribe(step.topics());
            while (!over && System.nanoTime() - untilNanos < 0) {
                take(consumer, consumer.poll(Workload.POLL));
                if (isDone()) {
                    over = true;
                }
            }
        }
        return null;
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(Workload.consumer());
        config.put("group.id", step.group());
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", String.valueOf(commit() == Step.Commit.AUTO));
        config.putAll(step.config());
        return config;
    }

    private Step.Commit commit() {
        return step.commit().orElse(Step.Commit.AFTER);
    }

    private void take(Consumer<String, String> consumer, ConsumerRecords<String, String> batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (commit() == Step.Commit.BEFORE) {
            commit(consumer);
        }
        for (ConsumerRecord<String, String> record : batch) {
            if (step.effects().orElse(false)) {
                stage.effects().done(record);
            }
            places.add(record.topic() + "-" + record.partition() + "@" + record.offset());
        }
        if (commit() == Step.Commit.AFTER) {
            commit(consumer);
        }
    }

    /** A member that is one no more reads again what it could not commit, as another member perhaps. */
    private static void commit(Consumer<String, String> consumer) {
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException late) {
            return;
        }
    }

    private boolean isDone() {
        return step.records().isPresent()
                ? places.size() >= step.records().getAsInt()
                : !bench.isSending() && Readers.unread(stage.cluster()).isEmpty();
    }
}
