/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.OptionalLong;

/**
 * What a leader knows about one follower, from its fetches. The follower's log end is what it asks for;
 * it is caught up at the last time it asked for everything the leader had when it asked before.
 * Confined to the loop.
 */
final class FollowerProgress {
    /** Longer ago than any lag allows, whatever the clock's origin. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int brokerId;
    private long endOffset = -1;
    private long startOffset = -1;
    private long leaderEndAtLastFetch;
    private long lastFetchMs = NEVER;
    private long lastCaughtUpMs = NEVER;
    private OptionalLong brokerEpoch = OptionalLong.empty();

    FollowerProgress(int brokerId) {
        this.brokerId = brokerId;
    }

    int brokerId() {
        return brokerId;
    }

    /** The follower's log end, {@code -1} before its first fetch in this leadership. */
    long endOffset() {
        return endOffset;
    }

    /** The follower's log start, {@code -1} before its first fetch in this leadership. */
    long startOffset() {
        return startOffset;
    }

    long lastCaughtUpMs() {
        return lastCaughtUpMs;
    }

    /** The broker epoch of its last fetch. */
    OptionalLong brokerEpoch() {
        return brokerEpoch;
    }

    /** Start over in a new leader epoch; what it fetched is forgotten only if another broker led before. */
    void reset(long nowMs, long leaderEndOffset, boolean newLeader, boolean inSync) {
        lastCaughtUpMs = inSync ? nowMs : NEVER;
        if (newLeader) {
            endOffset = -1;
            startOffset = -1;
            leaderEndAtLastFetch = -1;
            lastFetchMs = NEVER;
            brokerEpoch = OptionalLong.empty();
        } else {
            leaderEndAtLastFetch = leaderEndOffset;
            lastFetchMs = inSync ? nowMs : NEVER;
        }
    }

    void onFetch(ReadAt position, long leaderEndOffset, long epoch, long nowMs) {
        if (position.fetchOffset() >= leaderEndOffset) {
            lastCaughtUpMs = Math.max(lastCaughtUpMs, nowMs);
        } else if (position.fetchOffset() >= leaderEndAtLastFetch) {
            lastCaughtUpMs = Math.max(lastCaughtUpMs, lastFetchMs);
        }
        startOffset = position.logStartOffset();
        endOffset = position.fetchOffset();
        leaderEndAtLastFetch = Math.max(leaderEndOffset, leaderEndAtLastFetch);
        lastFetchMs = nowMs;
        brokerEpoch = OptionalLong.of(epoch);
    }

    boolean isCaughtUp(long leaderEndOffset, long nowMs, long maxLagMs) {
        return leaderEndOffset == endOffset || nowMs - lastCaughtUpMs <= maxLagMs;
    }
}
