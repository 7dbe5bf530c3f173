/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Names;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts a {@link Finding} together from positions and numbers. Confined to one judgement. */
final class Case {

    private final Ledger ledger;
    private final Anomaly.Kind kind;
    private final List<Sighting> sightings = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private Optional<RecordId> record = Optional.empty();
    private String topic = "";
    private int partition = -1;

    Case(Ledger ledger, Anomaly.Kind kind) {
        this.ledger = ledger;
        this.kind = kind;
    }

    Case record(int number) {
        record = Optional.of(ledger.history.id(number));
        return this;
    }

    Case record(RecordId id) {
        record = Optional.of(id);
        return this;
    }

    Case topic(String name) {
        topic = name;
        return this;
    }

    Case place(Names.Place place) {
        topic = place.topic();
        partition = place.partition();
        return fact("partition", partition);
    }

    Case fact(String name, Object value) {
        facts.put(name, value.toString());
        return this;
    }

    /** What happened at these positions is the evidence. */
    Case evidence(int... positions) {
        for (int position : positions) {
            evidence(ledger.exhibits.sighting(position));
        }
        return this;
    }

    Case evidence(Sighting sighting) {
        sightings.add(sighting);
        if (topic.isEmpty()) {
            topic = sighting.topic();
            partition = sighting.partition();
        }
        return this;
    }

    /** It went wrong at this position. */
    void report(int position, Consumer<Anomaly> report) {
        Event then = ledger.events.get(position);
        Tape tape = ledger.tapes.find(topic, partition);
        Scene scene = ledger.exhibits.scene(tape, position);
        report.accept(new Finding(kind, then.at(), record, topic, sightings, facts, scene));
    }
}
