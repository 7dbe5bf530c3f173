/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.List;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;

/** What a voter wants done, in this order. */
public sealed interface RaftOutput<R> {

    /** Ask another voter; give the outcome back as {@link RaftInput.Answered}. */
    record Send<R>(int to, RaftRequest request) implements RaftOutput<R> {}

    /** Answer what was received under this token. */
    record Answer<R>(long token, RaftReply<R> reply) implements RaftOutput<R> {}

    /** These batches are committed; every batch is told once in each life of a voter, in order. */
    record Commit<R>(List<Batch<R>> batches) implements RaftOutput<R> {
        public Commit {
            batches = List.copyOf(batches);
        }
    }

    /**
     * Another epoch or leader. To the leader itself told only when all before its epoch is committed and
     * told, so that it knows every change it builds on.
     */
    record LeaderChange<R>(LeaderAndEpoch leader) implements RaftOutput<R> {}
}
