/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A check that goes along while the {@link Ledger} is read, because it needs the order of events: positions of
 * consumers, commits, transactions. At each event the ledger knows this event and all before it; at the end it
 * knows everything. It keeps what it has to know in arrays by number (of records, places, readers, groups) and
 * makes objects of what went wrong only. Sends, acknowledgements and polled records, which come with every record, it is
 * told of by {@link Reading}. Confined to one judgement.
 */
abstract class Watcher {

    private static final Set<Kind> WITH_EVERY_RECORD =
            EnumSet.of(Kind.SEND_INVOKED, Kind.SEND_ACKED, Kind.POLLED, Kind.FOUND);

    private final Set<Kind> kinds;

    /**
     * Watch events of these kinds, but for those that come with every record; {@link Kind#OTHER} for those that are
     * handed over as they are.
     */
    Watcher(Kind first, Kind... others) {
        kinds = EnumSet.of(first, others);
        if (!Collections.disjoint(kinds, WITH_EVERY_RECORD)) {
            throw new IllegalArgumentException("what comes with every record goes by Reading: " + kinds);
        }
    }

    boolean watches(Kind kind) {
        return kinds.contains(kind);
    }

    /** An event of one of its kinds: {@code lane} is that of the cursor, which must not be moved. */
    abstract void see(Cursor at, Lane lane);

    /** The history is over: report what was found. */
    abstract void end(Consumer<Anomaly> report);

    /** Say why nothing may be proved, one sentence each. */
    void doubts(Consumer<String> doubts) {}
}
