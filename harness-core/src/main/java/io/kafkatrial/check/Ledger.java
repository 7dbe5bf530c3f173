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
    final Watchers watchers;

    /** Sightings of records that are not judged. */
    long foreign;

    /** Records handed to groups. */
    long deliveries;

    /** Effects reported. */
    long effects;

    private final Lane[] lanes;
    private final boolean[] producers;
    private final int[] topics;
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
        topics = new int[names.places().size()];
        for (Lane lane : lanes) {
            if (lane.place() != Lane.NONE) {
                topics[lane.place()] = lane.topic();
            }
        }
        records = new Records(history);
        readers = new Readers(history, records);
        tapes = new Tapes(names);
        keyOrder = new KeyOrder(this);
        producers = new boolean[names.producers().size()];
        for (Lane lane : lanes) {
            if (lane.kind() == Kind.SEND_INVOKED) {
                producers[lane.producer()] = true;
            }
        }
        clients = new Clients(this);
        transactions = new Transactions(this);
        visibility = new Visibility(this);
        ownership = new Ownership(this);
        commits = new Commits(this);
        positions = new PositionsOfConsumers(this);
        keys = new Keys(this);
        replicas = new Replicas(this);
        shares = new Shares(this);
        watchers = new Watchers(this);
        Reading reading = new Reading(this);
        reading.run();
        nameTheUnnamed(reading.unnamed);
    }

    /** Give effects that came without an identity that of the record seen, or acknowledged, at their offset. */
    private void nameTheUnnamed(Positions unnamed) {
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
                records.at(record, lane.place());
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

    /** Whether anything was sent under the name of this number. */
    boolean isProducer(int number) {
        return producers[number];
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
