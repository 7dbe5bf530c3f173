/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the final read saw. Whether it found a record is among the marks of the {@link Records}; where in the history it
 * did so first is worked out when somebody asks, which must be after the whole history was read: only what went wrong
 * makes anybody ask. Confined to one judgement.
 */
final class Finds extends Sightings {

    private final History history;
    private final Records records;

    /** By record: the first position + 1. */
    private int @Nullable [] firsts;

    Finds(History history, Records records) {
        super(history.records());
        this.history = history;
        this.records = records;
    }

    @Override
    boolean add(int record, int position) {
        boolean isFirst = records.found(record);
        if (!isFirst) {
            again(record, position);
        }
        return isFirst;
    }

    @Override
    boolean has(int record) {
        return records.isFound(record);
    }

    @Override
    int first(int record) {
        if (!has(record)) {
            return NONE;
        }
        int[] its = firsts;
        if (its == null) {
            its = firsts();
            firsts = its;
        }
        return its[record] - 1;
    }

    private int[] firsts() {
        int[] its = new int[history.records()];
        for (Cursor at = history.cursor(); at.next(); ) {
            if (at.lane().kind() == Kind.FOUND && at.lane().hasSequence() && its[at.record()] == 0) {
                its[at.record()] = at.position() + 1;
            }
        }
        return its;
    }
}
