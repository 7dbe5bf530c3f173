/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Lane;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Deleted keys: once a tombstone is gone from the log, nothing before it of its key may be there, and a group that
 * knows the key must have got it. One pass over the log of each partition that had tombstones, and over the
 * deliveries of each group.
 */
final class Tombstones {

    /** The last tombstone of a key in a partition that is gone, and whether the key was written again behind it. */
    private record Grave(int tombstone, long offset) {}

    private final Ledger ledger;
    private final BitSet tombstones;
    private final Consumer<Anomaly> report;

    /** Place and key to the grave. */
    private final Map<Long, Grave> graves = new HashMap<>();

    Tombstones(Ledger ledger, BitSet tombstones, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.tombstones = tombstones;
        this.report = report;
    }

    void run() {
        Records records = ledger.records;
        for (int record = tombstones.nextSetBit(0); record >= 0; record = tombstones.nextSetBit(record + 1)) {
            if (isGone(record)) {
                Grave before = graves.get(key(record));
                if (before == null || before.offset < records.ackOffset(record)) {
                    graves.put(key(record), new Grave(record, records.ackOffset(record)));
                }
            }
        }
        if (!graves.isEmpty()) {
            livesAgain();
            for (int group = 0; group < ledger.names.groups().size(); group++) {
                unseenBy(group);
            }
        }
    }

    /** Acknowledged, and neither in the log nor lost: only a record nobody overwrote was cleaned away. */
    private boolean isGone(int record) {
        Records records = ledger.records;
        Tape tape = ledger.ackTape(record);
        long offset = records.ackOffset(record);
        return records.acked(record)
                && records.key(record) != Lane.NONE
                && offset >= 0
                && tape != null
                && tape.covers(offset)
                && !ledger.readers.finds().has(record)
                && !records.lost(record);
    }

    private long key(int record) {
        return (long) ledger.records.ackPlace(record) << 32 | ledger.records.key(record);
    }

    private void livesAgain() {
        Map<Tape, Integer> places = new HashMap<>();
        for (Grave grave : graves.values()) {
            Tape tape = ledger.ackTape(grave.tombstone);
            if (tape != null) {
                places.put(tape, ledger.records.ackPlace(grave.tombstone));
            }
        }
        places.forEach((tape, place) -> tape.forEachFound((offset, record) -> {
            if (record >= 0 && ledger.known(record)) {
                Grave grave = graves.get((long) place << 32 | ledger.records.key(record));
                if (grave != null && offset < grave.offset) {
                    livesAgain(tape, offset, record, grave);
                }
            }
        }));
    }

    private void livesAgain(Tape tape, long offset, int record, Grave grave) {
        int found = ledger.exhibits.foundAt(record, tape, offset);
        new Case(ledger, Kind.RESURRECTED_KEY)
                .record(record)
                .fact("key", ledger.history.key(ledger.records.key(record)))
                .fact("tombstone", ledger.history.id(grave.tombstone))
                .evidence(found)
                .report(found, report);
    }

    private void unseenBy(int group) {
        Sightings deliveries = ledger.readers.deliveriesTo(group);
        Map<Long, Integer> latest = new HashMap<>();
        for (int record = 0; record < ledger.records.size(); record++) {
            if (deliveries.has(record) && ledger.records.acked(record) && ledger.records.key(record) != Lane.NONE) {
                Integer before = latest.get(key(record));
                if (before == null || ledger.records.ackOffset(before) < ledger.records.ackOffset(record)) {
                    latest.put(key(record), record);
                }
            }
        }
        for (Map.Entry<Long, Grave> entry : graves.entrySet()) {
            Integer last = latest.get(entry.getKey());
            if (last != null && ledger.records.ackOffset(last) < entry.getValue().offset) {
                int tombstone = entry.getValue().tombstone;
                int delivered = deliveries.first(last);
                new Case(ledger, Kind.MISSED_TOMBSTONE)
                        .record(last)
                        .fact("group", ledger.names.groups().name(group))
                        .fact("key", ledger.history.key(ledger.records.key(last)))
                        .fact("tombstone", ledger.history.id(tombstone))
                        .evidence(delivered)
                        .report(delivered, report);
            }
        }
    }
}
