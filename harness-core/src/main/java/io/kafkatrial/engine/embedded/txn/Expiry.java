/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for transactions that have been open too long, and aborts them, and for transactional
 * ids that have not been used for long, and forgets them. Idle while there are no ids. Confined to the loop.
 */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final int BATCH_BYTES = 16_384;

    private final TxnSettings settings;
    private final Owned owned;
    private final Endings endings;
    private final Deadlines deadlines;
    private final Turn turn;
    private boolean timeoutsArmed;
    private boolean idsArmed;

    Expiry(TxnSettings settings, Endings endings, Deadlines deadlines, Turn turn) {
        this.settings = settings;
        this.owned = endings.owned();
        this.endings = endings;
        this.deadlines = deadlines;
        this.turn = turn;
    }

    /** Have the next look scheduled, if there is anything to look at. */
    void arm() {
        if (owned.isEmpty()) {
            return;
        }
        if (!timeoutsArmed) {
            timeoutsArmed = true;
            deadlines.at(turn.elapsedMs() + settings.timeoutCheckMs(), () -> {
                timeoutsArmed = false;
                abortOverdue();
            });
        }
        if (!idsArmed) {
            idsArmed = true;
            deadlines.at(turn.elapsedMs() + settings.idExpirationCheckMs(), () -> {
                idsArmed = false;
                forgetUnused();
            });
        }
    }

    private void abortOverdue() {
        for (Entry entry : owned.all()) {
            if (isOverdue(entry.metadata())) {
                endings.fenceIfPossible(
                        entry,
                        error -> LOG.info("{} took too long, its transaction is aborted: {}", entry.id(), error));
            }
        }
    }

    private boolean isOverdue(TransactionMetadata txn) {
        return !txn.pendingTransitionInProgress()
                && txn.state() == TransactionState.ONGOING
                && !txn.isDistributedTwoPhaseCommitTxn()
                && txn.txnStartTimestamp() + txn.txnTimeoutMs() < turn.wallMs();
    }

    private void forgetUnused() {
        List<Entry> batch = new ArrayList<>();
        MemoryRecordsBuilder records = builder();
        for (Entry entry : owned.all()) {
            if (!isUnused(entry.metadata())) {
                continue;
            }
            byte[] key = TransactionLog.keyToBytes(entry.id());
            boolean full = !records.hasRoomFor(turn.wallMs(), key, null, Record.EMPTY_HEADERS);
            if (!batch.isEmpty() && (full || batch.get(0).partition() != entry.partition())) {
                write(batch, records);
                batch = new ArrayList<>();
                records = builder();
            }
            records.append(turn.wallMs(), key, null, Record.EMPTY_HEADERS);
            entry.metadata().prepareDead();
            batch.add(entry);
        }
        if (!batch.isEmpty()) {
            write(batch, records);
        }
    }

    private boolean isUnused(TransactionMetadata txn) {
        return txn.pendingState().isEmpty()
                && txn.state().isExpirationAllowed()
                && txn.txnLastUpdateTimestamp() <= turn.wallMs() - settings.idExpirationMs();
    }

    private static MemoryRecordsBuilder builder() {
        return MemoryRecords.builder(
                ByteBuffer.allocate(BATCH_BYTES), Compression.NONE, TimestampType.CREATE_TIME, 0L, BATCH_BYTES);
    }

    private void write(List<Entry> gone, MemoryRecordsBuilder records) {
        endings.journal()
                .write(
                        gone.get(0).partition(),
                        settings.requestTimeoutMs(),
                        records.build(),
                        error -> gone.forEach(entry -> forget(entry, error)));
    }

    private void forget(Entry entry, Errors error) {
        if (owned.current(entry.id(), entry.coordinatorEpoch()) == null) {
            return;
        }
        if (error == Errors.NONE) {
            owned.remove(entry);
        } else {
            entry.metadata().pendingState(Optional.empty());
        }
    }
}
