/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The final read: everything that lies in the topics of a trial, from the start of each log to its end,
 * aborted records included, by a plain consumer without a group.
 *
 * <p>To be done when all faults are healed and all producers closed. The end of a partition counts as
 * proved when, after reading up to it, the broker still names the same end; only then is it recorded as
 * drained. A partition that cannot be read in time is left undrained, and the verdict over it vacuous.
 *
 * <p>Confined to the caller's thread.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Drain {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Trail trail;
    private final Map<String, Object> connection;

    /**
     * Read by {@code connection} and write to {@code trail}.
     *
     * @param connection what every client needs to connect: {@code bootstrap.servers} at least
     */
    public Drain(Trail trail, Map<String, Object> connection) {
        this.trail = requireNonNull(trail, "trail");
        this.connection = Map.copyOf(connection);
    }

    /**
     * Read the topics to their ends.
     *
     * @return one sentence for each thing that could not be read to its end; empty if all was
     */
    public List<String> read(Collection<String> topics, Duration bound) {
        if (topics.isEmpty()) {
            return List.of();
        }
        long deadline = trail.clock().millis() + bound.toMillis();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config())) {
            List<String> missing = new ArrayList<>();
            List<TopicPartition> partitions = partitions(consumer, new TreeSet<>(topics), missing, bound);
            if (!partitions.isEmpty()) {
                read(consumer, partitions, deadline, missing);
            }
            return missing;
        } catch (KafkaException failed) {
            return List.of("the final read of " + String.join(", ", topics) + " failed: " + Calls.describe(failed));
        }
    }

    private static List<TopicPartition> partitions(
            Consumer<?, ?> consumer, Collection<String> topics, List<String> missing, Duration bound) {
        var known = consumer.listTopics(bound);
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            var infos = known.get(topic);
            if (infos == null) {
                missing.add("topic " + topic + " is gone and cannot be read");
            } else {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        }
        return partitions;
    }

    private void read(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long deadline, List<String> missing) {
        Map<TopicPartition, Long> from = consumer.beginningOffsets(partitions, left(deadline));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> at = new HashMap<>(from);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left(deadline));
        while (trail.clock().millis() < deadline) {
            readUpTo(consumer, ends, at, deadline);
            Map<TopicPartition, Long> now = consumer.endOffsets(partitions, left(deadline));
            if (now.equals(ends) && reached(ends, at)) {
                break;
            }
            ends = now;
        }
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, -1L);
            long start = from.getOrDefault(partition, 0L);
            if (at.getOrDefault(partition, 0L) >= end) {
                trail.record(time -> new Event.Drained(time, partition.topic(), partition.partition(), start, end));
            } else {
                missing.add(
                        "the final read of " + partition + " came only to offset " + at.get(partition) + " of " + end);
            }
        }
    }

    private void readUpTo(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> at,
            long deadline) {
        while (!reached(ends, at) && trail.clock().millis() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                found(record);
            }
            at.replaceAll((partition, before) -> consumer.position(partition, left(deadline)));
        }
    }

    private void found(ConsumerRecord<?, ?> record) {
        Optional<RecordId> id = trail.own(IdHeader.read(record.headers()));
        trail.record(at -> new Event.Found(at, record.topic(), record.partition(), record.offset(), id));
    }

    private static boolean reached(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> at) {
        return ends.entrySet().stream().allMatch(end -> at.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Duration left(long deadline) {
        return Duration.ofMillis(Math.max(1, deadline - trail.clock().millis()));
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(connection);
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        config.put("key.deserializer", bytes);
        config.put("value.deserializer", bytes);
        config.put("isolation.level", "read_uncommitted");
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("allow.auto.create.topics", "false");
        config.put("fetch.max.wait.ms", "20"); // at the end of the log there is nothing to wait for
        config.put("client.id", trail.clientId("final-read"));
        return config;
    }
}
