/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.check.Transactions.End;
import io.kafkatrial.check.Transactions.Transaction;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a producer still got anything done after a newer one of its transactional id had been initialized: a
 * record it sent after that which was acknowledged, or a transaction it asked to commit after that which did.
 * Confined to one judgement.
 */
final class Fencing extends Watcher {

    private final Ledger ledger;

    /** Transactional id to the producer that was initialized last. */
    private final Map<String, String> newest = new HashMap<>();

    /** Producer to the one that replaced it. */
    private final Map<String, String> replacedBy = new HashMap<>();

    /** Those that are replaced now. */
    private final Set<String> replaced = new HashSet<>();

    private final boolean[] laneIsReplaced;
    private boolean any;
    private final BitSet sentAfter = new BitSet();
    private final List<Transaction> askedAfter = new ArrayList<>();

    Fencing(Ledger ledger) {
        super(io.kafkatrial.history.Kind.OTHER);
        this.ledger = ledger;
        laneIsReplaced = new boolean[ledger.names.producers().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.TransactionsInitialized initialized) {
            String before = newest.put(initialized.transactionalId(), initialized.producer());
            if (before != null && !before.equals(initialized.producer())) {
                replacedBy.put(before, initialized.producer());
                replaced.add(before);
                replaced.remove(initialized.producer());
                relate();
            }
        } else if (any
                && at.event() instanceof Event.TransactionCommitInvoked asked
                && replaced.contains(asked.producer())) {
            Transaction its = ledger.transactions.find(asked.producer(), asked.transaction());
            if (its != null && its.commitInvokedAt == at.position()) {
                askedAfter.add(its);
            }
        } else if (any && at.event() instanceof Event.LaneOpened) {
            relate();
        }
    }

    /** A record was sent. */
    void sent(Cursor at, Lane lane) {
        if (any && laneIsReplaced[lane.producer()]) {
            sentAfter.set(at.record());
        }
    }

    private void relate() {
        any = true;
        Arrays.fill(laneIsReplaced, false);
        for (int lane = 0; lane < laneIsReplaced.length; lane++) {
            laneIsReplaced[lane] = replaced.contains(ledger.clients.producer(lane));
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        for (int record = sentAfter.nextSetBit(0); record >= 0; record = sentAfter.nextSetBit(record + 1)) {
            if (ledger.records.acked(record)) {
                int acked = ledger.records.ackedAt(record);
                zombie(ledger.clients.producer(ledger.history.producer(record)), "wrote " + ledger.history.id(record))
                        .record(record)
                        .evidence(acked)
                        .report(acked, report);
            }
        }
        for (Transaction transaction : askedAfter) {
            if (transaction.end == End.COMMITTED) {
                int evidence = transaction.oneSeen == Lane.NONE ? NONE : ledger.readers.firstSeen(transaction.oneSeen);
                Case its = zombie(transaction.producer, "committed transaction " + transaction);
                if (evidence != NONE) {
                    its.evidence(evidence);
                }
                its.report(transaction.endedAt, report);
            }
        }
    }

    private Case zombie(String producer, String did) {
        @Nullable String newer = replacedBy.get(producer);
        return new Case(ledger, Kind.ZOMBIE_EFFECT)
                .fact("who", producer)
                .fact("did", did)
                .fact("newer", newer == null ? "a newer producer" : newer);
    }
}
