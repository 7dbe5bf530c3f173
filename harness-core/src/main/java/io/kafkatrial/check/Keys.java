/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What happened to keys: scattered over partitions, deleted and there again, deleted unseen by a group. A topic
 * that was given more partitions may scatter its keys. Confined to one judgement.
 */
final class Keys extends Watcher {

    /** How large an array by topic and key may be. */
    private static final long SMALL = 1 << 16;

    private static final long CELLS_OF_A_RECORD = 4;

    private final Ledger ledger;
    final BitSet tombstones = new BitSet();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Set<String> grown = new HashSet<>();
    private final Set<String> sentTo = new HashSet<>();

    Keys(Ledger ledger) {
        super(io.kafkatrial.history.Kind.TOMBSTONE_SENT, io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == io.kafkatrial.history.Kind.TOMBSTONE_SENT) {
            tombstones.set(at.record());
            return;
        }
        Event event = at.event();
        if (event instanceof Event.TopicSettings settings) {
            partitions(settings.topic(), settings.partitions());
        } else if (event instanceof Event.LeaderChanged change) {
            int known = partitions.getOrDefault(change.topic(), 0);
            partitions(change.topic(), Math.max(known, change.partition() + 1));
        }
    }

    /** The cluster's partitions are told one by one before anything is sent: then it has not grown. */
    private void partitions(String topic, int now) {
        Integer before = partitions.put(topic, now);
        if (before != null && before != now && hasSends(topic)) {
            grown.add(topic);
        }
    }

    private boolean hasSends(String topic) {
        if (!sentTo.contains(topic) && ledger.records.isSentTo(topic)) {
            sentTo.add(topic);
        }
        return sentTo.contains(topic);
    }

    @Override
    void end(Consumer<Anomaly> report) {
        scattered(report);
        if (!tombstones.isEmpty()) {
            new Tombstones(ledger, tombstones, report).run();
        }
    }

    /** Where the partitioner had the choice. */
    private void scattered(Consumer<Anomaly> report) {
        if (!isAnyScattered()) {
            return;
        }
        Records records = ledger.records;
        KeyTable firstOfKey = new KeyTable(ledger.history, ledger.names.topics().size());
        Set<Long> told = new HashSet<>();
        for (int record = 0; record < records.size(); record++) {
            if (!wasPartitioned(record)) {
                continue;
            }
            Lane sent = ledger.lane(records.sendLane(record));
            int key = records.key(record);
            int first = firstOfKey.get(sent.topic(), key);
            if (first == LongIntMap.NONE) {
                firstOfKey.set(sent.topic(), key, record);
            } else if (records.ackPlace(first) != records.ackPlace(record)
                    && told.add((long) sent.topic() << 32 | key)) {
                scattered(first, record, report);
            }
        }
    }

    /** Whether the partitioner chose where this acknowledged record with a key went. */
    private boolean wasPartitioned(int record) {
        Records records = ledger.records;
        return records.isWhole(record)
                && records.key(record) != Lane.NONE
                && ledger.lane(records.sendLane(record)).partition() == Lane.NONE;
    }

    /** Whether any key has records in two partitions, by a small number for each key: mostly there is none. */
    private boolean isAnyScattered() {
        int keys = ledger.history.keys();
        long size = (long) keys * ledger.names.topics().size();
        if (size > Math.max(SMALL, CELLS_OF_A_RECORD * ledger.records.size())) {
            return true;
        }
        Narrow placeOfKey = new Narrow((int) size);
        for (int record = 0; record < ledger.records.size(); record++) {
            if (wasPartitioned(record)) {
                int topic = ledger.lane(ledger.records.sendLane(record)).topic();
                int cell = topic * keys + ledger.records.key(record);
                int place = placeOfKey.get(cell);
                if (place == Lane.NONE) {
                    placeOfKey.set(cell, ledger.records.ackPlace(record));
                } else if (place != ledger.records.ackPlace(record)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void scattered(int first, int other, Consumer<Anomaly> report) {
        Records records = ledger.records;
        String topic =
                ledger.names.topics().name(ledger.lane(records.sendLane(first)).topic());
        if (records.ackedAt(first) == NONE || grown.contains(topic)) {
            return;
        }
        new Case(ledger, Kind.KEY_SCATTERED)
                .topic(topic)
                .record(other)
                .fact("key", ledger.history.key(records.key(other)))
                .fact(
                        "first",
                        ledger.names.places().name(records.ackPlace(first)).partition())
                .fact(
                        "other",
                        ledger.names.places().name(records.ackPlace(other)).partition())
                .fact(
                        "partitions",
                        partitions.containsKey(topic) ? partitions.get(topic).toString() : "same")
                .evidence(records.ackedAt(first), records.ackedAt(other))
                .report(records.ackedAt(other), report);
    }
}
