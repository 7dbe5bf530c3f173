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
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether what was acknowledged lies before what was sent afterwards, and before every end of the log that was
 * asked for afterwards. While acknowledgements of a partition come in the order of its offsets there is nothing to
 * look at; only partitions where they do not are looked at again, n log n. Confined to one judgement.
 */
final class RealTime extends Watcher {

    private record Doubt(int place, Event.PartitionEnds ends, int position) {}

    private final Ledger ledger;
    private final long[] highest;
    private final BitSet suspects = new BitSet();
    private final List<Doubt> doubts = new ArrayList<>();

    RealTime(Ledger ledger) {
        super(io.kafkatrial.history.Kind.SEND_ACKED, io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        highest = new long[ledger.names.places().size()];
        Arrays.fill(highest, -1);
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() != io.kafkatrial.history.Kind.OTHER) {
            int place = lane.place();
            long offset = at.offset();
            if (offset > highest[place]) {
                highest[place] = offset;
            } else if (offset >= 0) {
                suspects.set(place);
            }
        } else if (at.event() instanceof Event.PartitionEnds ends
                && ends.logEnd().isPresent()) {
            int place = ledger.names.places().number(new Names.Place(ends.topic(), ends.partition()));
            if (place >= 0 && ends.logEnd().getAsLong() <= highest[place]) {
                doubts.add(new Doubt(place, ends, at.position()));
            }
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

    /** An end of the log that is not behind what had been acknowledged when it was asked for. */
    private void stale(Doubt doubt, Consumer<Anomaly> report) {
        long asked = Commits.nanos(doubt.ends.asked());
        long end = doubt.ends.logEnd().orElse(0);
        for (int record : acksOf(doubt.place)) {
            int ackedAt = ledger.records.ackedAt(record);
            if (ledger.records.ackOffset(record) >= end
                    && ackedAt < doubt.position
                    && Commits.nanos(ledger.events.get(ackedAt).at()) < asked) {
                new Case(ledger, Kind.STALE_END)
                        .place(ledger.names.places().name(doubt.place))
                        .record(record)
                        .fact("end", end)
                        .evidence(ackedAt)
                        .report(doubt.position, report);
                return;
            }
        }
    }
}
