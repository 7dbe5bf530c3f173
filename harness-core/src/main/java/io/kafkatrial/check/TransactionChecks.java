/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.check.Transactions.End;
import io.kafkatrial.check.Transactions.Transaction;
import io.kafkatrial.history.Lane;
import java.util.function.Consumer;

/**
 * Whether transactions were all or nothing for those who read committed records only: aborted reads (Adya's
 * G1a), reads before the commit, torn transactions, commits that are not there. Linear in the records.
 */
final class TransactionChecks {

    private final Ledger ledger;
    private final Transactions transactions;
    private final Consumer<Anomaly> report;

    TransactionChecks(Ledger ledger, Consumer<Anomaly> report) {
        this.ledger = ledger;
        this.transactions = ledger.transactions;
        this.report = report;
    }

    void run() {
        if (transactions.all().isEmpty()) {
            return;
        }
        transactions.settle();
        for (int record = transactions.handedCommitted.nextSetBit(0);
                record >= 0;
                record = transactions.handedCommitted.nextSetBit(record + 1)) {
            early(record);
        }
        for (Transaction transaction : transactions.all()) {
            if (transaction.seen > 0 && transaction.missing > 0) {
                torn(transaction);
            } else if (transaction.end == End.COMMITTED && transaction.missing > 0) {
                absent(transaction);
            }
        }
    }

    /** A record of a transaction that was handed to a reader of committed records. */
    private void early(int record) {
        Transaction its = transactions.of(record);
        if (its == null) {
            return;
        }
        boolean aborted = its.end == End.ABORTED;
        int asked = its.commitInvokedAt == NONE ? Integer.MAX_VALUE : its.commitInvokedAt;
        for (Sightings deliveries : ledger.readers.deliveries()) {
            int first = deliveries.first(record);
            if (first != NONE && (aborted || first < asked)) {
                for (int position : deliveries.all(record)) {
                    if ((aborted || position < asked) && readsCommitted(position)) {
                        new Case(ledger, aborted ? Kind.ABORTED_READ : Kind.PRECOMMITTED_READ)
                                .record(record)
                                .fact("transaction", its)
                                .evidence(position)
                                .report(position, report);
                        return;
                    }
                }
            }
        }
    }

    private boolean readsCommitted(int position) {
        Lane lane = ledger.laneAt(position);
        return ledger.clients.readsCommitted(lane.reader());
    }

    private void torn(Transaction transaction) {
        int seen = ledger.readers.firstSeen(transaction.oneSeen);
        new Case(ledger, Kind.TORN_TRANSACTION)
                .record(transaction.oneMissing)
                .fact("transaction", transaction)
                .fact("seen", transaction.seen)
                .fact("missing", transaction.missing)
                .fact("lacking", ledger.history.id(transaction.oneMissing))
                .evidence(seen)
                .evidence(ledger.records.ackedAt(transaction.oneMissing))
                .report(seen, report);
    }

    /** Committed, and nothing of it is shown: what lies in the log is hidden for ever. */
    private void absent(Transaction transaction) {
        if (!ledger.records.lost(transaction.oneMissing)) {
            new Case(ledger, Kind.LOST_COMMIT)
                    .record(transaction.oneMissing)
                    .fact("transaction", transaction)
                    .fact("missing", transaction.missing)
                    .evidence(ledger.records.ackedAt(transaction.oneMissing))
                    .report(transaction.endedAt, report);
        }
    }
}
