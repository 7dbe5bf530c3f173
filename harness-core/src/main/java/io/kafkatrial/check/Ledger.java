/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything the checks look up, gathered in one pass over the history, in arrays by number of record, place,
 * reader and group. Confined to one judgement.
 */
final class Ledger {

    final History history;
    final List<Event> events;
    final Names names;

    /** What became of each record. */
    final Records records;

    /** Who saw which record. */
    final Readers readers;

    /** What lies in each partition. */
    final Tapes tapes;

    /** Who got the records of a key in which order. */
    final KeyOrder keyOrder;

    final Exhibits exhibits = new Exhibits(this);

    final FaultLog faults = new FaultLog();

    /** What is odd about the history itself. */
    final Oddities oddities = new Oddities(this);

    /** How long things may take. */
    final Limits limits;

    final Clients clients;
    final Transactions transactions;
    final Visibility visibility;
    final Ownership ownership;
    final Commits commits;
    final PositionsOfConsumers positions;
    final Keys keys;
    final Replicas replicas;
    final Shares shares;

    /** The checks that went along. */
    final List<Watcher> watchers;

    /** Sightings of records that are not judged. */
    long foreign;

    /** Records handed to groups. */
    long deliveries;

    /** Effects reported. */
    long effects;

    private final Lane[] lanes;
    private final long[] sizes;
    private final @Nullable Tape[] tapeOf;
    private final Sightings[] sightingsOf;
    private final boolean[] judged;
    private final boolean[] producers;
    private final int[] topics;
    private final Positions unnamed = new Positions();
    private @Nullable Compaction compaction;
    private Pages @Nullable [] acknowledged;

    Ledger(History history) {
        this(history, Limits.NONE);
    }

    Ledger(History history, Limits limits) {
        this.history = history;
        this.limits = limits;
        events = history.events();
        names = history.names();
        lanes = history.lanes().toArray(new Lane[0]);
        sizes = new long[lanes.length];
        tapeOf = new @Nullable Tape[lanes.length];
        sightingsOf = new Sightings[lanes.length];
        judged = new boolean[lanes.length];
        topics = new int[names.places().size()];
        for (Lane lane : lanes) {
            if (lane.place() != Lane.NONE) {
                topics[lane.place()] = lane.topic();
            }
        }
        records = new Records(history);
        readers = new Readers(history);
        tapes = new Tapes(names);
        keyOrder = new KeyOrder(this);
        producers = new boolean[names.producers().size()];
        clients = new Clients(this);
        transactions = new Transactions(this);
        visibility = new Visibility(this);
        ownership = new Ownership(this);
        commits = new Commits(this);
        positions = new PositionsOfConsumers(this);
        keys = new Keys(this);
        replicas = new Replicas(this);
        shares = new Shares(this);
        watchers = Watcher.all(this);
        readAll();
        count();
        nameTheUnnamed();
    }

    private void readAll() {
        Watcher[][] watching = new Watcher[lanes.length][];
        for (Lane lane : lanes) {
            watching[lane.index()] = Watcher.of(watchers, lane.kind());
            sightingsOf[lane.index()] = readers.sightings(lane);
            judged[lane.index()] = readers.isJudged(lane);
        }
        Watcher[] watchingObjects = Watcher.of(watchers, Kind.OTHER);
        for (Cursor at = history.cursor(); at.next(); ) {
            Lane lane = at.lane();
            read(at, lane);
            oddities.time(at);
            for (Watcher watcher : lane.index() < 0 ? watchingObjects : watching[lane.index()]) {
                watcher.see(at, lane);
            }
        }
    }

    private void read(Cursor at, Lane lane) {
        switch (lane.kind()) {
            case SEND_INVOKED -> records.sent(at.record(), at.position(), lane, at.key());
            case SEND_ACKED -> records.acked(at.record(), at.position(), lane, at.offset());
            case SEND_FAILED -> records.failed(at.record(), at.position());
            case SEND_UNKNOWN -> records.unknown(at.record());
            case POLLED -> readPolled(at, lane);
            case PROCESSED -> readProcessed(at, lane);
            case FOUND -> readFound(at, lane);
            case COMMITTED, GROUP_OFFSET -> tapes.at(lane.place()).reached(lane.group(), at.offset());
            case OTHER -> readOther(at.position(), at.event());
            default -> {}
        }
    }

    private void readPolled(Cursor at, Lane lane) {
        sizes[lane.index()]++;
        Tape tape = tapeOf(lane);
        if (lane.group() != Lane.NONE) {
            tape.reached(lane.group(), at.offset() + 1);
        }
        if (lane.hasSequence()) {
            int record = at.record();
            tape.saw(at.offset(), record, at.position());
            see(lane, record, at.position());
        } else {
            tape.saw(at.offset(), Tape.STRANGER, at.position());
        }
    }

    private void readProcessed(Cursor at, Lane lane) {
        sizes[lane.index()]++;
        if (lane.hasSequence()) {
            see(lane, at.record(), at.position());
        } else {
            unnamed.add(at.position());
        }
    }

