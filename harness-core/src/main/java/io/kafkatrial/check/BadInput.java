/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a history lacks: sends of which only the end is told, completions that are missing though the producer was
 * closed, polls with fewer records than they said. Nothing is proved with any of it. What is odd otherwise: {@link
 * Oddities}. Confined to one judgement.
 */
final class BadInput extends Watcher {

    private final Ledger ledger;
    private final int[] polled;
    private final Map<Integer, Long> missingOfPolls = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<Integer> announced = new HashSet<>();

    BadInput(Ledger ledger) {
        super(Kind.POLL_RETURNED, Kind.OTHER);
        this.ledger = ledger;
        polled = new int[ledger.names.readers().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == Kind.POLL_RETURNED) {
            returned(lane.reader(), at.offset());
        } else if (at.event() instanceof Event.ClientChanged change
                && change.state().equals("closed")) {
            closed.add(change.client());
        }
    }

    /** A record was handed out. */
    void polled(Lane lane) {
        polled[lane.reader()]++;
    }

    private void returned(int reader, long records) {
        if (records > polled[reader] && announced.contains(reader)) {
            missingOfPolls.merge(reader, records - polled[reader], Long::sum);
        }
        announced.add(reader);
        polled[reader] = 0;
    }

    @Override
    void doubts(Consumer<String> doubts) {
        missingOfPolls.forEach((reader, count) -> doubts.accept("the history lacks " + count
                + " of the records that polls of " + ledger.names.readers().name(reader) + " returned"));
        sends(doubts);
    }

    private void sends(Consumer<String> doubts) {
        Map<String, Integer> endless = new TreeMap<>();
        Map<String, Integer> unbegun = new TreeMap<>();
        Records records = ledger.records;
        for (int record = 0; record < records.size(); record++) {
            if (records.isWhole(record)) {
                continue;
            }
            if (records.acked(record)) {
                unbegun.merge(producer(record), 1, Integer::sum);
            } else if (records.sent(record) && !records.ended(record) && isClosed(producer(record))) {
                endless.merge(producer(record), 1, Integer::sum);
            }
        }
        unbegun.forEach((producer, count) -> doubts.accept("the history acknowledges " + count + " records of "
                + producer + " without saying that they were sent: it is not complete"));
        endless.forEach((producer, count) -> doubts.accept("the history has no end of " + count + " sends of "
                + producer + ", although it was closed: completions are missing"));
    }

    private String producer(int record) {
        return ledger.clients.producer(ledger.history.producer(record));
    }

    /** A client goes by its name, its records' identities by that behind the name of the trial. */
    private boolean isClosed(String producer) {
        return closed.contains(producer) || closed.contains(producer.substring(producer.lastIndexOf('/') + 1));
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
