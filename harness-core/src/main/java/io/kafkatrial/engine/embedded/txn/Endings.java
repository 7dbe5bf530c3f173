/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import io.kafkatrial.engine.embedded.txn.Decision.Wish;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Ends transactions, as their producers wish or against it. Once the prepared state is committed the
 * outcome stands and the producer is answered; the markers follow. Confined to the loop.
 */
final class Endings {

    /** How a wish ended, with the id and epoch to go on with; both -1 by the first protocol. */
    private record Ended(Errors error, long producerId, short producerEpoch) {
        static Ended failed(Errors error) {
            return new Ended(error, RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH);
        }
    }

    private final Owned owned;
    private final TxnCluster cluster;
    private final ProducerIdPool pool;
    private final Journal journal;
    private final Markers markers;
    private final Turn turn;

    Endings(TxnCluster cluster, ProducerIdPool pool, Markers markers, Turn turn) {
        this.owned = markers.owned();
        this.cluster = cluster;
        this.pool = pool;
        this.journal = markers.journal();
        this.markers = markers;
        this.turn = turn;
    }

    Owned owned() {
        return owned;
    }

    Journal journal() {
        return journal;
    }

    void handle(TxnInput.EndTxn request) {
        String id = request.producer().transactionalId();
        Entry.Lookup found = owned.find(id);
        Entry entry = found.entry();
        if (id.isEmpty()) {
            turn.answer(request.token(), Errors.INVALID_REQUEST);
        } else if (found.error() != Errors.NONE) {
            turn.answer(request.token(), found.error());
        } else if (entry == null) {
            turn.answer(request.token(), Errors.INVALID_PRODUCER_ID_MAPPING);
        } else if (lacksProducerId(entry, request.version())) {
            pool.await(request.token(), () -> handle(request));
        } else {
            end(
                    entry,
                    new Wish(request.producer(), request.result(), true),
                    request.version(),
                    ended -> turn.emit(new TxnOutput.Answered(
                            request.token(), ended.error(), ended.producerId(), ended.producerEpoch())));
        }
    }

    /** Whether the end may need a producer id and there is none in store. */
    private boolean lacksProducerId(Entry entry, TransactionVersion version) {
        return version.supportsEpochBump() && entry.metadata().isProducerEpochExhausted() && pool.isEmpty();
    }

    /** As {@link #fence}, unless that needs a producer id that has to be fetched first; nothing happens then. */
    void fenceIfPossible(Entry entry, Consumer<Errors> then) {
        if (lacksProducerId(entry, cluster.version())) {
            pool.ask();
        } else {
            fence(entry, then);
        }
    }

    /** Abort an open transaction with a raised epoch, so that its producer is fenced. */
    void fence(Entry entry, Consumer<Errors> then) {
        TransactionMetadata txn = entry.metadata();
        TxnTransitMetadata fence = txn.prepareFenceProducerEpoch();
        TxnProducer raised = new TxnProducer(entry.id(), fence.producerId(), fence.producerEpoch());
        end(
                entry,
                new Wish(raised, TransactionResult.ABORT, false),
                cluster.version(),
                ended -> then.accept(ended.error()));
    }

    private void end(Entry entry, Wish wish, TransactionVersion version, Consumer<Ended> then) {
        TransactionMetadata txn = entry.metadata();
        boolean bumps = version.supportsEpochBump();
        boolean fencing = Decision.isFencing(txn);
        Decision decision = bumps
                ? new EndRulesV2(txn, wish, version, pool::take).decide(turn.wallMs())
                : EndRulesV1.decide(txn, wish, turn.wallMs());
        if (decision instanceof Decision.Stay stay) {
            then.accept(new Ended(stay.error(), stay.producerId(), stay.producerEpoch()));
        } else if (decision instanceof Decision.Change change) {
            journal.append(entry, change.next(), error -> {
                if (error == Errors.NONE) {
                    prepared(entry, wish, bumps, then);
                } else {
                    // The raised epoch is in memory and maybe in the log, but nobody was told it: not raised twice.
                    txn.hasFailedEpochFence((fencing && !bumps) || txn.hasFailedEpochFence());
                    then.accept(Ended.failed(error));
                }
            });
        }
    }

    private void prepared(Entry entry, Wish wish, boolean bumps, Consumer<Ended> then) {
        TxnTransitMetadata complete = entry.metadata().prepareComplete(turn.wallMs());
        then.accept(
                bumps
                        ? new Ended(Errors.NONE, complete.producerId(), complete.producerEpoch())
                        : Ended.failed(Errors.NONE));
        markers.send(new Markers.Ending(entry, wish.result(), complete));
    }
}
