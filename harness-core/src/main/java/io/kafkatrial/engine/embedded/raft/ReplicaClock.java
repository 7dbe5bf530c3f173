/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

/**
 * When a replica last fetched and when it was last caught up, reckoned as Apache Kafka's leader does: a
 * fetch from the end of the log is caught up now; one from where the log ended at the fetch before was
 * caught up then. Confined to its owner.
 */
public final class ReplicaClock {

    private long lastFetchMs = -1;
    private long lastCaughtUpMs = -1;
    private long endAtLastFetch = -1;

    /** Take a fetch into account. */
    public void fetched(long offset, long leaderEnd, long nowMs) {
        if (offset >= leaderEnd) {
            lastCaughtUpMs = Math.max(lastCaughtUpMs, nowMs);
        } else if (endAtLastFetch > 0 && offset >= endAtLastFetch) {
            lastCaughtUpMs = Math.max(lastCaughtUpMs, lastFetchMs);
        }
        endAtLastFetch = leaderEnd;
        lastFetchMs = Math.max(lastFetchMs, nowMs);
    }

    /** The last fetch in milliseconds since the epoch, -1 for none. */
    public long lastFetchMs() {
        return lastFetchMs;
    }

    /** When the replica last had everything, in milliseconds since the epoch; -1 for never. */
    public long lastCaughtUpMs() {
        return lastCaughtUpMs;
    }
}
