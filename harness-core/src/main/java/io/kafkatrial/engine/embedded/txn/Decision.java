/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;

/** What comes of the wish to end a transaction. */
sealed interface Decision {

    /**
     * Nothing changes. With NONE it is the retry of a request that was carried out, and the answer is the id
     * and epoch that one gave.
     */
    record Stay(Errors error, long producerId, short producerEpoch) implements Decision {}

    /** The state to append. */
    record Change(TxnTransitMetadata next) implements Decision {}

    /**
     * The wish.
     *
     * @param fromClient whether it comes from the producer; else the coordinator itself aborts, with the epoch
     *     it has raised to fence the producer
     */
    record Wish(TxnProducer producer, TransactionResult result, boolean fromClient) {
        TransactionState prepared() {
            return result == TransactionResult.COMMIT
                    ? TransactionState.PREPARE_COMMIT
                    : TransactionState.PREPARE_ABORT;
        }

        /** Whether a state is the way to, or the end of, what is wished. */
        boolean agreesWith(TransactionState state) {
            boolean committed = state == TransactionState.PREPARE_COMMIT || state == TransactionState.COMPLETE_COMMIT;
            return committed == (result == TransactionResult.COMMIT);
        }
    }

    static Decision refuse(Errors error) {
        return new Stay(error, RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH);
    }

    /** Whether the coordinator is about to abort with a raised epoch. */
    static boolean isFencing(TransactionMetadata txn) {
        return txn.pendingState()
                .filter(state -> state == TransactionState.PREPARE_EPOCH_FENCE)
                .isPresent();
    }

    /** Whether any other change is on its way. */
    static boolean isChanging(TransactionMetadata txn) {
        return txn.pendingTransitionInProgress() && !isFencing(txn);
    }
}
