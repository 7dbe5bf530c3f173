/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Records that came out otherwise than they went in: once for each record. Confined to one judgement. */
final class Damages extends Watcher {

    private record First(Event.Damaged damage, int position) {}

    private final Ledger ledger;
    private final Map<RecordId, First> found = new LinkedHashMap<>();

    Damages(Ledger ledger) {
        super(io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.Damaged damage) {
            found.putIfAbsent(damage.id(), new First(damage, at.position()));
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        found.forEach((id, first) -> {
            Event.Damaged damage = first.damage;
            new Case(ledger, Kind.DAMAGED)
                    .record(id)
                    .fact("what", damage.what())
                    .evidence(
                            new Sighting(damage.at(), damage.by(), damage.topic(), damage.partition(), damage.offset()))
                    .report(first.position, report);
        });
    }
}
