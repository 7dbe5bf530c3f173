/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads internal topics from their beginning on, as a consumer that belongs to no group. One thread of its own, which
 * owns everything here.
 */
public final class LogTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * What is read.
     *
     * @param name of the thread
     * @param topics each as soon as it is there
     * @param committedOnly whether records of transactions count only when these are committed; the records behind an
     *     open one wait then too
     */
    record Subject(String name, Set<String> topics, boolean committedOnly) {}

    private final Subject subject;
    private final String bootstrapServers;
    private final ClusterView view;
    private final Consumer<ConsumerRecord<byte[], byte[]>> reader;
    private final Thread thread;
    private final Queue<CountDownLatch> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    LogTail(
            Subject subject,
            String bootstrapServers,
            ClusterView view,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        this.subject = subject;
        this.bootstrapServers = bootstrapServers;
        this.view = view;
        this.reader = reader;
        this.thread = new Thread(this::follow, subject.name());
        thread.setDaemon(true);
    }

    /** Read committed offsets, and tell {@code events}. */
    public static LogTail offsets(String bootstrapServers, ClusterView view, ClusterListener events) {
        Subject subject = new Subject("kafka-trial-offsets", Set.of(Topic.GROUP_METADATA_TOPIC_NAME), true);
        return new LogTail(subject, bootstrapServers, view, record -> CommittedOffset.of(record)
                .ifPresent(events::on));
    }

    /** Read the states of groups and transactions, and tell {@code events}. */
    public static LogTail states(String bootstrapServers, ClusterView view, ClusterListener events) {
        Set<String> topics = Set.of(Topic.GROUP_METADATA_TOPIC_NAME, Topic.TRANSACTION_STATE_TOPIC_NAME);
        Subject subject = new Subject("kafka-trial-states", topics, false);
        GroupStates groups = new GroupStates();
        TransactionStates transactions = new TransactionStates();
        return new LogTail(subject, bootstrapServers, view, record -> {
            if (record.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME)) {
                groups.read(record).ifPresent(events::on);
            } else {
                transactions.read(record).ifPresent(events::on);
            }
        });
    }

    /** Begin. */
    public void start() {
        thread.start();
    }

    private List<TopicPartition> partitions() {
        return view.partitions().stream()
                .filter(partition ->
                        subject.topics().contains(partition.partition().topic()))
                .map(partition -> new TopicPartition(
                        partition.partition().topic(), partition.partition().partition()))
                .toList();
    }

    private void follow() {
        while (!closed && partitions().isEmpty()) {
            waiting.removeIf(LogTail::release); // there is nothing yet
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (closed) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                subject.name(),
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "enable.auto.commit",
                "false",
                "isolation.level",
                subject.committedOnly() ? "read_committed" : "read_uncommitted",
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                "200",
                "metadata.max.age.ms",
                "2000"))) {
            while (!closed) {
                List<CountDownLatch> now = new ArrayList<>(waiting);
                assignNew(consumer);
                poll(consumer);
                if (!now.isEmpty() && readToEnd(consumer)) {
                    now.forEach(LogTail::release);
                    waiting.removeAll(now);
                }
            }
        }
    }

    /** The partitions of a new topic are seen one after another. */
    private void assignNew(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = partitions();
        List<TopicPartition> fresh = new ArrayList<>(all);
        fresh.removeAll(consumer.assignment());
        if (!fresh.isEmpty()) {
            consumer.assign(all);
            consumer.seekToBeginning(fresh);
        }
    }

    /** Gives back whether it was disturbed. */
    private boolean poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            consumer.poll(POLL).forEach(reader);
            return false;
        } catch (KafkaException disturbed) {
            // a fault is at work; the consumer finds its way back
            LockSupport.parkNanos(LOOK_NANOS);
            return true;
        }
    }

    /** Read what is there now, and tell of it; false if that is disturbed. */
    private boolean readToEnd(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            boolean disturbed = false;
            while (!closed
                    && !disturbed
                    && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                disturbed = poll(consumer);
            }
            return !disturbed;
        } catch (KafkaException disturbed) {
            return false;
        }
    }

    private static boolean release(CountDownLatch latch) {
        latch.countDown();
        return true;
    }

    /**
     * Wait until everything that was written before this call has been read and told of. May be called by any thread.
     *
     * @return whether it was in time
     */
    public boolean catchUp(Duration bound) {
        CountDownLatch latch = new CountDownLatch(1);
        waiting.add(latch);
        try {
            return latch.await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.remove(latch);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(POLL.toMillis() * 10);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
