/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A check that goes along while the {@link Ledger} is read, because it needs the order of events: positions of
 * consumers, commits, transactions. At each event the ledger knows this event and all before it; at the end it
 * knows everything. It keeps what it has to know in arrays by number (of records, places, readers, groups) and
 * makes objects of what went wrong only. Confined to one judgement.
 */
abstract class Watcher {

    private final Set<Kind> kinds;

    /** Watch events of these kinds; {@link Kind#OTHER} for those that are handed over as they are. */
    Watcher(Kind first, Kind... others) {
        kinds = EnumSet.of(first, others);
    }

    /** All checks that go along: a new one is added here. */
    static List<Watcher> all(Ledger ledger) {
        List<Watcher> all = new ArrayList<>(List.of(
                ledger.clients,
                ledger.transactions,
                ledger.visibility,
                ledger.ownership,
                ledger.commits,
                ledger.positions,
                ledger.keys,
                ledger.replicas,
                ledger.shares,
                new BadInput(ledger),
                new Damages(ledger),
                new Fencing(ledger),
                new RealTime(ledger),
                new AckContracts(ledger),
                new OffsetChecks(ledger)));
        ledger.limits.maxGap().ifPresent(limit -> all.add(new Stretches(ledger, limit)));
        ledger.limits.recovery().ifPresent(limit -> all.add(new Recovery(ledger, limit)));
        ledger.limits.hanging().ifPresent(limit -> all.add(new Hanging(ledger, limit)));
        return all;
    }

    /** Those of them that watch events of this kind. */
    static Watcher[] of(List<Watcher> watchers, Kind kind) {
        return watchers.stream().filter(watcher -> watcher.kinds.contains(kind)).toArray(Watcher[]::new);
    }

    /** An event of one of its kinds: {@code lane} is that of the cursor, which must not be moved. */
    abstract void see(Cursor at, Lane lane);

    /** The history is over: report what was found. */
    abstract void end(Consumer<Anomaly> report);

    /** Say why nothing may be proved, one sentence each. */
    void doubts(Consumer<String> doubts) {}
}
