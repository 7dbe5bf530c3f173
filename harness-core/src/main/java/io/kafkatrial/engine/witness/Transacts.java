/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.history.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/**
 * Transactions, from the first request that belongs to one to the answer to its end: no request says that a transaction
 * begins. Guarded by the {@link Witness}.
 */
final class Transacts {

    private static final class State {
        private long number = -1;
        private boolean open;
        private boolean endAsked;
        private final Set<String> offsets = new HashSet<>();
    }

    private final Notes notes;
    private final Producers producers;
    private final Map<String, State> states = new HashMap<>();

    Transacts(Notes notes, Producers producers) {
        this.notes = notes;
        this.producers = producers;
    }

    boolean any() {
        return !states.isEmpty();
    }

    /** Something of a transaction came that is not a repetition. */
    void begin(Producers.Lane lane) {
        State state = states.computeIfAbsent(lane.producer(), producer -> new State());
        if (state.open && !state.endAsked) {
            return;
        }
        if (state.open) {
            long before = state.number;
            notes.write(at -> new Event.TransactionUnknown(at, lane.producer(), before, "no answer to its end"));
        }
        state.open = true;
        state.endAsked = false;
        state.offsets.clear();
        long number = ++state.number;
        notes.write(at -> new Event.TransactionBegun(at, lane.producer(), number));
    }

    /** An offset of a group goes with the transaction. */
    void offset(Producers.Lane lane, String group, PartitionId place, long offset) {
        State state = states.get(lane.producer());
        if (state != null && state.open && state.offsets.add(group + ' ' + place + ' ' + offset)) {
            notes.write(at -> new Event.OffsetsSent(
                    at, lane.producer(), state.number, group, place.topic(), place.partition(), offset));
        }
    }

    void endAsked(Producers.Lane lane, boolean commit) {
        State state = states.get(lane.producer());
        if (state != null && state.open && !state.endAsked) {
            state.endAsked = true;
            notes.write(at -> commit
                    ? new Event.TransactionCommitInvoked(at, lane.producer(), state.number)
                    : new Event.TransactionAbortInvoked(at, lane.producer(), state.number));
        }
    }

    void ended(Producers.Lane lane, boolean commit, Errors error) {
        State state = states.get(lane.producer());
        if (state == null || !state.open || !state.endAsked) {
            return;
        }
        if (error == Errors.NONE) {
            state.open = false;
            notes.write(at -> commit
                    ? new Event.TransactionCommitted(at, lane.producer(), state.number)
                    : new Event.TransactionAborted(at, lane.producer(), state.number));
        } else if (error == Errors.TRANSACTION_ABORTABLE) {
            state.endAsked = false; // the application is asked to abort
        } else if (!(error.exception() instanceof org.apache.kafka.common.errors.RetriableException)) {
            state.open = false;
            notes.write(at -> new Event.TransactionUnknown(at, lane.producer(), state.number, error.name()));
        }
        if (error == Errors.INVALID_PRODUCER_EPOCH || error == Errors.PRODUCER_FENCED) {
            producers.fenced(lane.producer(), error.name());
        }
    }
}
