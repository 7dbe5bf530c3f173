/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows the position of every announced member of a group in every partition, and keeps the moves that were not
 * from one offset to the next. An assignment, a revocation, a seek ends what is known of a position. Confined to
 * one judgement.
 */
final class PositionsOfConsumers extends Watcher {

    /** The first record after an assignment, beside what the group had committed then. */
    record Start(int reader, Names.Place place, CommitLog log, Committed committed, long offset, int position) {}

    /** What may have been committed at a moment: between the lowest and the highest, if anything. */
    record Committed(
            CommitLog.@org.jspecify.annotations.Nullable Done sure, OptionalLong low, OptionalLong high, int erasedAt) {

        static Committed of(CommitLog log) {
            Set<Long> all = new HashSet<>(log.perhaps);
            if (log.sure != null) {
                all.add(log.sure.offset());
            }
            return new Committed(
                    log.sure,
                    all.stream().mapToLong(Long::longValue).min(),
                    all.stream().mapToLong(Long::longValue).max(),
                    log.erasedAt);
        }
    }

    private static final long UNKNOWN = -1;
    private static final long FRESH = -2;

    private final Ledger ledger;
    private final int[] cursorOfLane;
    private final Map<Long, Integer> cursors = new HashMap<>();
    private long[] next = new long[8];
    private int[] last = new int[8];
    private int[] poll = new int[8];
    private final int[] polls;
    final PositionLog moves = new PositionLog();
    final List<Start> starts = new ArrayList<>();
    final Map<Integer, Event.PositionReset> resets = new HashMap<>();

    PositionsOfConsumers(Ledger ledger) {
        super(Kind.POLL_RETURNED, Kind.OTHER);
        this.ledger = ledger;
        this.cursorOfLane = new int[ledger.history.lanes().size()];
        this.polls = new int[ledger.names.readers().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == Kind.POLL_RETURNED) {
            polls[lane.reader()]++;
        } else {
            other(at.position(), at.event());
        }
    }

    /** A record was handed out. */
    void polled(Cursor at, Lane lane) {
        if (lane.group() != Lane.NONE && ledger.clients.hasPositions(lane.reader())) {
            moved(at, lane);
        }
    }

    private void moved(Cursor at, Lane lane) {
        int cursor = cursorOfLane[lane.index()] - 1;
        if (cursor < 0) {
            cursor = cursor(lane.reader(), lane.place());
            cursorOfLane[lane.index()] = cursor + 1;
        }
        long offset = at.offset();
        long expected = next[cursor];
        if (expected == FRESH) {
            start(at, lane);
        } else if (expected != UNKNOWN && expected != offset) {
            moves.add(expected, offset, last[cursor], at.position(), poll[cursor] == polls[lane.reader()]);
        }
        next[cursor] = offset + 1;
        last[cursor] = at.position();
        poll[cursor] = polls[lane.reader()];
    }

    private int cursor(int reader, int place) {
        return cursors.computeIfAbsent((long) reader << 32 | place, any -> {
            int cursor = cursors.size();
            if (cursor == next.length) {
                next = Arrays.copyOf(next, cursor * 2);
                last = Arrays.copyOf(last, cursor * 2);
                poll = Arrays.copyOf(poll, cursor * 2);
            }
            next[cursor] = UNKNOWN;
            return cursor;
        });
    }

    private void start(Cursor at, Lane lane) {
        Names.Place place = ledger.names.places().name(lane.place());
        CommitLog log = ledger.commits.log(ledger.names.groups().name(lane.group()), place.topic(), place.partition());
        starts.add(new Start(lane.reader(), place, log, Committed.of(log), at.offset(), at.position()));
    }

    private void other(int position, Event event) {
        if (event instanceof Event.Assigned assigned) {
            assigned.partitions().forEach(partition -> set(assigned.consumer(), partition, FRESH));
        } else if (event instanceof Event.Revoked revoked) {
            revoked.partitions().forEach(partition -> set(revoked.consumer(), partition, UNKNOWN));
        } else if (event instanceof Event.Seeked seek) {
            set(seek.consumer(), seek.topic() + "-" + seek.partition(), UNKNOWN);
        } else if (event instanceof Event.PositionReset reset) {
            resets.put(position, reset);
            set(reset.consumer(), reset.topic() + "-" + reset.partition(), UNKNOWN);
        }
    }

    private void set(String consumer, String partition, long position) {
        int reader = ledger.names.readers().number(consumer);
        int dash = partition.lastIndexOf('-');
        Names.Place name =
                new Names.Place(partition.substring(0, dash), Integer.parseInt(partition.substring(dash + 1)));
        int place = ledger.names.places().number(name);
        if (reader >= 0 && place >= 0) {
            next[cursor(reader, place)] = position;
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
