/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.history.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again, as long as a trial runs, up to where readers of all and of committed records may read: by this a
 * transaction that hangs is seen. Nothing is asked before the trial has a transaction. What cannot be answered in time is
 * left out.
 *
 * <p>Works on a thread of its own, which owns its clients.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class EndsWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    private final Trail trail;
    private final Connection connection;
    private final Duration every;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    /** Ask from now on. */
    public EndsWatch(Trail trail, Map<String, Object> connection, Duration every) {
        this.trail = requireNonNull(trail, "trail");
        this.connection = new Connection(connection, trail);
        this.every = requireNonNull(every, "every");
        this.thread = new Thread(this::watch, "trial-ends");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!trail.hadTransactions()) {
                if (isOver()) {
                    return;
                }
            }
            try (Consumer<byte[], byte[]> all = connection.reader("read_uncommitted");
                    Consumer<byte[], byte[]> committed = connection.reader("read_committed")) {
                while (!isOver()) {
                    ask(all, committed);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (KafkaException hopeless) {
            // nothing was seen, so nothing is told
        }
    }

    private boolean isOver() throws InterruptedException {
        return end.await(every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void ask(Consumer<?, ?> all, Consumer<?, ?> committed) {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : trail.topics()) {
                committed
                        .partitionsFor(topic, PATIENCE)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            Instant asked = trail.now();
            Map<TopicPartition, Long> stable = committed.endOffsets(partitions, PATIENCE);
            all.endOffsets(partitions, PATIENCE)
                    .forEach((partition, high) -> told(asked, partition, stable.get(partition), high));
        } catch (KafkaException silent) {
            // asked again soon
        }
    }

    private void told(Instant asked, TopicPartition partition, @Nullable Long stable, long high) {
        OptionalLong unknown = OptionalLong.empty();
        trail.record(at -> new Event.PartitionEnds(
                at,
                asked,
                partition.topic(),
                partition.partition(),
                unknown,
                stable == null ? unknown : OptionalLong.of(stable),
                OptionalLong.of(high),
                unknown));
    }

    /** Ask no more. Idempotent. */
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(CLOSE_BOUND.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
