/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event of a frequent kind, taken apart: what it shares with others ({@link Lane}), and its numbers.
 * The one place that knows the components of these kinds. Mutable, to be used again for the next event;
 * confined to its user.
 */
final class Parts {

    private static final long SECONDS = 1_000_000_000L;

    /** Times further from 1970 than this have no nanoseconds in a long; their events are kept as they are. */
    private static final long MOST_SECONDS = 9_000_000_000L;

    Kind kind = Kind.OTHER;

    @Nullable
    String topic;

    int partition = Lane.NONE;

    @Nullable
    String producer;

    @Nullable
    String reader;

    @Nullable
    String group;

    /** What else the kind has: an error, an epoch. */
    @Nullable
    String word;

    long nanos;
    long sequence;
    long offset;

    @Nullable
    String key;

    /** Take an event apart; false if it is of no frequent kind, or cannot be put together again. */
    boolean take(Event event) {
        Instant at = event.at();
        long seconds = at.getEpochSecond();
        if (seconds > MOST_SECONDS || seconds < -MOST_SECONDS) {
            return false;
        }
        nanos = seconds * SECONDS + at.getNano();
        kind = Kind.OTHER;
        producer = null;
        reader = null;
        group = null;
        word = null;
        key = null;
        takeSend(event);
        if (kind == Kind.OTHER) {
            takeSighting(event);
        }
        return kind != Kind.OTHER && partition >= Lane.NONE;
    }

    private void takeSend(Event event) {
        if (event instanceof Event.SendInvoked sent) {
            of(Kind.SEND_INVOKED, sent.topic(), sent.id());
            partition = sent.partition().orElse(Lane.NONE);
            if (sent.partition().isPresent() && partition == Lane.NONE) {
                kind = Kind.OTHER;
            }
            key = sent.key().orElse(null);
        } else if (event instanceof Event.SendAcked ack) {
            of(Kind.SEND_ACKED, ack.topic(), ack.id());
            at(ack.partition(), ack.offset());
        } else if (event instanceof Event.SendFailed failed) {
            of(Kind.SEND_FAILED, failed.topic(), failed.id());
            partition = Lane.NONE;
            word = failed.error();
        } else if (event instanceof Event.SendUnknown unknown) {
            of(Kind.SEND_UNKNOWN, unknown.topic(), unknown.id());
            partition = Lane.NONE;
            word = unknown.error();
        }
    }

    private void takeSighting(Event event) {
        if (event instanceof Event.Polled polled) {
            of(Kind.POLLED, polled.topic(), polled.id().orElse(null));
            at(polled.partition(), polled.offset());
            reader = polled.consumer();
            group = polled.group().orElse(null);
        } else if (event instanceof Event.Found found) {
            of(Kind.FOUND, found.topic(), found.id().orElse(null));
            at(found.partition(), found.offset());
        } else if (event instanceof Event.Processed done) {
            of(Kind.PROCESSED, done.topic(), done.id().orElse(null));
            at(done.partition(), done.offset());
            reader = done.by();
        } else if (event instanceof Event.Committed commit) {
            of(Kind.COMMITTED, commit.topic(), null);
            at(commit.partition(), commit.offset());
            reader = commit.consumer();
            group = commit.group();
        } else if (event instanceof Event.GroupOffset commit) {
            of(Kind.GROUP_OFFSET, commit.topic(), null);
            at(commit.partition(), commit.offset());
            group = commit.group();
            word = commit.leaderEpoch().isPresent()
                    ? Long.toString(commit.leaderEpoch().getAsLong())
                    : null;
        }
    }

    private void of(Kind itsKind, String itsTopic, @Nullable RecordId id) {
        kind = itsKind;
        topic = itsTopic;
        if (id != null) {
            producer = id.producer();
            sequence = id.sequence();
        }
    }

    /** No frequent kind but a send has no partition. */
    private void at(int itsPartition, long itsOffset) {
        partition = itsPartition;
        offset = itsOffset;
        if (itsPartition < 0) {
            kind = Kind.OTHER;
        }
    }

    /** Put the event together again. */
    Event event() {
        Instant at = Instant.ofEpochSecond(Math.floorDiv(nanos, SECONDS), Math.floorMod(nanos, SECONDS));
        String where = requireNonNull(topic);
        return switch (kind) {
            case SEND_INVOKED -> new Event.SendInvoked(at, id(), where, asked(), Optional.ofNullable(key));
            case SEND_ACKED -> new Event.SendAcked(at, id(), where, partition, offset);
            case SEND_FAILED -> new Event.SendFailed(at, id(), where, requireNonNull(word));
            case SEND_UNKNOWN -> new Event.SendUnknown(at, id(), where, requireNonNull(word));
            case POLLED ->
                new Event.Polled(
                        at, requireNonNull(reader), Optional.ofNullable(group), where, partition, offset, ownId());
            case PROCESSED -> new Event.Processed(at, requireNonNull(reader), where, partition, offset, ownId());
            case FOUND -> new Event.Found(at, where, partition, offset, ownId());
            case COMMITTED ->
                new Event.Committed(at, requireNonNull(reader), requireNonNull(group), where, partition, offset);
            case GROUP_OFFSET -> new Event.GroupOffset(at, requireNonNull(group), where, partition, offset, epoch());
            case OTHER -> throw new IllegalStateException("not taken apart");
        };
    }

    private RecordId id() {
        return new RecordId(requireNonNull(producer), sequence);
    }

    private Optional<RecordId> ownId() {
        return producer == null ? Optional.empty() : Optional.of(id());
    }

    private OptionalInt asked() {
        return partition == Lane.NONE ? OptionalInt.empty() : OptionalInt.of(partition);
    }

    private OptionalLong epoch() {
        return word == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
    }

    /** Of the common parts only. */
    int commonHash() {
        int hash = kind.hashCode() * 31 + partition;
        hash = hash * 31 + Objects.hashCode(topic);
        hash = hash * 31 + Objects.hashCode(producer);
        hash = hash * 31 + Objects.hashCode(reader);
        hash = hash * 31 + Objects.hashCode(group);
        hash = hash * 31 + Objects.hashCode(word);
        return hash ^ (hash >>> 15);
    }
}
