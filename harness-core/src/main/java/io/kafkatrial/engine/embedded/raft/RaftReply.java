/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.raft.Batch;

/** What a voter answers another. */
public sealed interface RaftReply<R> {

    /** The answerer's epoch. */
    int epoch();

    /** Who leads that epoch, if the answerer knows. */
    OptionalInt leader();

    /** The vote, or that one would be granted. */
    record Ballot<R>(int epoch, OptionalInt leader, boolean granted) implements RaftReply<R> {}

    /** Nothing but the epoch: an acknowledgement, or the refusal of one who does not lead. */
    record Noted<R>(int epoch, OptionalInt leader) implements RaftReply<R> {}

    /** The log from where it was asked for, and what of it is committed. */
    record Data<R>(int epoch, OptionalInt leader, List<Batch<R>> batches, long highWatermark) implements RaftReply<R> {
        public Data {
            batches = List.copyOf(batches);
        }
    }

    /** The asker's log is not a beginning of mine: mine has {@code endEpoch} last before, up to {@code endOffset}. */
    record Diverging<R>(int epoch, OptionalInt leader, int endEpoch, long endOffset) implements RaftReply<R> {}
}
