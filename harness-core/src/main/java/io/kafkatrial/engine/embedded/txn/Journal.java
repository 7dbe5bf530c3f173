/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;

/**
 * Appends prepared states, and makes them current when they are committed. Everything that was begun under
 * an earlier coordinator epoch ends with NOT_COORDINATOR. Confined to the loop.
 */
final class Journal {

    private final Owned owned;
    private final TxnCluster cluster;
    private final Turn turn;
    private final Map<Long, Consumer<Errors>> appends = new HashMap<>();
    private Consumer<String> settled = transactionalId -> {};

    Journal(Owned owned, TxnCluster cluster, Turn turn) {
        this.owned = owned;
        this.cluster = cluster;
        this.turn = turn;
    }

    Owned owned() {
        return owned;
    }

    /** Tell {@code listener} each id of which a prepared state came to its end, one way or the other. */
    void onSettled(Consumer<String> listener) {
        settled = listener;
    }

    /**
     * Append the state that is prepared for an entry.
     *
     * @param then told how it ended, after the state is current or no longer pending
     */
    void append(Entry entry, TxnTransitMetadata next, Consumer<Errors> then) {
        append(entry, next, false, then);
    }

    /** As {@link #append}, but the state stays pending when COORDINATOR_NOT_AVAILABLE calls for another try. */
    void appendUntilDone(Entry entry, TxnTransitMetadata next, Consumer<Errors> then) {
        append(entry, next, true, then);
    }

    private void append(Entry entry, TxnTransitMetadata next, boolean keepsPending, Consumer<Errors> then) {
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE,
                new SimpleRecord(
                        turn.wallMs(),
                        TransactionLog.keyToBytes(entry.id()),
                        TransactionLog.valueToBytes(next, cluster.version())));
        write(entry.partition(), next.txnTimeoutMs(), records, appended -> {
            Errors error = coordinatorError(appended);
            then.accept(error == Errors.NONE ? apply(entry, next) : giveUp(entry, error, keepsPending));
            settled.accept(entry.id());
        });
    }

    /** Write a batch as it is; {@code then} gets the error as the log gave it. */
    void write(int partition, int timeoutMs, MemoryRecords records, Consumer<Errors> then) {
        long id = turn.nextId();
        appends.put(id, then);
        turn.emit(new TxnOutput.Append(id, partition, timeoutMs, records));
    }

    void ended(TxnInput.Appended appended) {
        Consumer<Errors> then = appends.remove(appended.appendId());
        if (then != null) {
            then.accept(appended.error());
        }
    }

    private Errors apply(Entry entry, TxnTransitMetadata next) {
        Entry.Lookup found = owned.find(entry.id());
        if (found.error() != Errors.NONE) {
            return found.error();
        }
        if (owned.current(entry.id(), entry.coordinatorEpoch()) == null) {
            return Errors.NOT_COORDINATOR;
        }
        TransactionMetadata txn = entry.metadata();
        TransactionState before = txn.state();
        long producerId = txn.producerId();
        short epoch = txn.producerEpoch();
        txn.completeTransitionTo(next);
        if (before != txn.state() || producerId != txn.producerId() || epoch != txn.producerEpoch()) {
            turn.emit(new TxnOutput.Changed(
                    entry.id(),
                    txn.producerId(),
                    txn.producerEpoch(),
                    txn.state().stateName()));
        }
        return Errors.NONE;
    }

    private Errors giveUp(Entry entry, Errors error, boolean keepsPending) {
        boolean tryAgain = keepsPending && error == Errors.COORDINATOR_NOT_AVAILABLE;
        Entry current = owned.current(entry.id(), entry.coordinatorEpoch());
        if (current != null && !tryAgain) {
            TransactionMetadata metadata = current.metadata();
            metadata.pendingState(Optional.empty());
        }
        return error;
    }

    /** What the log's error means to the one who asked the coordinator. */
    private static Errors coordinatorError(Errors error) {
        return switch (error) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                Errors.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> Errors.NOT_COORDINATOR;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> Errors.UNKNOWN_SERVER_ERROR;
            default -> error;
        };
    }
}
