/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static io.kafkatrial.engine.embedded.txn.Decision.refuse;

import io.kafkatrial.engine.embedded.txn.Decision.Wish;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * When a transaction may end by the second protocol (KIP-890, EndTxn since version 5). Every end raises the
 * epoch, so that a record which comes late is fenced, and the retry of a request carries the epoch before.
 *
 * <table>
 * <caption>Requests outside a transaction</caption>
 * <tr><th>state</th><th>abort, retry</th><th>abort, current</th><th>commit, retry</th><th>commit, current</th></tr>
 * <tr><td>Empty</td><td>PRODUCER_FENCED</td><td>next epoch</td><td>PRODUCER_FENCED</td><td>INVALID_TXN_STATE</td></tr>
 * <tr><td>CompleteAbort</td><td>as answered</td><td>next epoch</td><td>INVALID_TXN_STATE</td>
 * <td>INVALID_TXN_STATE</td></tr>
 * <tr><td>CompleteCommit</td><td>INVALID_TXN_STATE</td><td>next epoch</td><td>as answered</td>
 * <td>INVALID_TXN_STATE</td></tr>
 * </table>
 */
final class EndRulesV2 {

    private final TransactionMetadata txn;
    private final Wish wish;
    private final TransactionVersion version;
    private final LongSupplier producerIds;
    private final boolean fencing;
    private final boolean retryAfterNewId;
    private final boolean retryAfterBump;

    /**
     * Look at one wish.
     *
     * @param producerIds gives a new producer id; asked when the epochs of the current one are used up
     */
    EndRulesV2(TransactionMetadata txn, Wish wish, TransactionVersion version, LongSupplier producerIds) {
        this.txn = txn;
        this.wish = wish;
        this.version = version;
        this.producerIds = producerIds;
        short epoch = wish.producer().producerEpoch();
        fencing = Decision.isFencing(txn);
        retryAfterNewId = !fencing
                && txn.prevProducerId() == wish.producer().producerId()
                && epoch == Short.MAX_VALUE - 1
                && txn.producerEpoch() == 0;
        retryAfterBump = !fencing && txn.producerEpoch() == epoch + 1;
    }

    Decision decide(long wallMs) {
        if (Decision.isChanging(txn)) {
            return refuse(Errors.CONCURRENT_TRANSACTIONS);
        } else if (txn.producerId() != wish.producer().producerId() && !retryAfterNewId) {
            return refuse(Errors.INVALID_PRODUCER_ID_MAPPING);
        } else if (!isEpochValid()) {
            return refuse(Errors.PRODUCER_FENCED);
        }
        return switch (txn.state()) {
            case ONGOING -> prepare(wish.prepared(), wallMs, false);
            case COMPLETE_COMMIT, COMPLETE_ABORT -> isRetry() ? repeat() : outside(wallMs);
            case EMPTY -> outside(wallMs);
            case PREPARE_COMMIT, PREPARE_ABORT ->
                refuse(wish.agreesWith(txn.state()) ? Errors.CONCURRENT_TRANSACTIONS : Errors.INVALID_TXN_STATE);
            default -> throw new IllegalStateException(txn.transactionalId() + " is in state " + txn.state());
        };
    }

    private boolean isRetry() {
        return retryAfterBump || retryAfterNewId;
    }

    private boolean isEpochValid() {
        short epoch = wish.producer().producerEpoch();
        if (fencing) {
            return (!wish.fromClient() || epoch == txn.producerEpoch()) && epoch >= txn.producerEpoch();
        }
        return switch (txn.state()) {
            case PREPARE_COMMIT, PREPARE_ABORT -> retryAfterBump;
            case COMPLETE_COMMIT, COMPLETE_ABORT -> isRetry() || epoch == txn.producerEpoch();
            default -> epoch == txn.producerEpoch();
        };
    }

    private Decision repeat() {
        return wish.agreesWith(txn.state())
                ? new Decision.Stay(Errors.NONE, txn.producerId(), txn.producerEpoch())
                : refuse(Errors.INVALID_TXN_STATE);
    }

    /** There is no transaction: an abort is allowed, as its client cannot know whether a partition was added. */
    private Decision outside(long wallMs) {
        return wish.prepared() == TransactionState.PREPARE_ABORT
                ? prepare(TransactionState.PREPARE_ABORT, wallMs, true)
                : refuse(Errors.INVALID_TXN_STATE);
    }

    private Decision prepare(TransactionState next, long wallMs, boolean noPartitionAdded) {
        long nextProducerId = txn.isProducerEpochExhausted() ? producerIds.getAsLong() : RecordBatch.NO_PRODUCER_ID;
        if (fencing && next == TransactionState.PREPARE_ABORT) {
            txn.pendingState(Optional.empty());
        }
        return new Decision.Change(txn.prepareAbortOrCommit(next, version, nextProducerId, wallMs, noPartitionAdded));
    }
}
