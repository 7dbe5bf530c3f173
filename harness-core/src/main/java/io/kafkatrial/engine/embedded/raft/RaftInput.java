/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.raft.Batch;
import org.jspecify.annotations.Nullable;

/** What happens to a voter. */
public sealed interface RaftInput<R> {

    /**
     * The process starts; the first input.
     *
     * @param campaign stand for election at once instead of waiting for a leader
     */
    record Begin<R>(boolean campaign) implements RaftInput<R> {}

    /** Time has passed. */
    record Tick<R>() implements RaftInput<R> {}

    /** Another voter asks. Each token is answered once, now or later. */
    record Received<R>(long token, RaftRequest request) implements RaftInput<R> {}

    /** A request of this voter is over; no reply if nobody answered in time. */
    record Answered<R>(int from, RaftRequest request, @Nullable RaftReply<R> reply) implements RaftInput<R> {}

    /** The leader of {@code epoch} appends; nothing happens if this voter does not lead it any more. */
    record Append<R>(int epoch, List<Batch<R>> batches) implements RaftInput<R> {
        public Append {
            batches = List.copyOf(batches);
        }
    }

    /** Give up leading {@code epoch}, best to {@code successor}. */
    record Resign<R>(int epoch, OptionalInt successor) implements RaftInput<R> {}
}
