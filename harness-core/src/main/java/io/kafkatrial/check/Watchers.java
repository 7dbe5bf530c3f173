/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All checks that go along: a new one is added here. Confined to one judgement. */
final class Watchers {

    final BadInput badInput;
    final Fencing fencing;
    final RealTime realTime;
    final AckContracts ackContracts;

    /** Where there is a limit. */
    final @Nullable Stretches stretches;

    /** Where there is a limit. */
    final @Nullable Recovery recovery;

    private final List<Watcher> all;

    Watchers(Ledger ledger) {
        badInput = new BadInput(ledger);
        fencing = new Fencing(ledger);
        realTime = new RealTime(ledger);
        ackContracts = new AckContracts(ledger);
        stretches = ledger.limits
                .maxGap()
                .map(limit -> new Stretches(ledger, limit))
                .orElse(null);
        recovery = ledger.limits
                .recovery()
                .map(limit -> new Recovery(ledger, limit))
                .orElse(null);
        all = new ArrayList<>(List.of(
                ledger.clients,
                ledger.transactions,
                ledger.visibility,
                ledger.ownership,
                ledger.commits,
                ledger.positions,
                ledger.keys,
                ledger.replicas,
                ledger.shares,
                badInput,
                new Damages(ledger),
                fencing,
                realTime,
                ackContracts,
                new OffsetChecks(ledger)));
        if (stretches != null) {
            all.add(stretches);
        }
        if (recovery != null) {
            all.add(recovery);
        }
        ledger.limits.hanging().ifPresent(limit -> all.add(new Hanging(ledger, limit)));
    }

    /** Those that watch events of this kind. */
    Watcher[] of(Kind kind) {
        return all.stream().filter(watcher -> watcher.watches(kind)).toArray(Watcher[]::new);
    }

    /** The history is over: let each report what it found. */
    void end(Consumer<Anomaly> report) {
        all.forEach(watcher -> watcher.end(report));
    }

    /** Let each say why nothing may be proved. */
    void doubts(Consumer<String> doubts) {
        all.forEach(watcher -> watcher.doubts(doubts));
    }
}
