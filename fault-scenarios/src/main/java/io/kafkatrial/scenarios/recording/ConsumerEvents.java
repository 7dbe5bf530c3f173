/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Writes one consumer's events and keeps its {@link Positions}. Safe for use by several threads. */
final class ConsumerEvents {

    private final String name;
    private final Optional<String> group;
    private final Trail trail;
    private final Positions positions = new Positions();
    private volatile boolean byHand;

    ConsumerEvents(String name, Optional<String> group, Trail trail) {
        this.name = name;
        this.group = group;
        this.trail = trail;
    }

    Positions positions() {
        return positions;
    }

    /** The consumer assigns itself partitions by hand; its group says nothing about what it reads. */
    void byHand(boolean byHand) {
        this.byHand = byHand;
    }

    void polled(ConsumerRecord<?, ?> record) {
        Optional<RecordId> id = trail.own(IdHeader.take(record.headers()));
        Trail.Place place = new Trail.Place(record.topic(), record.partition(), record.offset());
        trail.saw(place, id, KeyDigest.of(record.key()));
        positions.polled(new TopicPartition(record.topic(), record.partition()), record.offset());
        trail.record(
                at -> new Event.Polled(at, name, reader(), record.topic(), record.partition(), record.offset(), id));
    }

    void assigned(Collection<TopicPartition> partitions) {
        positions.changed(partitions);
        if (!partitions.isEmpty()) {
            trail.record(at -> new Event.Assigned(at, name, reader(), names(partitions)));
        }
    }

    void revoked(Collection<TopicPartition> partitions) {
        positions.changed(partitions);
        if (!partitions.isEmpty()) {
            trail.record(at -> new Event.Revoked(at, name, reader(), names(partitions)));
        }
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            positions.committed(partition, offset.offset());
            group.ifPresent(id -> trail.record(at ->
                    new Event.Committed(at, name, id, partition.topic(), partition.partition(), offset.offset())));
        });
    }

    void commitFailed(Map<TopicPartition, OffsetAndMetadata> offsets, Throwable error) {
        offsets.forEach((partition, offset) -> group.ifPresent(id -> trail.record(at -> new Event.CommitFailed(
                at, name, id, partition.topic(), partition.partition(), offset.offset(), Calls.describe(error)))));
    }

    void changed(String state) {
        trail.record(at -> new Event.ClientChanged(at, name, state));
    }

    @Override
    public String toString() {
        return "recording consumer " + name;
    }

    private Optional<String> reader() {
        return byHand ? Optional.empty() : group;
    }

    private static List<String> names(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).sorted().toList();
    }
}
