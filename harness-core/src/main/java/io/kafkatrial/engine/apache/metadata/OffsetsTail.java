/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.metadata;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;

/**
 * Reads the committed offsets of groups from {@code __consumer_offsets}, as a consumer that belongs to no group. One
 * thread of its own, which owns everything here.
 */
public final class OffsetsTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** The first versions of the key; later ones are other kinds of records. */
    private static final int LAST_VERSION_OF_OFFSETS = 1;

    private final String bootstrapServers;
    private final ClusterView view;
    private final ClusterListener events;
    private final InstantSource clock = InstantSource.system();
    private final Thread thread;
    private volatile boolean closed;

    /** Read of the cluster in {@code view}, and tell {@code events}. */
    public OffsetsTail(String bootstrapServers, ClusterView view, ClusterListener events) {
        this.bootstrapServers = bootstrapServers;
        this.view = view;
        this.events = events;
        this.thread = new Thread(this::follow, "kafka-trial-offsets");
        thread.setDaemon(true);
    }

    /** Begin. */
    public void start() {
        thread.start();
    }

    private List<TopicPartition> partitions() {
        return view.partitions().stream()
                .filter(partition -> partition.partition().topic().equals(Topic.GROUP_METADATA_TOPIC_NAME))
                .map(partition -> new TopicPartition(
                        partition.partition().topic(), partition.partition().partition()))
                .toList();
    }

    private void follow() {
        while (!closed && partitions().isEmpty()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (closed) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "client.id", "kafka-trial-offsets",
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class,
                "enable.auto.commit", "false",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "reconnect.backoff.max.ms", "200",
                "metadata.max.age.ms", "2000"))) {
            while (!closed) {
                assignNew(consumer);
                poll(consumer);
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

    private void poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            consumer.poll(POLL).forEach(record -> decode(record).ifPresent(events::on));
        } catch (KafkaException disturbed) {
            // a fault is at work; the consumer finds its way back
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Optional<ClusterEvent> decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return Optional.empty();
        }
        ByteBuffer key = ByteBuffer.wrap(record.key());
        if (key.getShort() > LAST_VERSION_OF_OFFSETS) {
            return Optional.empty();
        }
        OffsetCommitKey of = new OffsetCommitKey(new ByteBufferAccessor(key), (short) 0);
        ByteBuffer value = ByteBuffer.wrap(record.value());
        short version = value.getShort();
        if (version > OffsetCommitValue.HIGHEST_SUPPORTED_VERSION) {
            return Optional.empty();
        }
        OffsetCommitValue committed = new OffsetCommitValue(new ByteBufferAccessor(value), version);
        PartitionId partition = new PartitionId(of.topic(), of.partition());
        return Optional.of(
                new ClusterEvent.OffsetCommitted(clock.instant(), of.group(), partition, committed.offset()));
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
