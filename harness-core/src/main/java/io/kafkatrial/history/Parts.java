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

    /** The number of the key, where it has one. */
    int keyNumber = Lane.NONE;

    /** Take an event apart; false if it is of no frequent kind, or cannot be put together again. */
    boolean take(Event event) {
        Instant at = event.at();
        long seconds = at.getEpochSecond();
        if (seconds > MOST_SECONDS || seconds < -MOST_SECONDS) {
            return false;
        }
        nanos = nanos(at);
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
        if (kind == Kind.OTHER) {
            takeOther(event);
        }
        return kind != Kind.OTHER && partition >= Lane.NONE;
    }

    static long nanos(Instant at) {
        return at.getEpochSecond() * SECONDS + at.getNano();
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECONDS), Math.floorMod(nanos, SECONDS));
    }

    private void takeSend(Event event) {
        if (event instanceof Event.SendInvoked sent) {
            of(Kind.SEND_INVOKED, sent.topic(), sent.id());
            partition = sent.partition().orElse(Lane.NONE);
            if (sent.partition().isPresent() && partition == Lane.NONE) {
                kind = Kind.OTHER;
            }
            key = sent.key().orElse(null);
            if (key != null && !Text.isUnicode(key)) {
                kind = Kind.OTHER;
            }
        } else if (event instanceof Event.SendAcked ack) {
            of(Kind.SEND_ACKED, ack.topic(), ack.id());
            at(ack.partition(), ack.offset());
        } else if (event instanceof Event.SendFailed failed) {
            of(Kind.SEND_FAILED, failed.topic(), failed.id());
            word = failed.error();
        } else if (event instanceof Event.SendUnknown unknown) {
            of(Kind.SEND_UNKNOWN, unknown.topic(), unknown.id());
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
        } else if (event instanceof Event.ReplicaFound found) {
            of(Kind.REPLICA_FOUND, found.topic(), found.id().orElse(null));
            at(found.partition(), found.offset());
            word = Integer.toString(found.broker());
        } else if (event instanceof Event.Hidden hidden) {
            of(Kind.HIDDEN, hidden.topic(), hidden.id());
            at(hidden.partition(), hidden.offset());
        }
    }

    private void takeOther(Event event) {
        if (event instanceof Event.Committed commit) {
            of(Kind.COMMITTED, commit.topic(), null);
            at(commit.partition(), commit.offset());
            reader = commit.consumer();
            group = commit.group();
        } else if (event instanceof Event.CommitInvoked commit) {
            of(Kind.COMMIT_INVOKED, commit.topic(), null);
            at(commit.partition(), commit.offset());
            reader = commit.consumer();
            group = commit.group();
        } else if (event instanceof Event.GroupOffset commit) {
            of(Kind.GROUP_OFFSET, commit.topic(), null);
            at(commit.partition(), commit.offset());
            group = commit.group();
            OptionalLong epoch = commit.leaderEpoch();
            word = epoch.isPresent() ? Long.toString(epoch.getAsLong()) : null;
        } else if (event instanceof Event.ShareAcknowledged done) {
            of(Kind.SHARE_ACKNOWLEDGED, done.topic(), null);
            at(done.partition(), done.offset());
            reader = done.consumer();
            group = done.group();
            word = done.how();
        } else if (event instanceof Event.Derived derived) {
            of(Kind.DERIVED, derived.topic(), derived.output());
            at(derived.partition(), derived.offset());
        } else if (event instanceof Event.PollReturned poll) {
            of(Kind.POLL_RETURNED, null, null);
            reader = poll.consumer();
            offset = poll.records();
        } else if (event instanceof Event.TombstoneSent sent) {
            of(Kind.TOMBSTONE_SENT, null, sent.id());
        }
    }

    private void of(Kind itsKind, @Nullable String itsTopic, @Nullable RecordId id) {
        kind = itsKind;
        partition = Lane.NONE;
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
        Instant at = instant(nanos);
        return switch (kind) {
            case SEND_INVOKED -> new Event.SendInvoked(at, id(), topic(), asked(), Optional.ofNullable(key));
            case SEND_ACKED -> new Event.SendAcked(at, id(), topic(), partition, offset);
            case SEND_FAILED -> new Event.SendFailed(at, id(), topic(), word());
            case SEND_UNKNOWN -> new Event.SendUnknown(at, id(), topic(), word());
            case TOMBSTONE_SENT -> new Event.TombstoneSent(at, id());
            case DERIVED -> new Event.Derived(at, id(), topic(), partition, offset);
            case POLLED ->
                new Event.Polled(at, reader(), Optional.ofNullable(group), topic(), partition, offset, ownId());
            case POLL_RETURNED -> new Event.PollReturned(at, reader(), (int) offset);
            case PROCESSED -> new Event.Processed(at, reader(), topic(), partition, offset, ownId());
            case SHARE_ACKNOWLEDGED ->
                new Event.ShareAcknowledged(at, reader(), group(), topic(), partition, offset, word());
            case COMMIT_INVOKED -> new Event.CommitInvoked(at, reader(), group(), topic(), partition, offset);
            case COMMITTED -> new Event.Committed(at, reader(), group(), topic(), partition, offset);
            case GROUP_OFFSET -> new Event.GroupOffset(at, group(), topic(), partition, offset, epoch());
            case FOUND -> new Event.Found(at, topic(), partition, offset, ownId());
            case HIDDEN -> new Event.Hidden(at, topic(), partition, offset, id());
            case REPLICA_FOUND ->
                new Event.ReplicaFound(at, Integer.parseInt(word()), topic(), partition, offset, ownId());
            case OTHER -> throw new IllegalStateException("not taken apart");
        };
    }

    private String topic() {
        return requireNonNull(topic, "topic");
    }

    private String reader() {
        return requireNonNull(reader, "reader");
    }

    private String group() {
        return requireNonNull(group, "group");
    }

    private String word() {
        return requireNonNull(word, "word");
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
