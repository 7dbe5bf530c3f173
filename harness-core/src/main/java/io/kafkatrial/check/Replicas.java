/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What lies on single replicas: whether two of them disagree below what both believe to be committed, and on
 * which of them a record still lies that the final read did not find. Confined to one judgement.
 */
final class Replicas extends Watcher {

    /** Every further one costs a walk through the history, and says nothing new. */
    private static final int MOST = 100;

    private record Clash(int place, long offset, int record, int broker, int position) {}

    private record Log(Names.Place place, int broker) {}

    private final Ledger ledger;
    private final @Nullable Pages[] first;
    private final Map<Log, Long> highWatermarks = new HashMap<>();
    private final List<Clash> clashes = new ArrayList<>();
    private final Map<Integer, TreeSet<Integer>> brokersOf = new HashMap<>();

    Replicas(Ledger ledger) {
        super(io.kafkatrial.history.Kind.REPLICA_FOUND, io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        first = new @Nullable Pages[ledger.names.places().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == io.kafkatrial.history.Kind.REPLICA_FOUND) {
            found(at, lane);
        } else if (at.event() instanceof Event.ReplicaRead read
                && read.highWatermark().isPresent()) {
            Names.Place place = new Names.Place(read.topic(), read.partition());
            highWatermarks.put(
                    new Log(place, read.broker()), read.highWatermark().getAsLong());
        }
    }

    private void found(Cursor at, Lane lane) {
        Pages its = cells(lane.place());
        int record = lane.hasSequence() ? at.record() : Tape.STRANGER;
        int cell = record == Tape.STRANGER ? 1 : record + 2;
        int before = its.get(at.offset());
        if (before == 0) {
            its.set(at.offset(), cell);
        } else if (before != cell) {
            clashes.add(new Clash(lane.place(), at.offset(), record, lane.broker(), at.position()));
        }
        if (record >= 0 && !ledger.readers.finds().has(record)) {
            brokersOf.computeIfAbsent(record, any -> new TreeSet<>()).add(lane.broker());
        }
    }

    private Pages cells(int place) {
        Pages its = first[place];
        if (its == null) {
            its = new Pages();
            first[place] = its;
        }
        return its;
    }

    /** The broker on whose log another record was read at this offset before. */
    private int firstBroker(Clash clash) {
        for (Cursor at = ledger.history.cursor(); at.next() && at.position() < clash.position; ) {
            Lane lane = at.lane();
            if (lane.kind() == io.kafkatrial.history.Kind.REPLICA_FOUND
                    && lane.place() == clash.place
                    && at.offset() == clash.offset) {
                return lane.broker();
            }
        }
        return -1;
    }

    /** The brokers on whose disks a record still lies that the final read did not find. */
    List<Integer> stillOn(int record) {
        return List.copyOf(brokersOf.getOrDefault(record, new TreeSet<>()));
    }

    @Override
    void end(Consumer<Anomaly> report) {
        int told = 0;
        for (Clash clash : clashes) {
            if (told < MOST && told(clash, report)) {
                told++;
            }
        }
    }

    private boolean told(Clash clash, Consumer<Anomaly> report) {
        Names.Place place = ledger.names.places().name(clash.place);
        if (clash.offset >= highWatermarks.getOrDefault(new Log(place, clash.broker), 0L)) {
            return false;
        }
        int other = firstBroker(clash);
        long committed = Math.min(
                highWatermarks.getOrDefault(new Log(place, clash.broker), 0L),
                highWatermarks.getOrDefault(new Log(place, other), 0L));
        if (clash.offset >= committed || other == clash.broker) {
            return false;
        }
        int before = cells(clash.place).get(clash.offset);
        int one = before == 1 ? Tape.STRANGER : before - 2;
        Case its = new Case(ledger, Kind.REPLICAS_DIVERGED)
                .place(place)
                .fact("place", place + "@" + clash.offset)
                .fact("one", name(one))
                .fact("two", name(clash.record))
                .fact("broker", other)
                .fact("other", clash.broker);
        if (one >= 0) {
            its.record(one);
        }
        its.report(clash.position, report);
        return true;
    }

    private String name(int record) {
        return ledger.id(record).map(Object::toString).orElse("a foreign record");
    }
}
