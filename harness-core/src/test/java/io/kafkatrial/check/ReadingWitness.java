/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** What the definitions of positions and of the order of keys say of a history of {@link ReadingWorld}. */
final class ReadingWitness extends Definitions {

    private ReadingWitness(History history) {
        super(history);
    }

    static Set<String> of(History history) {
        ReadingWitness witness = new ReadingWitness(history);
        for (At<Event.Polled> poll : witness.all(Event.Polled.class)) {
            witness.position(poll);
        }
        witness.told();
        witness.keys();
        return witness.found;
    }

    /** Its last delivery, if nothing moved its position since. */
    private Optional<At<Event.Polled>> previous(At<Event.Polled> now) {
        String consumer = now.event().consumer();
        return last(before(now.position(), all(Event.Polled.class, e -> e.consumer()
                        .equals(consumer))))
                .filter(before -> events.subList(before.position(), now.position()).stream()
                        .noneMatch(event -> moves(event, consumer)));
    }

    private static boolean moves(Event event, String consumer) {
        return assigns(event, consumer)
                || (event instanceof Event.Revoked e && e.consumer().equals(consumer))
                || (event instanceof Event.Seeked s && s.consumer().equals(consumer))
                || (event instanceof Event.PositionReset r && r.consumer().equals(consumer));
    }

    private static boolean assigns(Event event, String consumer) {
        return event instanceof Event.Assigned e && e.consumer().equals(consumer);
    }

    private void position(At<Event.Polled> now) {
        Optional<At<Event.Polled>> before = previous(now);
        if (before.isPresent()) {
            move(before.get(), now);
        } else if (isFirstSinceAssignment(now)) {
            start(now);
        }
    }

    private boolean isFirstSinceAssignment(At<Event.Polled> now) {
        String consumer = now.event().consumer();
        for (int i = now.position() - 1; i >= 0; i--) {
            Event event = events.get(i);
            if (assigns(event, consumer)) {
                return true;
            }
            if (moves(event, consumer)
                    || (event instanceof Event.Polled e && e.consumer().equals(consumer))) {
                return false;
            }
        }
        return false;
    }

    private void move(At<Event.Polled> before, At<Event.Polled> now) {
        long expected = before.event().offset() + 1;
        long offset = now.event().offset();
        String by = now.event().consumer();
        boolean onePoll = events.subList(before.position(), now.position()).stream()
                .noneMatch(
                        e -> e instanceof Event.PollReturned p && p.consumer().equals(by));
        String places = by + " t-0@" + before.event().offset() + " t-0@" + offset;
        if (offset > expected) {
            if (isLeftOut(now, expected, offset)) {
                found.add((onePoll ? "SKIP_WITHIN_POLL " : "POLL_SKIP ") + places);
            } else if (isExpired(expected, offset)) {
                found.add(reset(by, Long.toString(expected), offset, "out of range"));
            }
        } else if (offset < expected) {
            found.add(
                    isTruncated(offset, expected)
                            ? reset(by, Long.toString(expected), offset, "truncated")
                            : (onePoll ? "REWIND_WITHIN_POLL " : "POLL_REWIND ") + places);
        }
    }

    private static String reset(String by, String from, long to, String cause) {
        return "SILENT_RESET " + by + " t-0 " + from + " " + to + " " + cause;
    }

    /** The first record after an assignment, beside what the group had committed. */
    private void start(At<Event.Polled> now) {
        String by = now.event().consumer();
        long offset = now.event().offset();
        Optional<Long> committed = last(before(now.position(), all(Event.Committed.class)))
                .map(at -> at.event().offset());
        if (committed.isEmpty()) {
            if (isLeftOutSinceBirth(offset, isCommittedOnly(by))) {
                found.add(reset(by, "nowhere", offset, "no committed offset"));
            }
        } else if (offset > committed.get()) {
            if (isLeftOut(now, committed.get(), offset)) {
                found.add(reset(by, committed.get().toString(), offset, "unknown"));
            } else if (isExpired(committed.get(), offset)) {
                found.add(reset(by, committed.get().toString(), offset, "out of range"));
            }
        } else if (offset < committed.get() && isTruncated(offset, committed.get())) {
            found.add(reset(by, committed.get().toString(), offset, "truncated"));
        }
    }

