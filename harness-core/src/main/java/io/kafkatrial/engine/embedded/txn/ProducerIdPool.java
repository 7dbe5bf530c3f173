/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Producer ids in store. Who needs one when there is none waits for the controller, where Kafka answers
 * COORDINATOR_LOAD_IN_PROGRESS and lets the client ask again. Confined to the loop.
 */
final class ProducerIdPool {

    /** A request that cannot be decided without an id. */
    private record Waiting(long token, Runnable again) {}

    private final Turn turn;
    private final Queue<Long> ids = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean asked;

    ProducerIdPool(Turn turn) {
        this.turn = turn;
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** The next id; call only when the pool is not empty. */
    long take() {
        long id = ids.remove();
        if (ids.isEmpty()) {
            ask();
        }
        return id;
    }

    /** Have an id fetched, if that is not under way. */
    void ask() {
        if (!asked) {
            asked = true;
            turn.emit(new TxnOutput.WantProducerId());
        }
    }

    /** Decide the request {@code again} when there is an id. */
    void await(long token, Runnable again) {
        waiting.add(new Waiting(token, again));
        ask();
    }

    /**
     * Take ids from the controller, none if it could not be asked.
     *
     * @param decide runs what waited, for its token
     */
    void given(List<Long> fresh, ObjLongConsumer<Runnable> decide) {
        asked = false;
        ids.addAll(fresh);
        List<Waiting> now = List.copyOf(waiting);
        waiting.clear();
        if (fresh.isEmpty()) {
            now.forEach(one -> turn.answer(one.token(), Errors.COORDINATOR_LOAD_IN_PROGRESS));
        } else {
            now.forEach(one -> decide.accept(one.again(), one.token()));
        }
    }
}
