/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What the log itself shows: lost, doubled, misplaced and impossible records. One pass each. */
final class LogChecks {

    private final Ledger ledger;
    private final Consumer<Anomaly> report;
    private final Compaction compaction;

    LogChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.report = report;
        this.compaction = new Compaction(ledger);
    }

    void run() {
        for (Fate fate : ledger.fates) {
            if (!ledger.known(fate.id)) {
                continue;
            }
            if (fate.sent()) {
                lost(fate);
                falseFailure(fate);
                misrouted(fate);
            } else {
                phantom(fate);
            }
            doubled(fate);
        }
        ledger.tapes.forEach((name, tape) -> diverged(tape));
    }

    private void lost(Fate fate) {
        if (!fate.acked() || fate.found.size() > 0) {
            return;
        }
        Event.SendAcked ack = ledger.ack(fate);
        Tape.Name name = new Tape.Name(ack.topic(), ack.partition());
        Tape tape = ledger.tapes.get(name);
        Event.Drained read = tape == null ? null : tape.drained;
        if (tape == null || read == null || !tape.covers(ack.offset())) {
            return;
        }
        if (compaction.took(fate, ack)) {
            fate.compacted = true;
            return;
        }
        fate.lost = true;
        Integer there = tape.found.get(ack.offset());
        Optional<RecordId> nowThere = there == null ? Optional.empty() : ledger.idAt(there);
        report.accept(new Anomaly.LostWrite(
                fate.id,
                ledger.sighting(fate.acked),
                read.end(),
                nowThere,
                ledger.scene(name, fate.acked),
                ledger.scene(name, tape.drainedAt)));
    }

    private void falseFailure(Fate fate) {
        int seen = fate.firstSeen();
        if (fate.failed() && seen != NONE) {
            String error = ((Event.SendFailed) ledger.events.get(fate.failed)).error();
            report.accept(new Anomaly.FalseFailure(fate.id, error, ledger.sighting(seen), ledger.scene(seen)));
        }
    }

    private void phantom(Fate fate) {
        int seen = fate.firstSeen();
        if (seen != NONE) {
            report.accept(new Anomaly.Phantom(fate.id, ledger.sighting(seen), ledger.scene(seen)));
        }
    }

    private void misrouted(Fate fate) {
        Event.SendInvoked sent = ledger.invoked(fate);
        OptionalInt partition = sent.partition();
        if (partition.isEmpty() && fate.acked()) {
            partition = OptionalInt.of(ledger.ack(fate).partition());
        }
        int seen = fate.acked() && elsewhere(sent.topic(), partition, fate.acked) ? fate.acked : NONE;
        for (Positions positions : List.of(fate.found, fate.deliveries, fate.effects)) {
            for (int i = 0; seen == NONE && i < positions.size(); i++) {
                seen = elsewhere(sent.topic(), partition, positions.get(i)) ? positions.get(i) : NONE;
            }
        }
        if (seen != NONE) {
            String sentTo = sent.topic() + (partition.isPresent() ? "-" + partition.getAsInt() : "");
            report.accept(new Anomaly.Misrouted(fate.id, sentTo, ledger.sighting(seen), ledger.scene(seen)));
        }
    }

    private boolean elsewhere(String topic, OptionalInt partition, int position) {
        Event event = ledger.events.get(position);
        if (event instanceof Event.SendAcked ack) {
            return differs(topic, partition, ack.topic(), ack.partition());
        }
        if (event instanceof Event.Polled polled) {
            return differs(topic, partition, polled.topic(), polled.partition());
        }
        if (event instanceof Event.Processed processed) {
            return differs(topic, partition, processed.topic(), processed.partition());
        }
        return event instanceof Event.Found found && differs(topic, partition, found.topic(), found.partition());
    }

    private static boolean differs(String topic, OptionalInt partition, String seenTopic, int seenPartition) {
        return !topic.equals(seenTopic) || (partition.isPresent() && partition.getAsInt() != seenPartition);
    }

    private void doubled(Fate fate) {
        if (fate.found.size() < 2) {
            return;
        }
        Map<String, Sighting> places = new LinkedHashMap<>();
        for (int i = 0; i < fate.found.size(); i++) {
            Sighting there = ledger.sighting(fate.found.get(i));
            places.putIfAbsent(there.place(), there);
        }
        if (places.size() > 1) {
            int when = fate.acked() ? fate.acked : fate.found.get(0);
            report.accept(new Anomaly.DuplicateAppend(fate.id, new ArrayList<>(places.values()), ledger.scene(when)));
        }
    }

    private void diverged(Tape tape) {
        tape.clashes.forEach((offset, position) -> {
            int before = Objects.requireNonNull(tape.seen.get(offset));
            Optional<RecordId> first = knownAt(before);
            Optional<RecordId> other = knownAt(position);
            if (first.isPresent() && other.isPresent()) {
                List<Sighting> sightings = List.of(ledger.sighting(before), ledger.sighting(position));
                report.accept(new Anomaly.Diverged(first.get(), other.get(), sightings, ledger.scene(before)));
            }
        });
    }

    private Optional<RecordId> knownAt(int position) {
        return ledger.idAt(position).filter(ledger::known);
    }
}
