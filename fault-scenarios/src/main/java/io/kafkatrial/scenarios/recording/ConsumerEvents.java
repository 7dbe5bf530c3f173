/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/** Writes one consumer's events and keeps its {@link Positions}. Safe for use by several threads. */
final class ConsumerEvents {

    /** Polls in vain are told so often at most. */
    private static final long VAIN_EVERY_MS = 100;

    private final String name;
    private final Optional<String> group;
    private final Trail trail;
    private final HandedOut handedOut;
    private final Positions positions = new Positions();
    private volatile String isolation = "";
    private volatile boolean byHand;
    private volatile long toldVainAtMs = -VAIN_EVERY_MS;
    private volatile String membership = "";

    ConsumerEvents(String name, Optional<String> group, Trail trail) {
        this.name = name;
        this.group = group;
        this.trail = trail;
        this.handedOut = new HandedOut(trail, name);
        group.ifPresent(trail.groups()::uses);
    }

    Positions positions() {
        return positions;
    }

    /** The consumer assigns itself partitions by hand; its group says nothing about what it reads. */
    void byHand(boolean byHand) {
        this.byHand = byHand;
    }

    void opened(ClientSettings settings) {
        isolation = settings.isolation();
        String protocol = settings.protocol();
        trail.record(at -> new Event.ConsumerOpened(at, name, group, settings.isolation(), settings.reset(), protocol));
    }

    /** A poll returned. */
    void polled(ConsumerRecords<?, ?> records) {
        int count = 0;
        for (TopicPartition partition : records.partitions()) {
            List<? extends ConsumerRecord<?, ?>> here = records.records(partition);
            if (!here.isEmpty()) {
                arrived(
                        partition,
                        here.get(0).offset(),
                        here.get(here.size() - 1).offset());
                Optional<String> reader = reader();
                here.forEach(record -> handedOut.record(reader, record));
                count += here.size();
            }
        }
        if (count > 0 || isTimeToTell()) {
            int returned = count;
            trail.record(at -> new Event.PollReturned(at, name, returned));
        }
    }

    /** Whether a poll in vain is worth an event: the last one was long enough ago. */
    private boolean isTimeToTell() {
        long now = trail.clock().millis();
        if (group.isEmpty() || byHand || now - toldVainAtMs < VAIN_EVERY_MS) {
            return false;
        }
        toldVainAtMs = now;
        return true;
    }

    /** Records of a partition arrived: compare where they begin with where the consumer should read on. */
    private void arrived(TopicPartition partition, long first, long last) {
        Positions.Expectation before = positions.polled(partition, first, last);
        if (before.moved()) {
            sought(partition, first);
        } else if (before.expected().isPresent()) {
            jumped(partition, before.expected().getAsLong(), first);
        } else if (group.isPresent()) {
            OptionalLong committed = trail.groups().committed(group.get(), partition);
            if (committed.isPresent()) {
                jumped(partition, committed.getAsLong(), first);
            } else if (trail.groups().isWhollyKnown(group.get())) {
                reset(partition, OptionalLong.empty(), first, "no committed offset");
            }
        }
    }

    /**
     * Markers of transactions and compaction leave gaps too: forward it was a jump if the log begins behind. Back it may
     * have gone for many reasons: of a consumer whose positions the checks follow, they tell by what lies in the log.
     */
    private void jumped(TopicPartition partition, long expected, long first) {
        if (first < expected) {
            if (isolation.isEmpty()) {
                reset(partition, OptionalLong.of(expected), first, "unknown");
            }
        } else if (first > expected + 1) {
            OptionalLong start = trail.groups().logStart(partition);
            if (start.isPresent() && start.getAsLong() > expected) {
                reset(partition, OptionalLong.of(expected), first, "out of range");
            }
        }
    }

    private void reset(TopicPartition partition, OptionalLong from, long to, String cause) {
        trail.record(
                at -> new Event.PositionReset(at, name, partition.topic(), partition.partition(), from, to, cause));
    }

