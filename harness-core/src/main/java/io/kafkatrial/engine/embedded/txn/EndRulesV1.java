/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static io.kafkatrial.engine.embedded.txn.Decision.refuse;

import io.kafkatrial.engine.embedded.txn.Decision.Wish;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * When a transaction may end by the first protocol (EndTxn up to version 4): the epoch stays, so the retry of
 * a request is recognised by the state alone.
 */
final class EndRulesV1 {

    private EndRulesV1() {}

    static Decision decide(TransactionMetadata txn, Wish wish, long wallMs) {
        short epoch = wish.producer().producerEpoch();
        if (txn.producerId() != wish.producer().producerId()) {
            return refuse(Errors.INVALID_PRODUCER_ID_MAPPING);
        } else if ((wish.fromClient() && epoch != txn.producerEpoch()) || epoch < txn.producerEpoch()) {
            return refuse(Errors.PRODUCER_FENCED);
        } else if (Decision.isChanging(txn)) {
            return refuse(Errors.CONCURRENT_TRANSACTIONS);
        }
        return switch (txn.state()) {
            case ONGOING -> prepare(txn, wish, wallMs);
            case COMPLETE_COMMIT, COMPLETE_ABORT ->
                refuse(wish.agreesWith(txn.state()) ? Errors.NONE : Errors.INVALID_TXN_STATE);
            case PREPARE_COMMIT, PREPARE_ABORT ->
                refuse(wish.agreesWith(txn.state()) ? Errors.CONCURRENT_TRANSACTIONS : Errors.INVALID_TXN_STATE);
            case EMPTY -> refuse(Errors.INVALID_TXN_STATE);
            default -> throw new IllegalStateException(txn.transactionalId() + " is in state " + txn.state());
        };
    }

    private static Decision prepare(TransactionMetadata txn, Wish wish, long wallMs) {
        if (Decision.isFencing(txn)) {
            // The raised epoch goes into the log with the state that aborts.
            txn.pendingState(Optional.empty());
            txn.setProducerEpoch(wish.producer().producerEpoch());
            txn.setLastProducerEpoch(RecordBatch.NO_PRODUCER_EPOCH);
        }
        return new Decision.Change(txn.prepareAbortOrCommit(
                wish.prepared(), TransactionVersion.TV_0, RecordBatch.NO_PRODUCER_ID, wallMs, false));
    }
}
