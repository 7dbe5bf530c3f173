/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

/** What a follower knows of its fetches from one leader; at most one is under way. Confined to its voter. */
final class Fetching {

    private long number;
    private boolean underWay;
    private boolean answered;
    private long dueMs;

    /** Start anew, with another leader or with the same once more. */
    void begin(long nowMs) {
        underWay = false;
        answered = false;
        dueMs = nowMs;
    }

    /** Whether the leader has answered since. */
    boolean isAnswered() {
        return answered;
    }

    boolean isDue(long nowMs) {
        return nowMs >= dueMs();
    }

    long dueMs() {
        return underWay ? Long.MAX_VALUE : dueMs;
    }

    RaftRequest.Fetch next(int voter, RaftDisk<?> disk, long highWatermark) {
        underWay = true;
        number++;
        return new RaftRequest.Fetch(disk.epoch(), voter, number, disk.endOffset(), disk.lastEpoch(), highWatermark);
    }

    /** Whether the fetch is the one under way; it no longer is then. */
    boolean end(RaftRequest.Fetch fetch) {
        boolean current = underWay && fetch.number() == number;
        underWay &= !current;
        return current;
    }

    void retryAt(long atMs) {
        dueMs = atMs;
    }

    void succeeded(long nowMs) {
        answered = true;
        dueMs = nowMs;
    }
}
