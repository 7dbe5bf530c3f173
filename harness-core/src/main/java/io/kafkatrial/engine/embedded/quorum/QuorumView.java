/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.raft.Replica;
import java.util.List;

/**
 * The quorum as its leader sees it, for DescribeQuorum.
 *
 * @param leader the controller that leads
 * @param epoch the epoch it leads
 * @param highWatermark the offset up to which the metadata log is committed
 * @param voters the controllers, the leader among them
 * @param observers the brokers that read the log
 */
public record QuorumView(int leader, int epoch, long highWatermark, List<Member> voters, List<Member> observers) {

    public QuorumView {
        voters = List.copyOf(voters);
        observers = List.copyOf(observers);
    }

    /**
     * One that has a copy of the log.
     *
     * @param id the node
     * @param logEndOffset the end of its copy, -1 if it has not fetched from this leader
     * @param lastFetchMs when it last fetched, in milliseconds since the epoch; -1 for never
     * @param lastCaughtUpMs when it last had all the leader had, in milliseconds since the epoch; -1 for never
     */
    public record Member(int id, long logEndOffset, long lastFetchMs, long lastCaughtUpMs) {
        static List<Member> all(List<Replica> replicas) {
            return replicas.stream()
                    .map(replica -> new Member(
                            replica.id(), replica.endOffset(), replica.lastFetchWallMs(), replica.lastCaughtUpWallMs()))
                    .toList();
        }
    }
}
