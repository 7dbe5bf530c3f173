/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The two readings of a {@link Drain}: of everything, and of what is committed. Confined to the caller's thread. */
final class FinalRead {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final String READER = "final read";

    private final Trail trail;
    private final long deadline;
    private final Map<TopicPartition, TreeMap<Long, RecordId>> found = new HashMap<>();
    private final Map<TopicPartition, Span> spans = new HashMap<>();
    private long records;

    /**
     * What the leader told of a partition.
     *
     * @param asked when it was asked
     */
    private record Span(Instant asked, long start, long end, OptionalLong lastStable) {}

    /** Read until {@code deadline}, in milliseconds of the trail's clock. */
    FinalRead(Trail trail, long deadline) {
        this.trail = trail;
        this.deadline = deadline;
    }

    /** How many records were found. */
    long records() {
        return records;
    }

    /** Read each log from its start to its end. */
    void everything(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, List<String> missing) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> from = consumer.beginningOffsets(partitions, left());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> at = new HashMap<>(from);
        Instant asked = trail.clock().instant();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left());
        while (trail.clock().millis() < deadline) {
            readUpTo(consumer, ends, at, this::found);
            asked = trail.clock().instant();
            Map<TopicPartition, Long> now = consumer.endOffsets(partitions, left());
            if (now.equals(ends) && reached(ends, at)) {
                break;
            }
            ends = now;
        }
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, -1L);
            long start = from.getOrDefault(partition, 0L);
            spans.put(partition, new Span(asked, start, end, OptionalLong.empty()));
            if (at.getOrDefault(partition, 0L) >= end) {
                trail.record(time -> new Event.Drained(time, partition.topic(), partition.partition(), start, end));
            } else {
                missing.add(
                        "the final read of " + partition + " came only to offset " + at.get(partition) + " of " + end);
            }
        }
    }

    /** Read the leaders' logs themselves, where only they tell who a record is. */
    void logs(RunningCluster cluster, List<TopicPartition> partitions, List<String> missing) {
        for (TopicPartition partition : partitions) {
            PartitionId id = new PartitionId(partition.topic(), partition.partition());
            Instant asked = trail.clock().instant();
            Optional<ReplicaLog> log = cluster.partition(id)
                    .filter(view -> view.leader().isPresent())
                    .flatMap(view ->
                            cluster.replicaLog(view.leader().getAsInt(), id, record -> found(partition, id, record)));
            if (log.isPresent()) {
                ReplicaLog span = log.get();
                spans.put(partition, new Span(asked, span.startOffset(), span.endOffset(), OptionalLong.empty()));
                trail.record(at -> new Event.Drained(
                        at, partition.topic(), partition.partition(), span.startOffset(), span.endOffset()));
            } else {
                missing.add("the log of " + partition + " cannot be read: it has no leader");
            }
        }
    }

    private void found(TopicPartition partition, PartitionId place, ReplicaRecord record) {
        if (record.batch().control()) {
            return;
        }
        Optional<RecordId> id = trail.identify(place, record);
        records++;
        trail.record(at -> new Event.Found(at, place.topic(), place.partition(), record.offset(), id));
        id.ifPresent(known ->
                found.computeIfAbsent(partition, key -> new TreeMap<>()).put(record.offset(), known));
    }

    /** Read what readers of committed records get; whatever else was found before is hidden from them. */
    void committed(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, List<String> missing) {
        Map<TopicPartition, Long> at = new HashMap<>(consumer.beginningOffsets(partitions, left()));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Instant asked = trail.clock().instant();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left());
        readUpTo(consumer, ends, at, record -> {
            TreeMap<Long, RecordId> here = found.get(new TopicPartition(record.topic(), record.partition()));
            if (here != null) {
                here.remove(record.offset());
            }
        });
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, -1L);
            Span span = spans.get(partition);
            if (span == null || at.getOrDefault(partition, 0L) < end) {
                missing.add("the final read of committed records of " + partition + " came only to offset "
                        + at.get(partition) + " of " + end);
                continue;
            }
            spans.put(partition, new Span(asked, span.start(), span.end(), OptionalLong.of(end)));
            hidden(partition);
            trail.record(time ->
                    new Event.CommittedDrained(time, partition.topic(), partition.partition(), span.start(), end));
        }
    }

    private void hidden(TopicPartition partition) {
        found.getOrDefault(partition, new TreeMap<>())
                .forEach((offset, id) ->
                        trail.record(at -> new Event.Hidden(at, partition.topic(), partition.partition(), offset, id)));
    }

    /** Record what leaders told of the ends of their logs. */
    void ends(Optional<RunningCluster> cluster) {
        spans.forEach((partition, span) -> {
            PartitionId id = new PartitionId(partition.topic(), partition.partition());
            OptionalLong logEnd = cluster.flatMap(running -> running.partition(id)
                            .filter(view -> view.leader().isPresent())
                            .flatMap(view -> running.replicaEnds(view.leader().getAsInt(), id)))
                    .map(ReplicaLog::endOffset)
                    .map(OptionalLong::of)
                    .orElse(OptionalLong.empty());
            trail.record(at -> new Event.PartitionEnds(
                    at,
                    span.asked(),
                    partition.topic(),
                    partition.partition(),
                    OptionalLong.of(span.start()),
                    span.lastStable(),
                    OptionalLong.of(span.end()),
                    logEnd));
        });
    }

    private interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    private void readUpTo(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> at,
            Taker taker) {
        while (!reached(ends, at) && trail.clock().millis() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                taker.take(record);
            }
            at.replaceAll((partition, before) -> consumer.position(partition, left()));
        }
    }

    private void found(ConsumerRecord<byte[], byte[]> record) {
        Optional<RecordId> id = trail.identify(record);
        records++;
        trail.record(at -> new Event.Found(at, record.topic(), record.partition(), record.offset(), id));
        if (id.isPresent()) {
            damaged(record, id.get());
            if (trail.hadTransactions()) {
                found.computeIfAbsent(
                                new TopicPartition(record.topic(), record.partition()), partition -> new TreeMap<>())
                        .put(record.offset(), id.get());
            }
        }
    }

    private void damaged(ConsumerRecord<byte[], byte[]> record, RecordId id) {
        OptionalLong seal =
                IdHeader.read(record.headers()).map(RecordMark::seal).orElse(OptionalLong.empty());
        if (seal.isEmpty()) {
            return;
        }
        boolean key = Seal.key(seal.getAsLong()) != Seal.of(record.key());
        boolean value = Seal.value(seal.getAsLong()) != Seal.of(record.value());
        if (key || value) {
            String what = key && value ? "key, value" : key ? "key" : "value";
            trail.record(
                    at -> new Event.Damaged(at, READER, id, record.topic(), record.partition(), record.offset(), what));
        }
    }

    private static boolean reached(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> at) {
        return ends.entrySet().stream().allMatch(end -> at.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Duration left() {
        return Duration.ofMillis(Math.max(1, deadline - trail.clock().millis()));
    }
}
