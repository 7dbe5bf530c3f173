/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Decides InitProducerId: gives a new id its first epoch and a known one its next, so that whoever had the
 * last is fenced; aborts what that one left open first. Confined to the loop.
 */
final class InitProducerIds {

    private final TxnSettings settings;
    private final Owned owned;
    private final ProducerIdPool pool;
    private final Journal journal;
    private final Endings endings;
    private final Turn turn;

    InitProducerIds(TxnSettings settings, ProducerIdPool pool, Endings endings, Turn turn) {
        this.settings = settings;
        this.owned = endings.owned();
        this.pool = pool;
        this.journal = endings.journal();
        this.endings = endings;
        this.turn = turn;
    }

    void handle(TxnInput.InitProducerId request) {
        if (request.transactionalId().isEmpty()) {
            turn.answer(request.token(), Errors.INVALID_REQUEST);
        } else if (request.timeoutMs() <= 0 || request.timeoutMs() > settings.maxTimeoutMs()) {
            turn.answer(request.token(), Errors.INVALID_TRANSACTION_TIMEOUT);
        } else {
            find(request);
        }
    }

    private void find(TxnInput.InitProducerId request) {
        Entry.Lookup found = owned.find(request.transactionalId());
        Entry entry = found.entry();
        if (found.error() != Errors.NONE) {
            turn.answer(request.token(), found.error());
        } else if (pool.isEmpty() && (entry == null || entry.metadata().isProducerEpochExhausted())) {
            pool.await(request.token(), () -> find(request));
        } else {
            decide(request, entry == null ? owned.create(fresh(request)) : entry);
        }
    }

    private TransactionMetadata fresh(TxnInput.InitProducerId request) {
        return new TransactionMetadata(
                request.transactionalId(),
                pool.take(),
                RecordBatch.NO_PRODUCER_ID,
                RecordBatch.NO_PRODUCER_ID,
                RecordBatch.NO_PRODUCER_EPOCH,
                RecordBatch.NO_PRODUCER_EPOCH,
                request.timeoutMs(),
                TransactionState.EMPTY,
                Set.of(),
                -1,
                turn.wallMs(),
                TransactionVersion.TV_0);
    }

    private void decide(TxnInput.InitProducerId request, Entry entry) {
        TransactionMetadata txn = entry.metadata();
        if (txn.pendingTransitionInProgress()) {
            turn.answer(request.token(), Errors.CONCURRENT_TRANSACTIONS);
            return;
        }
        if (request.expected().filter(it -> !isValid(it, txn)).isPresent()) {
            turn.answer(request.token(), Errors.PRODUCER_FENCED);
            return;
        }
        switch (txn.state()) {
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> bump(request, entry);
            case ONGOING ->
                endings.fence(
                        entry,
                        error -> turn.answer(
                                request.token(), error == Errors.NONE ? Errors.CONCURRENT_TRANSACTIONS : error));
            case PREPARE_COMMIT, PREPARE_ABORT -> turn.answer(request.token(), Errors.CONCURRENT_TRANSACTIONS);
            default -> throw new IllegalStateException(entry.id() + " is in state " + txn.state());
        }
    }

    /**
     * Whether the producer may go on: the id is the current one; or nobody has an epoch yet, after the id was
     * forgotten; or it is the previous one with its last epoch, which is the retry of a request whose answer was lost.
     */
    private static boolean isValid(ProducerIdAndEpoch expected, TransactionMetadata txn) {
        return txn.producerEpoch() == RecordBatch.NO_PRODUCER_EPOCH
                || expected.producerId == txn.producerId()
                || (expected.producerId == txn.prevProducerId()
                        && TransactionMetadata.isEpochExhausted(expected.epoch));
    }

    private void bump(TxnInput.InitProducerId request, Entry entry) {
        TxnTransitMetadata next = prepare(request, entry.metadata());
        journal.append(entry, next, error -> {
            if (error == Errors.NONE) {
                turn.emit(
                        new TxnOutput.Answered(request.token(), Errors.NONE, next.producerId(), next.producerEpoch()));
            } else {
                turn.answer(request.token(), error);
            }
        });
    }

    private TxnTransitMetadata prepare(TxnInput.InitProducerId request, TransactionMetadata txn) {
        Optional<Short> expected = request.expected().map(it -> it.epoch);
        boolean rotate = txn.isProducerEpochExhausted()
                && expected.filter(epoch -> epoch != txn.producerEpoch()).isEmpty();
        return rotate
                ? txn.prepareProducerIdRotation(pool.take(), request.timeoutMs(), turn.wallMs(), expected.isPresent())
                : txn.prepareIncrementProducerEpoch(request.timeoutMs(), expected, turn.wallMs());
    }
}
