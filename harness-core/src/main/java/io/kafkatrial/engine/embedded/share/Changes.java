/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.server.share.fetch.RecordState;
import org.apache.kafka.server.share.persister.PersisterStateBatch;

/**
 * Changes of records that count here but are not written to the coordinator yet: all are kept or all are
 * taken back. Confined to the broker's loop.
 */
final class Changes {

    private record Change(Holding holding, long first, long last, RecordState to, int deliveries) {}

    private final InFlight flight;
    private final List<Change> changes = new ArrayList<>();

    Changes(InFlight flight) {
        this.flight = flight;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Begin a change of the records from {@code first} to {@code last}; say whether it was possible. */
    boolean begin(Holding holding, long first, long last, RecordState to, int deliveryLimit) {
        if (!holding.begin(to, deliveryLimit)) {
            return false;
        }
        changes.add(new Change(holding, first, last, holding.state(), holding.deliveries()));
        if (holding.done()) {
            flight.countDone(first, last, 1);
        }
        return true;
    }

    /** What the coordinator has to know. */
    List<PersisterStateBatch> toWrite() {
        return changes.stream()
                .map(change ->
                        new PersisterStateBatch(change.first, change.last, change.to.id(), (short) change.deliveries))
                .toList();
    }

    /** The coordinator knows them, or nobody does. */
    void end(boolean written) {
        for (Change change : changes) {
            change.holding.end(written);
            if (change.holding.state() == RecordState.AVAILABLE) {
                flight.lookBack();
            }
            if (!written && Holding.isDone(change.to) && !change.holding.done()) {
                flight.countDone(change.first, change.last, -1);
            }
        }
    }
}