    private void sought(TopicPartition partition, long offset) {
        trail.record(at -> new Event.Seeked(at, name, partition.topic(), partition.partition(), offset));
    }

    /** The application moved to an offset. */
    void seeked(TopicPartition partition, long offset) {
        positions.sought(partition, offset);
        sought(partition, offset);
    }

    /** The consumer is in its group as this member. */
    void joined(ConsumerGroupMetadata member) {
        String now = member.memberId() + " " + member.generationId();
        if (!member.memberId().isEmpty() && !now.equals(membership)) {
            membership = now;
            trail.record(at -> new Event.Joined(
                    at, name, member.groupId(), member.memberId(), member.generationId(), member.groupInstanceId()));
        }
    }

    void assigned(Collection<TopicPartition> partitions) {
        positions.assigned(partitions);
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

    /** The group did without this member and gave its partitions to others. */
    void lost(Collection<TopicPartition> partitions) {
        fenced("partitions lost");
        revoked(partitions);
    }

    private void fenced(String error) {
        membership = "";
        group.ifPresent(id -> trail.record(at -> new Event.MemberFenced(at, name, id, error)));
    }

    /** Say so if an error means that this is no longer a member. */
    void noteFencing(Throwable error) {
        if (error instanceof CommitFailedException || error instanceof FencedInstanceIdException) {
            fenced(Calls.describe(error));
        }
    }

    void committing(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> group.ifPresent(id -> trail.record(at ->
                new Event.CommitInvoked(at, name, id, partition.topic(), partition.partition(), offset.offset()))));
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            positions.committed(partition, offset.offset());
            group.ifPresent(id -> {
                began(id, partition, offset.offset());
                trail.groups().committed(id, partition, offset.offset());
                trail.record(at ->
                        new Event.Committed(at, name, id, partition.topic(), partition.partition(), offset.offset()));
            });
        });
    }

    /**
     * All positions are committed together, also where nothing was read yet: then that of the commit is where the consumer
     * began, and who looks for a committed offset at the first record would find this one.
     */
    private void began(String id, TopicPartition partition, long offset) {
        if (positions.isFresh(partition)
                && trail.groups().isWhollyKnown(id)
                && trail.groups().committed(id, partition).isEmpty()) {
            reset(partition, OptionalLong.empty(), offset, "no committed offset");
            positions.sought(partition, offset);
        }
    }

    void commitFailed(Map<TopicPartition, OffsetAndMetadata> offsets, Throwable error) {
        offsets.forEach((partition, offset) -> group.ifPresent(id -> trail.record(at -> new Event.CommitFailed(
                at, name, id, partition.topic(), partition.partition(), offset.offset(), Calls.describe(error)))));
        noteFencing(error);
    }

    /** What the application was told is committed. */
    void fetched(Instant asked, Set<TopicPartition> partitions, Map<?, ?> answer) {
        group.ifPresent(id -> partitions.forEach(partition -> {
            OptionalLong offset = answer.get(partition) instanceof OffsetAndMetadata known
                    ? OptionalLong.of(known.offset())
                    : OptionalLong.empty();
            trail.record(at ->
                    new Event.OffsetFetched(at, asked, name, id, partition.topic(), partition.partition(), offset));
        }));
    }

    /** What the application was told of the ends of partitions: how far it could read, by its isolation. */
    void ends(Instant asked, Map<?, ?> answer) {
        boolean committed = isolation.equals("read_committed");
        answer.forEach((key, value) -> {
            if (!isolation.isEmpty() && key instanceof TopicPartition partition && value instanceof Long end) {
                OptionalLong told = OptionalLong.of(end);
                OptionalLong unknown = OptionalLong.empty();
                trail.record(at -> new Event.PartitionEnds(
                        at,
                        asked,
                        partition.topic(),
                        partition.partition(),
                        unknown,
                        committed ? told : unknown,
                        committed ? unknown : told,
                        unknown));
            }
        });
    }

    Instant now() {
        return trail.clock().instant();
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
