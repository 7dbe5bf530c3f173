/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;

/**
 * Takes over a partition of {@code __transaction_state}: replays it, and goes on with the transactions whose
 * end was decided but not finished.
 *
 * <p>Kafka sends their markers at once. But the replayed log may end with a decision that is not committed,
 * and if this broker died too, a third coordinator that never saw it could decide otherwise, after some
 * markers are out. So here they wait until everything replayed is committed. Clients cannot tell.
 * Confined to the loop.
 */
final class Loading {

    /** Endings that wait for the log to be committed up to an offset. */
    private record Held(long untilOffset, List<Markers.Ending> endings) {}

    private final Owned owned;
    private final Markers markers;
    private final Turn turn;
    private final Map<Integer, Held> held = new HashMap<>();

    Loading(Markers markers, Turn turn) {
        this.owned = markers.owned();
        this.markers = markers;
        this.turn = turn;
    }

    void elected(TxnInput.Elected elected) {
        resigned(elected.partition());
        owned.startLoading(elected.partition(), elected.leaderEpoch());
        turn.emit(new TxnOutput.Load(elected.partition(), elected.leaderEpoch()));
    }

    void resigned(int partition) {
        owned.drop(partition);
        held.remove(partition);
        markers.resign(partition);
    }

    void replayed(TxnInput.Replayed chunk) {
        if (owned.isLoading(chunk.partition(), chunk.leaderEpoch())) {
            owned.replay(chunk.partition(), chunk.records());
        }
    }

    void ended(TxnInput.ReplayEnded end) {
        if (!owned.isLoading(end.partition(), end.leaderEpoch())) {
            return;
        }
        List<Markers.Ending> unfinished = new ArrayList<>();
        for (Entry entry : owned.endLoading(end.partition())) {
            TransactionMetadata txn = entry.metadata();
            if (txn.state() == TransactionState.PREPARE_COMMIT) {
                unfinished.add(new Markers.Ending(entry, TransactionResult.COMMIT, txn.prepareComplete(turn.wallMs())));
            } else if (txn.state() == TransactionState.PREPARE_ABORT) {
                unfinished.add(new Markers.Ending(entry, TransactionResult.ABORT, txn.prepareComplete(turn.wallMs())));
            }
        }
        held.put(end.partition(), new Held(end.endOffset(), unfinished));
    }

    void committed(TxnInput.HighWatermark mark) {
        Held waiting = held.get(mark.partition());
        if (waiting != null && mark.offset() >= waiting.untilOffset()) {
            held.remove(mark.partition());
            waiting.endings().forEach(markers::send);
        }
    }
}
