/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.history.RecordId;

/**
 * What became of one record, as positions in the history. Confined to one judgement.
 */
final class Fate {

    final RecordId id;
    int invoked = NONE;
    int acked = NONE;
    int failed = NONE;

    /** Set by the log check, so that consequences of the loss are not reported again. */
    boolean lost;

    /** Set by the log check: acknowledged, and superseded by a later record of its key. */
    boolean compacted;

    final Positions found = new Positions();
    final Positions deliveries = new Positions();
    final Positions effects = new Positions();

    Fate(RecordId id) {
        this.id = id;
    }

    boolean sent() {
        return invoked != NONE;
    }

    boolean acked() {
        return acked != NONE;
    }

    /** Certainly failed; an acknowledgement of the same send outweighs it. */
    boolean failed() {
        return failed != NONE && !acked();
    }

    /** The first position at which anybody saw the record; {@link Positions#NONE} if nobody did. */
    int firstSeen() {
        int seen = earlier(first(found), first(deliveries));
        return earlier(seen, first(effects));
    }

    private static int first(Positions positions) {
        return positions.size() == 0 ? NONE : positions.get(0);
    }

    private static int earlier(int a, int b) {
        if (a == NONE || b == NONE) {
            return Math.max(a, b);
        }
        return Math.min(a, b);
    }
}