    private void readFound(Cursor at, Lane lane) {
        Tape tape = tapeOf(lane);
        if (!lane.hasSequence()) {
            sizes[lane.index()]++;
            tape.found(at.offset(), Tape.STRANGER, at.position());
        } else {
            int record = at.record();
            if (tape.found(at.offset(), record, at.position())) {
                sizes[lane.index()]++;
                see(lane, record, at.position());
            }
        }
    }

    private void see(Lane lane, int record, int position) {
        records.whereabouts().at(record, lane.place());
        Sightings sightings = sightingsOf[lane.index()];
        if (sightings.add(record, position) && judged[lane.index()]) {
            keyOrder.first(lane, record, sightings);
        }
    }

    private Tape tapeOf(Lane lane) {
        Tape tape = tapeOf[lane.index()];
        if (tape == null) {
            tape = tapes.at(lane.place());
            tapeOf[lane.index()] = tape;
        }
        return tape;
    }

    private void readOther(int position, Event event) {
        if (event instanceof Event.Drained drained) {
            tapes.at(drained.topic(), drained.partition()).drained(drained, position);
        } else if (event instanceof Event.LeaderChanged change) {
            tapes.at(change.topic(), change.partition()).leaders.add(position);
        } else {
            faults.read(position, event);
        }
    }

    private void count() {
        for (Lane lane : lanes) {
            if (lane.kind() == Kind.SEND_INVOKED) {
                producers[lane.producer()] = true;
            }
        }
        for (Lane lane : lanes) {
            long size = sizes[lane.index()];
            deliveries += lane.kind() == Kind.POLLED && lane.group() != Lane.NONE ? size : 0;
            effects += lane.kind() == Kind.PROCESSED ? size : 0;
            boolean unnamedEffect = lane.kind() == Kind.PROCESSED && !lane.hasSequence();
            boolean strange = !lane.hasSequence() || !producers[lane.producer()];
            foreign += strange && !unnamedEffect ? size : 0;
        }
    }

    /** Give effects that came without an identity that of the record seen, or acknowledged, at their offset. */
    private void nameTheUnnamed() {
        if (unnamed.size() == 0) {
            return;
        }
        Pages[] acks = acksByOffset();
        for (int i = 0; i < unnamed.size(); i++) {
            Cursor at = history.cursor(unnamed.get(i));
            at.next();
            Lane lane = at.lane();
            Tape tape = tapes.find(lane.place());
            int record = tape == null ? Tape.NOBODY : tape.seenAt(at.offset());
            if (record < 0) {
                record = acks[lane.place()].get(at.offset()) - 1;
            }
            if (record < 0) {
                foreign++;
            } else {
                readers.effectsBy(lane.reader()).add(record, at.position());
                records.whereabouts().at(record, lane.place());
                foreign += known(record) ? 0 : 1;
            }
        }
    }

    private Pages[] acksByOffset() {
        Pages[] acks = new Pages[tapes.places()];
        for (int place = 0; place < acks.length; place++) {
            acks[place] = new Pages();
        }
        for (int record = 0; record < records.size(); record++) {
            if (records.acked(record)) {
                acks[records.ackPlace(record)].set(records.ackOffset(record), record + 1);
            }
        }
        return acks;
    }

    /** Whether the record comes from a producer this history knows; others are not judged. */
    boolean known(int record) {
        return producers[history.producer(record)];
    }

    /** The number of the topic of a place. */
    int topicOf(int place) {
        return topics[place];
    }

    /** The record that the event at this position is about; {@link Tape#STRANGER} if it names none. */
    int recordAt(int position) {
        Cursor at = history.cursor(position);
        at.next();
        return at.lane().hasSequence() ? at.record() : Tape.STRANGER;
    }

    /** The lane of the event at a position. */
    Lane laneAt(int position) {
        Cursor at = history.cursor(position);
        at.next();
        return at.lane();
    }

    /** What compaction may have taken. */
    Compaction compaction() {
        Compaction its = compaction;
        if (its == null) {
            its = new Compaction(this);
            compaction = its;
        }
        return its;
    }

    /** The record acknowledged at an offset of a partition; {@link Tape#NOBODY} if none was. Rarely asked for. */
    int acknowledgedAt(Names.Place place, long offset) {
        Pages[] all = acknowledged;
        if (all == null) {
            all = acksByOffset();
            acknowledged = all;
        }
        int number = names.places().number(place);
        return number < 0 || number >= all.length ? Tape.NOBODY : all[number].get(offset) - 1;
    }

    /** The lane of this number. */
    Lane lane(int index) {
        return lanes[index];
    }

    /** The identity of a record; empty for {@link Tape#NOBODY} and {@link Tape#STRANGER}. */
    Optional<RecordId> id(int record) {
        return record < 0 ? Optional.empty() : Optional.of(history.id(record));
    }

    Event.SendInvoked invoked(int record) {
        return (Event.SendInvoked) events.get(records.invokedAt(record));
    }

    Event.SendAcked ack(int record) {
        return (Event.SendAcked) events.get(records.ackedAt(record));
    }

    /** The tape of the partition in which the record was acknowledged, if anything happened there but sends. */
    @Nullable
    Tape ackTape(int record) {
        return tapes.find(records.ackPlace(record));
    }
}
