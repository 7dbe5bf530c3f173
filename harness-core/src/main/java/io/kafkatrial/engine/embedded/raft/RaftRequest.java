/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.List;

/** What one voter asks of another. */
public sealed interface RaftRequest {

    /** The asker's epoch. */
    int epoch();

    /**
     * Vote for me. A pre-vote binds nobody and bumps no epoch; it asks whether a vote would be granted, so
     * that a voter that comes back from isolation does not depose a leader that is well.
     */
    record Vote(int epoch, int candidate, int lastEpoch, long endOffset, boolean preVote) implements RaftRequest {}

    /** I lead this epoch. */
    record BeginEpoch(int epoch, int leader) implements RaftRequest {}

    /** I no longer lead; this epoch has no leader, the first of the successors may stand at once. */
    record EndEpoch(int epoch, List<Integer> successors) implements RaftRequest {
        public EndEpoch {
            successors = List.copyOf(successors);
        }
    }

    /**
     * Give me the log from this offset on.
     *
     * @param number tells an answer to this fetch from one to an earlier fetch
     * @param lastEpoch the epoch of the asker's record before the offset
     * @param highWatermark what the asker knows to be committed
     */
    record Fetch(int epoch, int voter, long number, long offset, int lastEpoch, long highWatermark)
            implements RaftRequest {}
}
