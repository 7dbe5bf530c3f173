/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.check.PositionsOfConsumers.Committed;
import io.kafkatrial.check.PositionsOfConsumers.Start;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which moves of consumers' positions left records out or repeated them. A hole in the log (a marker, what
 * compaction took, what is hidden from readers of committed records) is no record left out: what counts is what
 * the final read found there. Records that were acknowledged and lie below the start of the log now were left out
 * because the offset was out of range.
 */
final class PositionChecks {

    private record Gap(long skipped, int first) {}

    private final Ledger ledger;
    private final PositionsOfConsumers positions;
    private final Consumer<Anomaly> report;

    PositionChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.positions = ledger.positions;
        this.report = report;
    }

    void run() {
        for (int move = 0; move < positions.moves.size(); move++) {
            Lane lane = ledger.laneAt(positions.moves.position(move));
            Tape tape = ledger.tapes.at(lane.place());
            if (positions.moves.from(move) < positions.moves.to(move)) {
                forward(move, lane, tape);
            } else {
                back(move, lane, tape);
            }
        }
        positions.starts.forEach(this::start);
        positions.resets.forEach(this::told);
    }

    private void forward(int move, Lane lane, Tape tape) {
        long from = positions.moves.from(move);
        long to = positions.moves.to(move);
        Gap gap = between(tape, from, to, ledger.clients.readsCommitted(lane.reader()));
        if (gap.skipped > 0) {
            boolean inOnePoll = positions.moves.inOnePoll(move);
            at(inOnePoll ? Kind.SKIP_WITHIN_POLL : Kind.POLL_SKIP, lane)
                    .record(gap.first)
                    .fact("skipped", gap.skipped)
                    .evidence(positions.moves.before(move), positions.moves.position(move))
                    .report(positions.moves.position(move), report);
        } else {
            expired(lane, tape, from, to, positions.moves.position(move));
        }
    }

    private void back(int move, Lane lane, Tape tape) {
        long from = positions.moves.from(move);
        long to = positions.moves.to(move);
        int position = positions.moves.position(move);
        if (isTruncated(tape, to, from)) {
            reset(lane, "truncated")
                    .fact("from", from)
                    .fact("to", to)
                    .fact("skipped", 0)
                    .fact("again", from - to)
                    .evidence(position)
                    .report(position, report);
            return;
        }
        at(positions.moves.inOnePoll(move) ? Kind.REWIND_WITHIN_POLL : Kind.POLL_REWIND, lane)
                .evidence(positions.moves.before(move), position)
                .report(position, report);
    }

    private void start(Start start) {
        Lane lane = ledger.laneAt(start.position());
        Tape tape = ledger.tapes.at(lane.place());
        Committed committed = start.committed();
        boolean committedOnly = ledger.clients.readsCommitted(start.reader());
        if (committed.low().isEmpty()) {
            nothingCommitted(start, lane, tape, committedOnly);
        } else if (start.offset() < committed.low().getAsLong()) {
            again(start, lane, tape);
        } else if (start.offset() > committed.high().getAsLong()) {
            long from = committed.high().getAsLong();
            Gap gap = between(tape, from, start.offset(), committedOnly);
            if (gap.skipped > 0) {
                skipped(lane, start.position(), "unknown", OptionalLong.of(from), gap);
            } else {
                expired(lane, tape, from, start.offset(), start.position());
            }
        }
    }

    /** Without a committed offset: what was sent since the group is there, and left out. */
    private void nothingCommitted(Start start, Lane lane, Tape tape, boolean committedOnly) {
        Gap gap = sinceBirth(start.log().group, tape, start.offset(), committedOnly);
        if (gap.skipped > 0) {
            skipped(lane, start.position(), "no committed offset", OptionalLong.empty(), gap);
        }
    }

    /** What was sent since the group is there and lies below an offset. */
    private Gap sinceBirth(String group, Tape tape, long to, boolean committedOnly) {
        int born = ledger.clients.bornAt(group);
        long skipped = 0;
        int first = Lane.NONE;
        for (long offset = tape.firstSeen(); offset < Math.min(to, tape.endSeen()); offset++) {
            int record = tape.foundAt(offset);
            if (counts(tape, offset, record, committedOnly) && ledger.records.invokedAt(record) > born) {
                first = skipped++ == 0 ? record : first;
            }
        }
        return new Gap(skipped, first);
    }

    private String groupOf(String consumer) {
        Event.ConsumerOpened opened = ledger.clients.consumer(consumer);
        return opened == null ? "" : opened.group().orElse("");
    }

    /** It read again what had been committed: the commit is forgotten, or the log got shorter. */
    private void again(Start start, Lane lane, Tape tape) {
        CommitLog.@Nullable Done sure = start.committed().sure();
        if (sure == null || start.committed().low().getAsLong() < sure.offset()) {
            return;
        }
        if (isTruncated(tape, start.offset(), sure.offset())) {
            reset(lane, "truncated")
                    .fact("from", sure.offset())
                    .fact("to", start.offset())
                    .fact("skipped", 0)
                    .fact("again", sure.offset() - start.offset())
                    .evidence(start.position())
                    .report(start.position(), report);
            return;
        }
        new Case(ledger, Kind.COMMIT_LOST)
                .place(start.place())
                .fact("group", start.log().group)
                .fact("by", sure.by())
                .fact("offset", sure.offset())
                .fact("later", ledger.names.readers().name(start.reader()))
                .fact("answer", "began to read at " + start.offset())
                .evidence(CommitChecks.sighting(start.log(), sure))
                .evidence(start.position())
                .report(start.position(), report);
    }

    /** Acknowledged records between here and there that the log does not reach back to any more. */
    private void expired(Lane lane, Tape tape, long from, long to, int position) {
        Event.Drained read = tape.drained;
        if (read == null || read.from() <= from) {
            return;
        }
        long skipped = 0;
        int first = Lane.NONE;
        Names.Place place = ledger.names.places().name(lane.place());
        for (long offset = from; offset < Math.min(to, read.from()); offset++) {
            int record = ledger.acknowledgedAt(place, offset);
            if (record >= 0 && ledger.transactions.isExpected(record)) {
                first = skipped++ == 0 ? record : first;
            }
        }
        if (skipped > 0) {
            skipped(lane, position, "out of range", OptionalLong.of(from), new Gap(skipped, first));
        }
    }

    /** A recorder saw the reset itself. */
    private void told(int position, Event.PositionReset reset) {
        Names.Place place = new Names.Place(reset.topic(), reset.partition());
        Tape tape = ledger.tapes.find(reset.topic(), reset.partition());
        long from = reset.from().orElse(0);
        Gap gap = tape == null ? new Gap(0, Lane.NONE) : between(tape, from, reset.to(), false);
        if (reset.from().isEmpty() && tape != null) {
            gap = sinceBirth(groupOf(reset.consumer()), tape, reset.to(), false);
        }
        long again = reset.from().isPresent() ? Math.max(0, from - reset.to()) : 0;
        if (gap.skipped > 0 || again > 0 || reset.cause().equals("out of range")) {
            Case its = new Case(ledger, Kind.SILENT_RESET)
                    .place(place)
                    .fact("by", reset.consumer())
                    .fact("cause", reset.cause())
                    .fact("from", reset.from().isPresent() ? Long.toString(from) : "nowhere")
                    .fact("to", reset.to())
                    .fact("skipped", gap.skipped)
                    .fact("again", again);
            if (gap.first != Lane.NONE) {
                its.record(gap.first);
            }
            its.report(position, report);
        }
    }

    private void skipped(Lane lane, int position, String cause, OptionalLong from, Gap gap) {
        reset(lane, cause)
                .record(gap.first)
                .fact("from", from.isPresent() ? Long.toString(from.getAsLong()) : "nowhere")
                .fact("to", ledger.exhibits.sighting(position).offset())
                .fact("skipped", gap.skipped)
                .fact("again", 0)
                .evidence(position)
                .report(position, report);
    }

    private Case reset(Lane lane, String cause) {
        return at(Kind.SILENT_RESET, lane).fact("cause", cause);
    }

    private Case at(Kind kind, Lane lane) {
        return new Case(ledger, kind)
                .place(ledger.names.places().name(lane.place()))
                .fact("by", ledger.names.readers().name(lane.reader()));
    }

    /** What the final read found between two offsets, as far as the reader may see it. */
    private Gap between(Tape tape, long from, long to, boolean committedOnly) {
        long skipped = 0;
        int first = Lane.NONE;
        for (long offset = Math.max(from, tape.firstSeen()); offset < Math.min(to, tape.endSeen()); offset++) {
            int record = tape.foundAt(offset);
            if (counts(tape, offset, record, committedOnly)) {
                first = skipped++ == 0 ? record : first;
            }
        }
        return new Gap(skipped, first);
    }

    private boolean counts(Tape tape, long offset, int record, boolean committedOnly) {
        return record >= 0
                && ledger.known(record)
                && (!committedOnly
                        || (ledger.transactions.isExpected(record)
                                && !ledger.visibility.isHidden(tape.topic, tape.partition, offset)));
    }

    /** Whether what lay between these offsets once is not what lies there now. */
    private static boolean isTruncated(Tape tape, long from, long to) {
        Event.Drained read = tape.drained;
        if (read == null) {
            return false;
        }
        for (long offset = Math.max(Math.max(from, tape.firstSeen()), read.from());
                offset < Math.min(to, tape.endSeen());
                offset++) {
            int before = tape.seenAt(offset);
            int now = tape.foundAt(offset);
            if (before != Tape.NOBODY && (offset >= read.end() || (now != Tape.NOBODY && now != before))) {
                return true;
            }
        }
        return false;
    }
}
