/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Lane;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Whether records lie, and were read, in the order of sending. */
final class OrderChecks {

    private final Ledger ledger;
    private final History history;
    private final Records records;
    private final Exhibits exhibits;
    private final Consumer<Anomaly> report;

    OrderChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.history = ledger.history;
        this.records = ledger.records;
        this.exhibits = ledger.exhibits;
        this.report = report;
    }

    void run() {
        ledger.tapes.all().forEach(this::appends);
        ledger.keyOrder.found().forEach(this::key);
    }

    /** Repeated appends count with their first offset only. */
    private void appends(Tape tape) {
        int[] latest = new int[ledger.names.producers().size()];
        long[] sequences = new long[latest.length];
        long[] offsets = new long[latest.length];
        Arrays.fill(latest, Lane.NONE);
        Sightings finds = ledger.readers.finds();
        Set<Integer> before = new HashSet<>();
        tape.forEachFound((offset, record) -> {
            if (record < 0 || !records.acked(record) || (finds.repeated(record) && !before.add(record))) {
                return;
            }
            int producer = history.producer(record);
            int last = latest[producer];
            long sequence = history.sequence(record);
            if (last == Lane.NONE || sequences[producer] < sequence) {
                latest[producer] = record;
                sequences[producer] = sequence;
                offsets[producer] = offset;
            } else if (ledger.known(record)) {
                int front = exhibits.foundAt(last, tape, offsets[producer]);
                int behind = exhibits.foundAt(record, tape, offset);
                report.accept(new Anomaly.ReorderedAppend(
                        history.id(record),
                        history.id(last),
                        exhibits.sightings(front, behind),
                        exhibits.scene(records.ackedAt(last))));
            }
        });
    }

    private void key(KeyOrder.Overtaking found) {
        if (ledger.known(found.record())) {
            report.accept(new Anomaly.ReorderedKey(
                    history.id(found.record()),
                    history.id(found.overtaker()),
                    history.key(records.key(found.record())),
                    exhibits.sightings(found.overtakerAt(), found.at()),
                    exhibits.scene(found.at())));
        }
    }
}
