/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import org.jspecify.annotations.Nullable;

/**
 * The one pass over the history: what each event says goes to the tables of the {@link Ledger} first, then to the
 * checks that go along. The events that come with every record are told to those checks by their own types, one after
 * the other: a list of checks costs as much as what they do. All other events go to the list. Confined to one judgement.
 */
final class Reading {

    /** What is known of a lane. */
    private static final class Desk {
        final Lane lane;
        final Sightings sightings;
        final boolean isJudged;
        final Watcher[] watchers;

        @Nullable
        Tape tape;

        long size;

        Desk(Lane lane, Sightings sightings, boolean isJudged, Watcher[] watchers) {
            this.lane = lane;
            this.sightings = sightings;
            this.isJudged = isJudged;
            this.watchers = watchers;
        }
    }

    /** Effects that were reported without an identity. */
    final Positions unnamed = new Positions();

    private final Ledger ledger;
    private final Records records;
    private final Finds finds;
    private final KeyOrder keyOrder;
    private final Oddities oddities;
    private final Transactions transactions;
    private final Ownership ownership;
    private final PositionsOfConsumers positions;
    private final BadInput badInput;
    private final Fencing fencing;
    private final RealTime realTime;
    private final AckContracts ackContracts;
    private final @Nullable Stretches stretches;
    private final @Nullable Recovery recovery;
    private final Desk[] desks;
    private final Watcher[] watchingObjects;

    Reading(Ledger ledger) {
        this.ledger = ledger;
        records = ledger.records;
        finds = ledger.readers.finds();
        keyOrder = ledger.keyOrder;
        oddities = ledger.oddities;
        transactions = ledger.transactions;
        ownership = ledger.ownership;
        positions = ledger.positions;
        badInput = ledger.watchers.badInput;
        fencing = ledger.watchers.fencing;
        realTime = ledger.watchers.realTime;
        ackContracts = ledger.watchers.ackContracts;
        stretches = ledger.watchers.stretches;
        recovery = ledger.watchers.recovery;
        watchingObjects = ledger.watchers.of(Kind.OTHER);
        desks = new Desk[ledger.history.lanes().size()];
        for (Lane lane : ledger.history.lanes()) {
            desks[lane.index()] = new Desk(
                    lane,
                    ledger.readers.sightings(lane),
                    ledger.readers.isJudged(lane),
                    ledger.watchers.of(lane.kind()));
        }
    }

    void run() {
        for (Cursor at = ledger.history.cursor(); at.next(); ) {
            Lane lane = at.lane();
            switch (lane.kind()) {
                case SEND_INVOKED -> sent(at, lane);
                case SEND_ACKED -> acked(at, lane);
                case POLLED -> polled(at, lane);
                case FOUND -> found(at, lane);
                case OTHER -> other(at, lane);
                default -> rare(at, lane);
            }
        }
        count();
    }

    private void sent(Cursor at, Lane lane) {
        records.sent(at.record(), at.position(), lane, at.key());
        oddities.time(at);
        transactions.sent(at, lane);
        fencing.sent(at, lane);
        if (stretches != null) {
            stretches.sent(at, lane);
        }
        if (recovery != null) {
            recovery.sent(at, lane);
        }
    }

    private void acked(Cursor at, Lane lane) {
        records.acked(at.record(), at.position(), lane, at.offset());
        oddities.time(at);
        realTime.acked(at, lane);
        ackContracts.acked(at, lane);
        if (stretches != null) {
            stretches.acked(at, lane);
        }
        if (recovery != null) {
            recovery.acked(at, lane);
        }
    }

    private void polled(Cursor at, Lane lane) {
        Desk desk = desks[lane.index()];
        desk.size++;
        Tape tape = tapeOf(desk);
        if (lane.group() != Lane.NONE) {
            tape.reached(lane.group(), at.offset() + 1);
        }
        if (lane.hasSequence()) {
            tape.saw(at.offset(), at.record(), at.position());
            see(at, desk);
        } else {
            tape.saw(at.offset(), Tape.STRANGER, at.position());
        }
        oddities.time(at);
        transactions.polled(at, lane);
        ownership.acted(at, lane);
        positions.polled(at, lane);
        badInput.polled(lane);
        if (stretches != null) {
            stretches.polled(at, lane);
        }
        if (recovery != null) {
            recovery.polled(at, lane);
        }
    }

    /** No check that goes along needs to know of these: the tables tell the rest. */
    private void found(Cursor at, Lane lane) {
        Desk desk = desks[lane.index()];
        Tape tape = tapeOf(desk);
        if (!lane.hasSequence()) {
            desk.size++;
            tape.found(at.offset(), Tape.STRANGER, at.position());
        } else if (tape.found(at.offset(), at.record(), at.position())) {
            desk.size++;
            records.at(at.record(), lane.place());
            finds.add(at.record(), at.position());
        }
        oddities.time(at);
    }

    private void rare(Cursor at, Lane lane) {
        Desk desk = desks[lane.index()];
        switch (lane.kind()) {
            case SEND_FAILED -> records.failed(at.record(), at.position());
            case SEND_UNKNOWN -> records.unknown(at.record());
            case PROCESSED -> processed(at, desk);
            case COMMITTED, GROUP_OFFSET -> tapeOf(desk).reached(lane.group(), at.offset());
            default -> {}
        }
        oddities.time(at);
        for (Watcher watcher : desk.watchers) {
            watcher.see(at, lane);
        }
    }

    private void processed(Cursor at, Desk desk) {
        desk.size++;
        if (desk.lane.hasSequence()) {
            see(at, desk);
        } else {
            unnamed.add(at.position());
        }
    }

    private void see(Cursor at, Desk desk) {
        int record = at.record();
        records.at(record, desk.lane.place());
        if (desk.sightings.add(record, at.position()) && desk.isJudged) {
            keyOrder.first(desk.lane, record, desk.sightings);
        }
    }

    private void other(Cursor at, Lane lane) {
        Event event = at.event();
        if (event instanceof Event.Drained drained) {
            ledger.tapes.at(drained.topic(), drained.partition()).drained(drained, at.position());
        } else if (event instanceof Event.LeaderChanged change) {
            ledger.tapes.at(change.topic(), change.partition()).leaders.add(at.position());
        } else {
            ledger.faults.read(at.position(), event);
        }
        for (Watcher watcher : watchingObjects) {
            watcher.see(at, lane);
        }
    }

    private Tape tapeOf(Desk desk) {
        Tape tape = desk.tape;
        if (tape == null) {
            tape = ledger.tapes.at(desk.lane.place());
            desk.tape = tape;
        }
        return tape;
    }

    private void count() {
        for (Desk desk : desks) {
            Lane lane = desk.lane;
            ledger.deliveries += lane.kind() == Kind.POLLED && lane.group() != Lane.NONE ? desk.size : 0;
            ledger.effects += lane.kind() == Kind.PROCESSED ? desk.size : 0;
            boolean unnamedEffect = lane.kind() == Kind.PROCESSED && !lane.hasSequence();
            boolean strange = !lane.hasSequence() || !ledger.isProducer(lane.producer());
            ledger.foreign += strange && !unnamedEffect ? desk.size : 0;
        }
    }
}
