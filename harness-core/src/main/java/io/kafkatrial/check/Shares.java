/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which records the members of share groups accepted. A share group hands a record out again until one accepts it:
 * only what comes after that is a repetition (KIP-932). Confined to one judgement.
 */
final class Shares extends Watcher {

    private record Place(String group, Names.Place partition, long offset) {}

    private final Ledger ledger;
    private final Map<Place, Integer> accepted = new HashMap<>();

    Shares(Ledger ledger) {
        super(Kind.SHARE_ACKNOWLEDGED);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.ShareAcknowledged done && done.how().equals("accept")) {
            Names.Place partition = new Names.Place(done.topic(), done.partition());
            accepted.putIfAbsent(new Place(done.group(), partition, done.offset()), at.position());
        }
    }

    /** Whether being handed a record at these positions is a repetition, to a group of this name. */
    boolean isRepetition(String group, int[] positions) {
        if (!ledger.clients.isShare(group)) {
            return true;
        }
        Sighting first = ledger.exhibits.sighting(positions[0]);
        Names.Place partition = new Names.Place(first.topic(), first.partition());
        int done = accepted.getOrDefault(new Place(group, partition, first.offset()), Integer.MAX_VALUE);
        return positions[positions.length - 1] > done;
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
