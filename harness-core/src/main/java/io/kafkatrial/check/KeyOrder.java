/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether each reader got the records of one producer and key in the order of sending: looks at every first
 * sighting as the history goes on. Confined to one judgement.
 */
final class KeyOrder {

    /** Of these two, the later one was sent first. */
    record Overtaking(int overtaker, int overtakerAt, int record, int at) {}

    private final History history;
    private final Ledger ledger;
    private final Records records;
    private final @Nullable KeyTable[] latest;
    private final @Nullable KeyTable[] ofLane;

    /** By the number of a lane: that of its topic and producer together. */
    private final int[] owners;

    private final List<Overtaking> found = new ArrayList<>();
    private final int producers;
    private boolean blind;

    KeyOrder(Ledger ledger) {
        this.ledger = ledger;
        this.history = ledger.history;
        this.records = ledger.records;
        this.producers = history.names().producers().size();
        int groups = history.names().groups().size();
        this.latest = new @Nullable KeyTable[groups + history.names().readers().size()];
        this.ofLane = new @Nullable KeyTable[history.lanes().size()];
        this.owners = history.lanes().stream()
                .mapToInt(lane -> lane.topic() * producers + lane.producer())
                .toArray();
    }

    /** The reader of the lane got this record for the first time. */
    void first(Lane lane, int record, Sightings sightings) {
        int sendLane = records.sendLane(record);
        if (sendLane == Lane.NONE) {
            blind = true;
            return;
        }
        int key = records.key(record);
        if (key == Lane.NONE) {
            return;
        }
        KeyTable ofReader = ofLane[lane.index()];
        if (ofReader == null) {
            ofReader = latest(lane);
            ofLane[lane.index()] = ofReader;
        }
        int owner = owners[sendLane];
        int last = ofReader.get(owner, key);
        if (last == LongIntMap.NONE || history.sequence(last) < history.sequence(record)) {
            ofReader.set(owner, key, record);
        } else {
            found.add(new Overtaking(last, sightings.first(last), record, sightings.first(record)));
        }
    }

    private KeyTable latest(Lane lane) {
        int reader = lane.kind() == Kind.POLLED
                ? lane.group()
                : history.names().groups().size() + lane.reader();
        KeyTable ofReader = latest[reader];
        if (ofReader == null) {
            ofReader = new KeyTable(history, history.names().topics().size() * producers);
            latest[reader] = ofReader;
        }
        return ofReader;
    }

    /** Everything found, in the order of the history. */
    List<Overtaking> found() {
        return blind ? again().found : found;
    }

    /** Some were seen before the history said that they were sent: now it is known. */
    private KeyOrder again() {
        KeyOrder again = new KeyOrder(ledger);
        for (Cursor at = history.cursor(); at.next(); ) {
            Lane lane = at.lane();
            if (lane.hasSequence() && ledger.readers.isJudged(lane)) {
                Sightings sightings = ledger.readers.sightings(lane);
                if (sightings.first(at.record()) == at.position() && ledger.records.sent(at.record())) {
                    again.first(lane, at.record(), sightings);
                }
            }
        }
        return again;
    }
}
