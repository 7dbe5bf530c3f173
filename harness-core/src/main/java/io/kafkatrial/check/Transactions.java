/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Positions.NONE;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which record belongs to which transaction, and how transactions ended. A send belongs to the transaction
 * that its producer had open. Without an end a transaction is unknown: it may have taken effect or not; but one
 * whose commit was never asked for can only have been aborted. Confined to one judgement.
 */
final class Transactions extends Watcher {

    /** How a transaction ended, as its client was told. */
    enum End {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    /** One transaction. */
    static final class Transaction {
        final int index;
        final String producer;
        final long number;
        final int begunAt;
        int commitInvokedAt = NONE;
        int endedAt = NONE;
        End end = End.UNKNOWN;

        /** Records of it that readers of committed records see, and acknowledged ones that they should see and do not. */
        int seen;

        int missing;

        /** One of either, best one that lies hidden; {@link Lane#NONE} if there is none. */
        int oneSeen = Lane.NONE;

        int oneMissing = Lane.NONE;

        Transaction(int index, Event.TransactionBegun begun, int position) {
            this.index = index;
            this.producer = begun.producer();
            this.number = begun.transaction();
            this.begunAt = position;
        }

        /** Whether nothing of it may be seen: aborted, or its commit never asked for. */
        boolean cannotBeSeen() {
            return end == End.ABORTED || (end == End.UNKNOWN && commitInvokedAt == NONE);
        }

        /** Whether it took effect: its client knows, or somebody saw a record of it. */
        boolean tookEffect() {
            return end == End.COMMITTED || (!cannotBeSeen() && seen > 0);
        }

        @Override
        public String toString() {
            return producer + "/" + number;
        }
    }

    private final Ledger ledger;
    private final List<Transaction> all = new ArrayList<>();
    private final Map<String, Map<Long, Transaction>> byNumber = new HashMap<>();
    private final Map<String, Transaction> open = new HashMap<>();
    private final @Nullable Transaction[] openOfLane;

    /** By record: the index of its transaction + 1. */
    private int[] of = new int[0];

    /** Records that a consumer of committed records was handed. */
    final BitSet handedCommitted = new BitSet();

    private boolean settled;

    Transactions(Ledger ledger) {
        super(Kind.OTHER);
        this.ledger = ledger;
        openOfLane = new @Nullable Transaction[ledger.names.producers().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        other(at.position(), at.event());
    }

    /** A record was sent. */
    void sent(Cursor at, Lane lane) {
        Transaction transaction = of.length == 0 ? null : openOfLane[lane.producer()];
        if (transaction != null) {
            of[at.record()] = transaction.index + 1;
        }
    }

    /** A record was handed out. */
    void polled(Cursor at, Lane lane) {
        if (of.length != 0
                && lane.hasSequence()
                && of[at.record()] != 0
                && ledger.clients.readsCommitted(lane.reader())) {
            handedCommitted.set(at.record());
        }
    }

    private void other(int position, Event event) {
        if (event instanceof Event.TransactionBegun begun) {
            begin(position, begun);
        } else if (event instanceof Event.TransactionCommitInvoked asked) {
            Transaction its = find(asked.producer(), asked.transaction());
            if (its != null && its.commitInvokedAt == NONE) {
                its.commitInvokedAt = position;
            }
        } else if (event instanceof Event.TransactionCommitted end) {
            end(position, find(end.producer(), end.transaction()), End.COMMITTED);
        } else if (event instanceof Event.TransactionAborted end) {
            end(position, find(end.producer(), end.transaction()), End.ABORTED);
        } else if (event instanceof Event.LaneOpened) {
            relate();
        }
    }

    private void begin(int position, Event.TransactionBegun begun) {
        if (of.length == 0) {
            of = new int[ledger.history.records()];
        }
        Transaction transaction = new Transaction(all.size(), begun, position);
        all.add(transaction);
        byNumber.computeIfAbsent(begun.producer(), any -> new HashMap<>()).put(begun.transaction(), transaction);
        open.put(begun.producer(), transaction);
        relate();
    }

    private void end(int position, @Nullable Transaction its, End end) {
        if (its == null || its.end == End.COMMITTED) {
            return;
        }
        its.end = end;
        its.endedAt = position;
        if (open.remove(its.producer, its)) {
            relate();
        }
    }

    /** Set what is open for every lane; few lanes, and as often as a transaction begins or ends. */
    private void relate() {
        if (open.isEmpty()) {
            Arrays.fill(openOfLane, null);
            return;
        }
        for (int lane = 0; lane < openOfLane.length; lane++) {
            openOfLane[lane] = open.get(ledger.clients.producer(lane));
        }
    }

    @Nullable
    Transaction find(String producer, long number) {
        Map<Long, Transaction> its = byNumber.get(producer);
        return its == null ? null : its.get(number);
    }

    /** All of them, in the order in which they began. */
    List<Transaction> all() {
        return all;
    }

    /** The transaction of a record; null if it was sent outside of any. */
    @Nullable
    Transaction of(int record) {
        return of.length == 0 || of[record] == 0 ? null : all.get(of[record] - 1);
    }

    /** Whether an acknowledged record has to be there for readers: its transaction, if any, took effect. */
    boolean isExpected(int record) {
        Transaction its = of(record);
        if (its == null) {
            return true;
        }
        settle();
        return its.tookEffect();
    }

    /** Count what is seen of each transaction; when the ledger is complete. */
    void settle() {
        if (settled || of.length == 0) {
            return;
        }
        settled = true;
        for (int record = 0; record < of.length; record++) {
            Transaction its = of(record);
            if (its != null) {
                settle(its, record);
            }
        }
    }

    private void settle(Transaction its, int record) {
        if (handedCommitted.get(record) || isShown(record)) {
            its.seen++;
            its.oneSeen = its.oneSeen == Lane.NONE ? record : its.oneSeen;
        } else if (isMissing(record)) {
            its.missing++;
            if (its.oneMissing == Lane.NONE || (!isFound(its.oneMissing) && isFound(record))) {
                its.oneMissing = record;
            }
        }
    }

    /** Whether both final reads covered where it was acknowledged, and it would be there. */
    private boolean isJudged(int record) {
        Records records = ledger.records;
        Tape tape = records.acked(record) ? ledger.ackTape(record) : null;
        return tape != null
                && tape.covers(records.ackOffset(record))
                && ledger.visibility.covers(
                        ledger.names.places().name(records.ackPlace(record)), records.ackOffset(record));
    }

    private boolean isFound(int record) {
        return ledger.readers.finds().has(record);
    }

    private boolean isShown(int record) {
        return ledger.visibility.isRead() && ledger.visibility.isShown(record);
    }

    private boolean isMissing(int record) {
        return isJudged(record) && !ledger.compaction().took(record);
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
