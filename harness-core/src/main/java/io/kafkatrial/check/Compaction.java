/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Lane;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a record that compaction took from a lost one: at its offset the log has a hole, and behind it
 * stands a later record of the same key. A loss leaves no hole: other records take the offsets, or the log
 * ends before them. Confined to one judgement.
 */
final class Compaction {

    private final Ledger ledger;
    private final Records records;

    /** The last offset of each key, of those partitions about which anybody asked. */
    private final Map<Tape, Map<Integer, Long>> latest = new HashMap<>();

    Compaction(Ledger ledger) {
        this.ledger = ledger;
        this.records = ledger.records;
    }

    /** Whether compaction may take this acknowledged record, which the final read did not find. */
    boolean took(int record) {
        Tape tape = ledger.ackTape(record);
        long offset = records.ackOffset(record);
        int key = records.key(record);
        if (offset < 0 || tape == null || key == Lane.NONE || tape.foundAt(offset) != Tape.NOBODY) {
            return false;
        }
        if (ledger.keys.tombstones.get(record) && offset < tape.endSeen()) {
            return true;
        }
        Long behind = latest.computeIfAbsent(tape, this::latest).get(key);
        return behind != null && behind > offset;
    }

    private Map<Integer, Long> latest(Tape tape) {
        Map<Integer, Long> offsets = new HashMap<>();
        tape.forEachFound((offset, record) -> {
            if (record >= 0 && records.key(record) != Lane.NONE) {
                offsets.put(records.key(record), offset);
            }
        });
        ledger.keys.tombstones.stream()
                .filter(record -> records.acked(record) && ledger.ackTape(record) == tape)
                .forEach(record -> offsets.merge(records.key(record), records.ackOffset(record), Math::max));
        return offsets;
    }
}
