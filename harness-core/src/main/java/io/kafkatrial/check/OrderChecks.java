/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Whether records lie, and were read, in the order of sending. Linear, if the final read came in order. */
final class OrderChecks {

    private record KeyLane(String reader, String topic, String producer, String key) {}

    private record FirstTime(String reader, RecordId id) {}

    private final Ledger ledger;
    private final Consumer<Anomaly> report;

    OrderChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.report = report;
    }

    void run() {
        ledger.tapes.values().forEach(this::appends);
        keys();
    }

    /** Repeated appends count with their first offset only. */
    private void appends(Tape tape) {
        Map<String, Integer> latest = new HashMap<>();
        Set<RecordId> before = new HashSet<>();
        for (int position : byOffset(tape.finds)) {
            RecordId id = ledger.idAt(position).orElseThrow();
            if (!ledger.known(id) || !ledger.fateOf(id).acked() || !before.add(id)) {
                continue;
            }
            Integer last = latest.get(id.producer());
            if (last == null || ledger.idAt(last).orElseThrow().sequence() < id.sequence()) {
                latest.put(id.producer(), position);
            } else {
                RecordId overtaker = ledger.idAt(last).orElseThrow();
                List<Sighting> sightings = List.of(ledger.sighting(last), ledger.sighting(position));
                report.accept(new Anomaly.ReorderedAppend(
                        id, overtaker, sightings, ledger.scene(ledger.fateOf(overtaker).acked)));
            }
        }
    }

    private List<Integer> byOffset(Positions finds) {
        List<Integer> sorted = new ArrayList<>(finds.size());
        boolean ascending = true;
        for (int i = 0; i < finds.size(); i++) {
            ascending &= i == 0 || offset(finds.get(i - 1)) <= offset(finds.get(i));
            sorted.add(finds.get(i));
        }
        if (!ascending) {
            sorted.sort(Comparator.comparingLong(this::offset));
        }
        return sorted;
    }

    private long offset(int position) {
        return ((Event.Found) ledger.events.get(position)).offset();
    }

    private void keys() {
        Map<KeyLane, Integer> latest = new HashMap<>();
        Set<FirstTime> before = new HashSet<>();
        for (int position = 0; position < ledger.events.size(); position++) {
            Optional<String> reader = judgedReader(ledger.events.get(position));
            Optional<RecordId> id = ledger.idAt(position).filter(ledger::known);
            if (reader.isPresent() && id.isPresent()) {
                key(position, reader.get(), id.get(), latest, before);
            }
        }
    }

    /** Effects where the topic has any, else deliveries to groups. */
    private Optional<String> judgedReader(Event event) {
        if (event instanceof Event.Processed processed) {
            return Optional.of(processed.by());
        }
        if (event instanceof Event.Polled polled && !ledger.applications.containsKey(polled.topic())) {
            return polled.group();
        }
        return Optional.empty();
    }

    private void key(int position, String reader, RecordId id, Map<KeyLane, Integer> latest, Set<FirstTime> before) {
        Fate fate = ledger.fateOf(id);
        Optional<String> key = fate.sent() ? ledger.invoked(fate).key() : Optional.empty();
        if (key.isEmpty() || !before.add(new FirstTime(reader, id))) {
            return;
        }
        KeyLane lane = new KeyLane(reader, ledger.invoked(fate).topic(), id.producer(), key.get());
        Integer last = latest.get(lane);
        if (last == null || ledger.idAt(last).orElseThrow().sequence() < id.sequence()) {
            latest.put(lane, position);
        } else {
            RecordId overtaker = ledger.idAt(last).orElseThrow();
            List<Sighting> sightings = List.of(ledger.sighting(last), ledger.sighting(position));
            report.accept(new Anomaly.ReorderedKey(id, overtaker, key.get(), sightings, ledger.scene(position)));
        }
    }
}