    private boolean isCommittedOnly(String consumer) {
        return last(all(Event.ConsumerOpened.class, e -> e.consumer().equals(consumer)))
                .filter(at -> at.event().isolation().equals("read_committed"))
                .isPresent();
    }

    private Optional<RecordId> readable(long offset, boolean committedOnly) {
        return foundAt(0, offset).filter(id -> !committedOnly || !any(Event.Hidden.class, e -> e.offset() == offset));
    }

    private boolean isLeftOut(At<Event.Polled> by, long from, long to) {
        boolean committedOnly = isCommittedOnly(by.event().consumer());
        return LongStream.range(from, to)
                .anyMatch(offset -> readable(offset, committedOnly).isPresent());
    }

    /** What was sent since the group is there, and lies below. */
    private boolean isLeftOutSinceBirth(long to, boolean committedOnly) {
        int born = all(Event.ConsumerOpened.class).get(0).position();
        return LongStream.range(0, to).anyMatch(offset -> readable(offset, committedOnly)
                .filter(id -> invoked(id).orElseThrow().position() > born)
                .isPresent());
    }

    /** The log begins behind records that were acknowledged there. */
    private boolean isExpired(long from, long to) {
        long start = last(all(Event.Drained.class)).map(at -> at.event().from()).orElse(0L);
        return LongStream.range(from, Math.min(to, start))
                .anyMatch(offset -> any(Event.SendAcked.class, e -> e.offset() == offset));
    }

    /** Another record lies now where one was read, or the log ends before. */
    private boolean isTruncated(long from, long to) {
        Optional<Event.Drained> read = last(all(Event.Drained.class)).map(At::event);
        return read.isPresent()
                && LongStream.range(Math.max(from, read.get().from()), to).anyMatch(offset -> {
                    Optional<RecordId> first = events.stream()
                            .flatMap(event -> seen(event, offset).stream())
                            .findFirst();
                    Optional<RecordId> now = foundAt(0, offset);
                    return first.isPresent() && (offset >= read.get().end() || (now.isPresent() && !now.equals(first)));
                });
    }

    private static Optional<RecordId> seen(Event event, long offset) {
        if (event instanceof Event.Polled poll && poll.offset() == offset) {
            return poll.id();
        }
        return event instanceof Event.Found find && find.offset() == offset ? find.id() : Optional.empty();
    }

    /** A recorder said that the position moved by itself. */
    private void told() {
        for (At<Event.PositionReset> reset : all(Event.PositionReset.class)) {
            Event.PositionReset its = reset.event();
            OptionalLong from = its.from();
            boolean leftOut = from.isPresent()
                    ? LongStream.range(from.getAsLong(), its.to())
                            .anyMatch(offset -> foundAt(0, offset).isPresent())
                    : isLeftOutSinceBirth(its.to(), false);
            boolean again = from.isPresent() && from.getAsLong() > its.to();
            if (leftOut || again || its.cause().equals("out of range")) {
                String where = from.isPresent() ? Long.toString(from.getAsLong()) : "nowhere";
                found.add(reset(its.consumer(), where, its.to(), its.cause()));
            }
        }
    }

    /** First deliveries to the group, unless an application says what it did: then that. */
    private void keys() {
        boolean byEffects = any(Event.Processed.class, e -> true);
        List<RecordId> firsts = events.stream()
                .flatMap(event -> event instanceof Event.Polled poll && !byEffects
                        ? poll.id().stream()
                        : event instanceof Event.Processed done
                                ? done.id().stream()
                                : Optional.<RecordId>empty().stream())
                .distinct()
                .toList();
        for (int i = 0; i < firsts.size(); i++) {
            for (int j = 0; j < i; j++) {
                RecordId early = firsts.get(j);
                RecordId late = firsts.get(i);
                if (early.producer().equals(late.producer())
                        && early.sequence() > late.sequence()
                        && key(early).isPresent()
                        && key(early).equals(key(late))) {
                    found.add("REORDERED_KEY " + late);
                }
            }
        }
    }
}
