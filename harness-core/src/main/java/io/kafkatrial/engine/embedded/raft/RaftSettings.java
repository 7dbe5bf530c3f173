/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.List;

/**
 * What a voter is told at its start.
 *
 * @param self its id
 * @param voters the ids of all voters, itself among them
 * @param fetchTimeoutMs how long a follower waits for an answer of its leader before it stands for
 *     election; a leader that no majority fetches from for half as long again steps down
 * @param electionTimeoutMs how long an election may take, and up to as long again by chance
 */
public record RaftSettings(int self, List<Integer> voters, int fetchTimeoutMs, int electionTimeoutMs) {

    static final int RETRY_MS = 20;

    public RaftSettings {
        voters = List.copyOf(voters);
        if (!voters.contains(self)) {
            throw new IllegalArgumentException(self + " is none of the voters " + voters);
        }
    }

    List<Integer> others() {
        return voters.stream().filter(id -> id != self).toList();
    }

    /** How many voters are a majority, itself counted. */
    public int majority() {
        return voters.size() / 2 + 1;
    }

    /** As Apache Kafka: one and a half times what a follower waits. */
    int checkQuorumMs() {
        return fetchTimeoutMs + fetchTimeoutMs / 2;
    }

    /** How long a leader keeps a fetch that has nothing to tell. */
    public int longestWaitMs() {
        return Math.max(1, fetchTimeoutMs / 4);
    }
}
