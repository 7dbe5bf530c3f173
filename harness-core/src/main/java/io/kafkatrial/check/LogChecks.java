/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What the log itself shows: lost, doubled, misplaced and impossible records. One pass each. */
final class LogChecks {

    private final Ledger ledger;
    private final Records records;
    private final Exhibits exhibits;
    private final Consumer<Anomaly> report;
    private final Compaction compaction;

    LogChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.records = ledger.records;
        this.exhibits = ledger.exhibits;
        this.report = report;
        this.compaction = ledger.compaction();
    }

    void run() {
        Sightings finds = ledger.readers.finds();
        for (int record = 0; record < records.size(); record++) {
            if (records.isSound(record) && isInItsTopic(record) && !finds.repeated(record)) {
                continue;
            }
            if (records.sent(record)) {
                if (records.acked(record) && !finds.has(record)) {
                    lost(record);
                }
                if (records.failed(record)) {
                    falseFailure(record);
                }
                if (isMisplaced(record)) {
                    misrouted(record);
                }
            } else if (ledger.known(record)) {
                phantom(record);
            }
            if (finds.repeated(record) && ledger.known(record)) {
                doubled(record);
            }
        }
        ledger.tapes.all().forEach(this::diverged);
    }

    private void lost(int record) {
        Tape tape = ledger.ackTape(record);
        Event.Drained read = tape == null ? null : tape.drained;
        long offset = records.ackOffset(record);
        if (!ledger.transactions.isExpected(record)) {
            return;
        }
        if (read == null) {
            unseen(record);
        }
        if (tape == null || read == null || !tape.covers(offset)) {
            return;
        }
        if (compaction.took(record)) {
            records.compact(record);
            return;
        }
        records.lose(record);
        int ackedAt = records.ackedAt(record);
        report.accept(new Anomaly.LostWrite(
                ledger.history.id(record),
                exhibits.sighting(ackedAt),
                read.end(),
                ledger.id(tape.foundAt(offset)),
                ledger.replicas.stillOn(record),
                exhibits.scene(tape, ackedAt),
                exhibits.scene(tape, tape.drainedAt)));
    }

    /** Lost or late: nobody can tell. */
    private void unseen(int record) {
        if (ledger.readers.firstSeen(record) == NONE
                && ledger.replicas.stillOn(record).isEmpty()) {
            int acked = records.ackedAt(record);
            new Case(ledger, Anomaly.Kind.UNSEEN)
                    .record(record)
                    .place(ledger.names.places().name(records.ackPlace(record)))
                    .evidence(acked)
                    .report(acked, report);
        }
    }

    /** One that lies hidden, and that nobody was handed, did no harm: its transaction did not take effect. */
    private void falseFailure(int record) {
        int seen = ledger.readers.firstSeen(record);
        boolean harmless = ledger.visibility.timesHidden(record) > 0
                && !ledger.visibility.isShown(record)
                && ledger.readers.deliveries().stream().noneMatch(its -> its.has(record));
        if (seen != NONE && !harmless) {
            String error = ((Event.SendFailed) ledger.events.get(records.failedAt(record))).error();
            report.accept(new Anomaly.FalseFailure(
                    ledger.history.id(record), error, exhibits.sighting(seen), exhibits.scene(seen)));
        }
    }

    private void phantom(int record) {
        int seen = ledger.readers.firstSeen(record);
        if (seen != NONE) {
            report.accept(
                    new Anomaly.Phantom(ledger.history.id(record), exhibits.sighting(seen), exhibits.scene(seen)));
        }
    }

    /** Whether it was seen in several places, or in another topic than it was sent to. */
    private boolean isMisplaced(int record) {
        return records.place(record) != Lane.NONE && (records.isInSeveral(record) || !isInItsTopic(record));
    }

    private boolean isInItsTopic(int record) {
        return ledger.topicOf(records.place(record))
                == ledger.lane(records.sendLane(record)).topic();
    }

    private void misrouted(int record) {
        Event.SendInvoked sent = ledger.invoked(record);
        OptionalInt partition = sent.partition();
        if (partition.isEmpty() && records.acked(record)) {
            partition = OptionalInt.of(ledger.ack(record).partition());
        }
        int acked = records.ackedAt(record);
        int seen = acked != NONE && elsewhere(sent.topic(), partition, acked) ? acked : NONE;
        for (Sightings sightings : ledger.readers.all()) {
            for (int position : sightings.all(record)) {
                seen = seen == NONE && elsewhere(sent.topic(), partition, position) ? position : seen;
            }
        }
        if (seen != NONE) {
            String sentTo = sent.topic() + (partition.isPresent() ? "-" + partition.getAsInt() : "");
            report.accept(new Anomaly.Misrouted(
                    ledger.history.id(record), sentTo, exhibits.sighting(seen), exhibits.scene(seen)));
        }
    }

    private boolean elsewhere(String topic, OptionalInt partition, int position) {
        Sighting there = exhibits.sighting(position);
        return !topic.equals(there.topic()) || (partition.isPresent() && partition.getAsInt() != there.partition());
    }

    private void doubled(int record) {
        int[] finds = ledger.readers.finds().all(record);
        Map<String, Sighting> places = new LinkedHashMap<>();
        for (int find : finds) {
            Sighting there = exhibits.sighting(find);
            if (!ledger.visibility.isHidden(there.topic(), there.partition(), there.offset())) {
                places.putIfAbsent(there.place(), there);
            }
        }
        if (places.size() > 1) {
            int when = records.acked(record) ? records.ackedAt(record) : finds[0];
            report.accept(new Anomaly.DuplicateAppend(
                    ledger.history.id(record), new ArrayList<>(places.values()), exhibits.scene(when)));
        }
    }

    private void diverged(Tape tape) {
        tape.clashes.forEach((offset, position) -> {
            int record = tape.seenAt(offset);
            Optional<RecordId> first = knownId(record);
            Optional<RecordId> other = knownId(ledger.recordAt(position));
            if (first.isPresent() && other.isPresent()) {
                int before = exhibits.positionAt(record, tape, offset);
                List<Sighting> sightings = exhibits.sightings(before, position);
                report.accept(new Anomaly.Diverged(first.get(), other.get(), sightings, exhibits.scene(before)));
            }
        });
    }

    private Optional<RecordId> knownId(int record) {
        return record >= 0 && ledger.known(record) ? ledger.id(record) : Optional.empty();
    }
}
