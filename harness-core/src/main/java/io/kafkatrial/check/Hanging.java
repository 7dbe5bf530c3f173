/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether the last stable offset stood still below a growing log while no client had a transaction open: a
 * transaction hangs that nobody will end. By the samples of the partitions' ends; looked for only where there is a
 * limit. Confined to one judgement.
 */
final class Hanging extends Watcher {

    /** The last stable offset has not moved since. */
    private record Standstill(long stable, long highWatermark, long since, boolean told) {}

    private record Stuck(Names.Place place, long stable, long nanos, long grew, int position) {}

    private final Ledger ledger;
    private final long limit;
    private final Map<Names.Place, Standstill> standstills = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final List<Stuck> found = new ArrayList<>();

    Hanging(Ledger ledger, Duration limit) {
        super(io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        this.limit = limit.toNanos();
    }

    @Override
    void see(Cursor at, Lane lane) {
        Event event = at.event();
        if (event instanceof Event.TransactionBegun begun) {
            open.add(begun.producer());
            standstills.clear();
        } else if (event instanceof Event.TransactionCommitted end) {
            open.remove(end.producer());
        } else if (event instanceof Event.TransactionAborted end) {
            open.remove(end.producer());
        } else if (event instanceof Event.TransactionUnknown end) {
            open.remove(end.producer());
        } else if (event instanceof Event.ClientChanged change && change.isEnd()) {
            open.removeIf(producer -> producer.equals(change.client()) || producer.endsWith("/" + change.client()));
        } else if (event instanceof Event.PartitionEnds ends) {
            sample(at.position(), ends);
        }
    }

    private void sample(int position, Event.PartitionEnds ends) {
        Names.Place place = new Names.Place(ends.topic(), ends.partition());
        if (ends.lastStable().isEmpty() || ends.highWatermark().isEmpty() || !open.isEmpty()) {
            standstills.remove(place);
            return;
        }
        long stable = ends.lastStable().getAsLong();
        long high = ends.highWatermark().getAsLong();
        long now = Commits.nanos(ends.asked());
        Standstill before = standstills.get(place);
        if (before == null || before.stable != stable || high <= stable) {
            standstills.put(place, new Standstill(stable, high, now, false));
        } else if (!before.told && now - before.since > limit && high > before.highWatermark) {
            found.add(new Stuck(place, stable, now - before.since, high - before.highWatermark, position));
            standstills.put(place, new Standstill(stable, before.highWatermark, before.since, true));
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        for (Stuck stuck : found) {
            new Case(ledger, Kind.HANGING_TRANSACTION)
                    .place(stuck.place)
                    .fact("offset", stuck.stable)
                    .fact("duration", Stretches.words(stuck.nanos))
                    .fact("grew", stuck.grew)
                    .report(stuck.position, report);
        }
    }
}
