/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Journal;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one consumer was handed out, and takes the harness's own headers off it. What records have in common is
 * worked out once, and events go into the journal of the thread that polls. Safe for use by several threads.
 */
final class HandedOut {

    private final Trail trail;
    private final String consumer;
    private final Map<Of, Stream> streams = new ConcurrentHashMap<>();
    private volatile @Nullable Stream latest;
    private volatile @Nullable Journal journal;

    HandedOut(Trail trail, String consumer) {
        this.trail = trail;
        this.consumer = consumer;
    }

    /**
     * Records of a partition that one sender sent.
     *
     * @param mark the sender's number, 0 for strangers
     * @param producer its name; empty for strangers
     */
    private record Sender(long mark, String producer, Lane lane) {}

    private record Of(TopicPartition partition, Optional<String> reader) {}

    /** The records of a partition, to a reader. */
    private final class Stream {
        private final TopicPartition partition;
        private final Optional<String> reader;
        private final Handed.Shelf shelf;
        private final Map<String, Trail.Place> lastOfKey;
        private final Map<Long, Sender> senders = new ConcurrentHashMap<>();
        private final Sender stranger;
        private volatile Sender last;

        Stream(TopicPartition partition, Optional<String> reader) {
            this.partition = partition;
            this.reader = reader;
            shelf = trail.handed().shelf(partition);
            lastOfKey = trail.handed().lastOfKeys(partition.topic());
            stranger = new Sender(0, "", lane(Optional.empty()));
            last = stranger;
        }

        private Lane lane(Optional<RecordId> id) {
            return trail.recorder()
                    .lane(new Event.Polled(
                            trail.now(), consumer, reader, partition.topic(), partition.partition(), 0, id));
        }

        /** Who sent the record with this mark. */
        Sender sender(@Nullable RecordMark mark) {
            if (mark == null) {
                return stranger;
            }
            Sender known = last;
            if (known.mark != mark.lane() || trail.marks().isInPart(mark.lane())) {
                known = find(mark);
                last = known;
            }
            return known;
        }

        private Sender find(RecordMark mark) {
            RecordId id = trail.marks().own(Optional.of(mark)).orElse(null);
            return id == null
                    ? stranger
                    : senders.computeIfAbsent(
                            mark.lane(), its -> new Sender(mark.lane(), id.producer(), lane(Optional.of(id))));
        }
    }

    /**
     * Write it.
     *
     * @param reader the group that reads; empty if none does
     */
    void record(Optional<String> reader, ConsumerRecord<?, ?> record) {
        Optional<String> damage = Damage.take(record.headers());
        RecordMark mark = IdHeader.take(record.headers()).orElse(null);
        Stream stream = stream(record, reader);
        Sender sender = stream.sender(mark);
        boolean isOwn = mark != null && sender.mark != 0;
        long sequence = mark == null ? 0 : mark.sequence();
        if (isOwn) {
            stream.shelf.put(record.offset(), sender.producer, sequence);
        }
        String key = KeyDigest.print(record.key());
        if (key != null) {
            stream.lastOfKey.put(key, new Trail.Place(record.topic(), record.partition(), record.offset()));
        }
        if (!trail.isSilent()) {
            journal().polled(sender.lane, sequence, record.offset());
            tell(reader, record, isOwn ? Optional.of(new RecordId(sender.producer, sequence)) : Optional.empty());
        }
        if (damage.isPresent() && isOwn) {
            RecordId id = new RecordId(sender.producer, sequence);
            trail.record(at -> new Event.Damaged(
                    at, consumer, id, record.topic(), record.partition(), record.offset(), damage.get()));
        }
    }

    /** Faults may hang on what a group was handed out. */
    private void tell(Optional<String> reader, ConsumerRecord<?, ?> record, Optional<RecordId> id) {
        if (reader.isPresent()) {
            trail.recorder()
                    .journaled(new Event.Polled(
                            trail.now(), consumer, reader, record.topic(), record.partition(), record.offset(), id));
        }
    }

    private Stream stream(ConsumerRecord<?, ?> record, Optional<String> reader) {
        Stream known = latest;
        if (known == null
                || known.partition.partition() != record.partition()
                || !known.partition.topic().equals(record.topic())
                || !known.reader.equals(reader)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            known = streams.computeIfAbsent(new Of(partition, reader), of -> new Stream(of.partition, of.reader));
            latest = known;
        }
        return known;
    }

    private Journal journal() {
        Journal known = journal;
        if (known == null || !known.isMine()) {
            known = trail.recorder().journal();
            journal = known;
        }
        return known;
    }
}
