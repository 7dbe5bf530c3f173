/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a record that compaction took from a lost one: at its offset the log has a hole, and behind it
 * stands a later record of the same key. A loss leaves no hole: other records take the offsets, or the log
 * ends before them. Confined to one judgement.
 */
final class Compaction {

    private record Key(Tape.Name partition, String key) {}

    private final Ledger ledger;
    private final Map<Key, Long> latest = new HashMap<>();

    Compaction(Ledger ledger) {
        this.ledger = ledger;
        for (Fate fate : ledger.fates) {
            key(fate).ifPresent(key -> {
                for (int i = 0; i < fate.found.size(); i++) {
                    Event.Found found = (Event.Found) ledger.events.get(fate.found.get(i));
                    Tape.Name there = new Tape.Name(found.topic(), found.partition());
                    latest.merge(new Key(there, key), found.offset(), Math::max);
                }
            });
        }
    }

    /** Whether compaction may take this acknowledged record, which the final read did not find. */
    boolean took(Fate fate, Event.SendAcked ack) {
        Tape.Name there = new Tape.Name(ack.topic(), ack.partition());
        Tape tape = ledger.tapes.get(there);
        return ack.offset() >= 0
                && tape != null
                && !tape.found.containsKey(ack.offset())
                && key(fate)
                        .map(key -> latest.get(new Key(there, key)))
                        .filter(behind -> behind > ack.offset())
                        .isPresent();
    }

    private Optional<String> key(Fate fate) {
        return fate.sent() ? ledger.invoked(fate).key() : Optional.empty();
    }
}
