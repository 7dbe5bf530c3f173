/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whether acknowledgements under acks=all were given by fewer in-sync replicas than {@code min.insync.replicas}
 * asks for. Only those count whose send began when it was already so: a set that shrinks while a request is under
 * way is no breach. What the harness knows of the set comes from the controller and may be late, so a set that is
 * large enough again within {@value #LATE_NANOS} ns of the acknowledgement is no breach either. Confined to one
 * judgement.
 */
final class AckContracts extends Watcher {

    private static final long LATE_NANOS = 2_000_000_000L;

    private record Breach(int record, long nanos, int isr, int min) {}

    private final Ledger ledger;
    private final int[] belowSince;
    private final int[] isr;
    private final int[] min;
    private boolean any;
    private final Map<String, Integer> minimum = new HashMap<>();
    private final Map<Integer, List<Breach>> breaches = new HashMap<>();

    AckContracts(Ledger ledger) {
        super(io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        int places = ledger.names.places().size();
        belowSince = new int[places];
        isr = new int[places];
        min = new int[places];
        Arrays.fill(belowSince, Positions.NONE);
        Arrays.fill(isr, -1);
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.TopicSettings settings) {
            minimum.put(settings.topic(), settings.minInsync());
            for (int place = 0; place < isr.length; place++) {
                if (ledger.names.places().name(place).topic().equals(settings.topic())) {
                    changed(place, at.position(), Commits.nanos(settings.at()));
                }
            }
        } else if (at.event() instanceof Event.IsrChanged change) {
            int place = ledger.names.places().number(new Names.Place(change.topic(), change.partition()));
            if (place >= 0) {
                isr[place] = change.isr().size();
                changed(place, at.position(), Commits.nanos(change.at()));
            }
        }
    }

    private void changed(int place, int position, long nanos) {
        min[place] = minimum.getOrDefault(ledger.names.places().name(place).topic(), 0);
        boolean below = isr[place] >= 0 && isr[place] < min[place];
        if (below && belowSince[place] == Positions.NONE) {
            belowSince[place] = position;
            any = true;
        } else if (!below) {
            belowSince[place] = Positions.NONE;
            List<Breach> its = breaches.get(place);
            if (its != null) {
                its.removeIf(breach -> nanos - breach.nanos < LATE_NANOS);
            }
        }
    }

    /** A record was acknowledged. */
    void acked(Cursor at, Lane lane) {
        if (any && belowSince[lane.place()] != Positions.NONE) {
            ackedByFew(at, lane);
        }
    }

    private void ackedByFew(Cursor at, Lane lane) {
        int record = at.record();
        Event.ProducerOpened producer = ledger.clients.opened(ledger.clients.producer(lane.producer()));
        if (producer != null
                && producer.acks().equals("all")
                && ledger.records.invokedAt(record) > belowSince[lane.place()]) {
            breaches.computeIfAbsent(lane.place(), any -> new ArrayList<>())
                    .add(new Breach(record, at.nanos(), isr[lane.place()], min[lane.place()]));
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        breaches.values()
                .forEach(its -> its.forEach(breach -> new Case(ledger, Kind.ACK_BELOW_MIN_ISR)
                        .record(breach.record)
                        .fact("isr", breach.isr)
                        .fact("min", breach.min)
                        .evidence(ledger.records.ackedAt(breach.record))
                        .report(ledger.records.ackedAt(breach.record), report)));
    }
}
