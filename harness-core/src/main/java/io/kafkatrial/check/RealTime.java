/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Whether what was acknowledged lies before what was sent afterwards, and before every end of the log that was
 * asked for afterwards: every high watermark, if the producer waited for all in-sync replicas. While acknowledgements of a partition come in the order of its offsets there is nothing to
 * look at; only partitions where they do not are looked at again, n log n. Confined to one judgement.
 */
final class RealTime extends Watcher {

    private record Doubt(int place, Event.PartitionEnds ends, int position) {}

    /** At each time the record that had been acknowledged at the highest offset. */
    private record Latest(TreeMap<Long, Integer> byTime) {
        int before(long nanos) {
            Map.Entry<Long, Integer> entry = byTime.lowerEntry(nanos);
            return entry == null ? Lane.NONE : entry.getValue();
        }
    }

    private final Ledger ledger;
    private final long[] highest;
    private final BitSet suspects = new BitSet();
    private final List<Doubt> doubts = new ArrayList<>();
    private final Map<Integer, Latest> latestOfAll = new HashMap<>();

    /** Of producers that wait for all in-sync replicas: only they make sure that the high watermark is behind a record. */
    private final Map<Integer, Latest> latestOfReplicated = new HashMap<>();

    RealTime(Ledger ledger) {
        super(io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        highest = new long[ledger.names.places().size()];
        Arrays.fill(highest, -1);
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.PartitionEnds ends) {
            int place = ledger.names.places().number(new Names.Place(ends.topic(), ends.partition()));
            if (place >= 0
                    && (ends.logEnd().orElse(Long.MAX_VALUE) <= highest[place]
                            || ends.highWatermark().orElse(Long.MAX_VALUE) <= highest[place])) {
                doubts.add(new Doubt(place, ends, at.position()));
            }
        }
    }

    /** A record was acknowledged. */
    void acked(Cursor at, Lane lane) {
        int place = lane.place();
        long offset = at.offset();
        if (offset > highest[place]) {
            highest[place] = offset;
        } else if (offset >= 0) {
            suspects.set(place);
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        for (int place = suspects.nextSetBit(0); place >= 0; place = suspects.nextSetBit(place + 1)) {
            writes(acksOf(place), report);
        }
        doubts.forEach(doubt -> stale(doubt, report));
    }

    private int[] acksOf(int place) {
        Records records = ledger.records;
        int[] all = new int[16];
        int size = 0;
        for (int record = 0; record < records.size(); record++) {
            if (records.acked(record)
                    && records.sent(record)
                    && records.ackPlace(record) == place
                    && records.ackOffset(record) >= 0) {
                if (size == all.length) {
                    all = Arrays.copyOf(all, size * 2);
                }
                all[size++] = record;
            }
        }
        return Arrays.stream(all, 0, size)
                .boxed()
                .sorted((a, b) -> Integer.compare(records.ackedAt(a), records.ackedAt(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** For every record the highest that was acknowledged before it was sent, by binary search. */
    private void writes(int[] byAck, Consumer<Anomaly> report) {
        Records records = ledger.records;
        int[] highestTo = new int[byAck.length];
        for (int i = 0; i < byAck.length; i++) {
            int before = i == 0 ? byAck[0] : highestTo[i - 1];
            highestTo[i] = records.ackOffset(byAck[i]) > records.ackOffset(before) ? byAck[i] : before;
        }
        for (int record : byAck) {
            int before = ackedBefore(byAck, records.invokedAt(record));
            if (before > 0 && records.ackOffset(highestTo[before - 1]) >= records.ackOffset(record)) {
                int other = highestTo[before - 1];
                new Case(ledger, Kind.REALTIME_VIOLATION)
                        .record(record)
                        .fact("other", ledger.history.id(other))
                        .evidence(records.ackedAt(other), records.ackedAt(record))
                        .report(records.ackedAt(record), report);
            }
        }
    }

    /** How many of these were acknowledged before a position. */
    private int ackedBefore(int[] byAck, int position) {
        int low = 0;
        int high = byAck.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ledger.records.ackedAt(byAck[middle]) < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** An end that is not behind what had been acknowledged when it was asked for. */
    private void stale(Doubt doubt, Consumer<Anomaly> report) {
        Event.PartitionEnds ends = doubt.ends;
        int record = missing(latestOfAll, doubt, ends.logEnd());
        OptionalLong end = record == Lane.NONE ? ends.highWatermark() : ends.logEnd();
        record = record == Lane.NONE ? missing(latestOfReplicated, doubt, ends.highWatermark()) : record;
        if (record != Lane.NONE) {
            new Case(ledger, Kind.STALE_END)
                    .place(ledger.names.places().name(doubt.place))
                    .record(record)
                    .fact("end", end.orElse(0))
                    .evidence(ledger.records.ackedAt(record))
                    .report(doubt.position, report);
        }
    }

    private int missing(Map<Integer, Latest> those, Doubt doubt, OptionalLong end) {
        if (end.isEmpty()) {
            return Lane.NONE;
        }
        Latest latest = those.computeIfAbsent(doubt.place, place -> latest(place, those == latestOfReplicated));
        int record = latest.before(Commits.nanos(doubt.ends.asked()));
        return record != Lane.NONE && ledger.records.ackOffset(record) >= end.getAsLong() ? record : Lane.NONE;
    }

    private Latest latest(int place, boolean replicatedOnly) {
        TreeMap<Long, Integer> byTime = new TreeMap<>();
        for (int record : acksOf(place)) {
            if (!replicatedOnly || ledger.clients.waitsForAll(ledger.history.producer(record))) {
                long at = Commits.nanos(
                        ledger.events.get(ledger.records.ackedAt(record)).at());
                byTime.merge(at, record, this::farther);
            }
        }
        int highest = Lane.NONE;
        for (Map.Entry<Long, Integer> entry : byTime.entrySet()) {
            highest = highest == Lane.NONE ? entry.getValue() : farther(highest, entry.getValue());
            entry.setValue(highest);
        }
        return new Latest(byTime);
    }

    private int farther(int one, int other) {
        return ledger.records.ackOffset(one) >= ledger.records.ackOffset(other) ? one : other;
    }
}
