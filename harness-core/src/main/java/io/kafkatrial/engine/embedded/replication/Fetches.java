/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.List;

/** Answers fetches of consumers and followers, at once or when there is enough. Confined to the loop. */
final class Fetches {
    private final Replicas replicas;
    private final Reader reader;
    private final Turn turn;

    Fetches(Replicas replicas, RackAwareSelector selector, Turn turn) {
        this.replicas = replicas;
        this.reader = new Reader(replicas, selector);
        this.turn = turn;
    }

    void handle(FetchQuery query) {
        Reader.Readout readout = reader.read(query, true);
        boolean enough = readout.bytes() >= query.minBytes();
        if (query.maxWaitMs() <= 0 || query.partitions().isEmpty() || enough || readout.urgent()) {
            answer(query, readout);
            return;
        }
        PendingFetch pending = new PendingFetch(query, reader, replicas);
        if (pending.isReady()) {
            answer(query, reader.read(query, false));
            return;
        }
        pending.watch();
        pending.expiry(turn.deadlines().at(turn.elapsedMs() + query.maxWaitMs(), () -> complete(pending)));
    }

    /** Answer the fetches that can go on because of what happened to this replica. */
    void wake(Hosted replica) {
        if (replica.fetches().isEmpty()) {
            return;
        }
        for (PendingFetch pending : List.copyOf(replica.fetches())) {
            if (pending.isReady()) {
                complete(pending);
            }
        }
    }

    private void complete(PendingFetch pending) {
        pending.unwatch();
        turn.deadlines().cancel(pending.expiry());
        answer(pending.query(), reader.read(pending.query(), false));
    }

    private void answer(FetchQuery query, Reader.Readout readout) {
        turn.emit(
                query.isByReplica()
                        ? new Output.ReplicaFetchDone(query.token(), new ReplicaFetch.Answer(readout.results()))
                        : new Output.FetchDone(query.token(), readout.results()));
    }
}
