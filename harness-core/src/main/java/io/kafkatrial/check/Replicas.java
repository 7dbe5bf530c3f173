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

/**
 * What lies on single replicas: whether two of them disagree below what both believe to be committed, and on
 * which of them a record still lies that the final read did not find. Confined to one judgement.
 */
final class Replicas extends Watcher {

    private record Cell(int broker, int record) {}

    private record Clash(Names.Place place, long offset, Cell one, Cell other, int position) {}

    private record Log(Names.Place place, int broker) {}

    private final Ledger ledger;
    private final Map<Names.Place, Map<Long, Cell>> first = new HashMap<>();
    private final Map<Log, Long> highWatermarks = new HashMap<>();
    private final List<Clash> clashes = new ArrayList<>();
    private final Map<Integer, TreeSet<Integer>> brokersOf = new HashMap<>();

    Replicas(Ledger ledger) {
        super(io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.ReplicaFound found) {
            found(at.position(), found);
        } else if (at.event() instanceof Event.ReplicaRead read
                && read.highWatermark().isPresent()) {
            Names.Place place = new Names.Place(read.topic(), read.partition());
            highWatermarks.put(
                    new Log(place, read.broker()), read.highWatermark().getAsLong());
        }
    }

    private void found(int position, Event.ReplicaFound found) {
        Names.Place place = new Names.Place(found.topic(), found.partition());
        int record = found.id().map(ledger.history::number).orElse(Tape.STRANGER);
        Cell cell = new Cell(found.broker(), record);
        Cell before = first.computeIfAbsent(place, any -> new HashMap<>()).putIfAbsent(found.offset(), cell);
        if (before != null && before.record != record) {
            clashes.add(new Clash(place, found.offset(), before, cell, position));
        }
        if (record >= 0 && !ledger.readers.finds().has(record)) {
            brokersOf.computeIfAbsent(record, any -> new TreeSet<>()).add(found.broker());
        }
    }

    /** The brokers on whose disks a record still lies that the final read did not find. */
    List<Integer> stillOn(int record) {
        return List.copyOf(brokersOf.getOrDefault(record, new TreeSet<>()));
    }

    @Override
    void end(Consumer<Anomaly> report) {
        for (Clash clash : clashes) {
            long committed = Math.min(
                    highWatermarks.getOrDefault(new Log(clash.place, clash.one.broker), 0L),
                    highWatermarks.getOrDefault(new Log(clash.place, clash.other.broker), 0L));
            if (clash.offset < committed) {
                Case its = new Case(ledger, Kind.REPLICAS_DIVERGED)
                        .place(clash.place)
                        .fact("place", clash.place + "@" + clash.offset)
                        .fact("one", name(clash.one.record))
                        .fact("two", name(clash.other.record))
                        .fact("broker", clash.one.broker)
                        .fact("other", clash.other.broker);
                if (clash.one.record >= 0) {
                    its.record(clash.one.record);
                }
                its.report(clash.position, report);
            }
        }
    }

    private String name(int record) {
        return ledger.id(record).map(Object::toString).orElse("a foreign record");
    }
}
