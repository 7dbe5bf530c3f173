/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.LeaderEpochs;
import io.kafkatrial.engine.embedded.log.PartitionLog;

/**
 * A replica that follows a leader in one epoch: what it asks for next and what it does with the answer.
 * The behaviour of Kafka's AbstractFetcherThread with truncation on fetch. Confined to the loop.
 */
final class Following {
    /** What an answer means for the next fetch. */
    enum Outcome {
        /** Ask again at once. */
        GO_ON,
        /** Ask again after a pause. */
        BACK_OFF,
        /** Wait for new metadata: the leader has a later epoch, or sent what cannot be appended. */
        FENCED
    }

    private static final long FIRST_BACKOFF_MS = 5;

    private final Hosted replica;
    private final int leaderEpoch;
    private long readyAtMs = Long.MIN_VALUE;
    private int failures;
    private boolean fenced;

    Following(Hosted replica) {
        this.replica = replica;
        this.leaderEpoch = replica.leaderEpoch();
    }

    Hosted replica() {
        return replica;
    }

    boolean isReady(long nowMs) {
        return !fenced && readyAtMs <= nowMs;
    }

    /** When it may ask again, if time is all it waits for. */
    long readyAtMs() {
        return fenced ? Long.MAX_VALUE : readyAtMs;
    }

    /** Pause: 5 ms, doubled by every failure in a row up to {@code maxMs}. */
    void backOff(long nowMs, long maxMs) {
        readyAtMs = nowMs + Math.min(maxMs, FIRST_BACKOFF_MS << Math.min(failures, 20));
        failures++;
    }

    void fence() {
        fenced = true;
    }

    ReplicaFetch.Wanted want(int maxBytes) {
        PartitionLog log = replica.log();
        return new ReplicaFetch.Wanted(
                replica.partition(),
                log.endOffset(),
                log.startOffset(),
                maxBytes,
                leaderEpoch,
                log.latestEpoch().orElse(-1));
    }

    /** Whether an answer to {@code wanted} still fits: the log has not moved since, nor has the epoch. */
    boolean fits(ReplicaFetch.Wanted wanted) {
        return wanted.currentLeaderEpoch() == leaderEpoch
                && wanted.fetchOffset() == replica.log().endOffset();
    }

    Outcome take(FetchResult result, long nowMs) {
        switch (result.error()) {
            case NONE -> {
                if (result.diverging().isPresent()) {
                    truncate(result.diverging().get(), nowMs);
                } else {
                    append(result, nowMs);
                }
            }
            case OFFSET_OUT_OF_RANGE -> realign(result, nowMs);
            case FENCED_LEADER_EPOCH -> {
                return Outcome.FENCED;
            }
            default -> {
                return Outcome.BACK_OFF;
            }
        }
        failures = 0;
        return Outcome.GO_ON;
    }

    private void append(FetchResult result, long nowMs) {
        PartitionLog log = replica.log();
        if (result.records().sizeInBytes() > 0) {
            log.appendAsFollower(result.records(), leaderEpoch, nowMs);
            replica.onAppended();
        }
        if (!log.has(Bug.HIGH_WATERMARK_NOT_PROPAGATED)) {
            boolean early = log.has(Bug.HIGH_WATERMARK_OF_FOLLOWER_AT_LOG_END);
            replica.updateHighWatermark(early ? log.endOffset() : result.highWatermark());
        }
        boolean known = result.logStartOffset() <= log.highWatermark() && !log.has(Bug.LOG_START_NOT_FOLLOWED);
        if (result.logStartOffset() > log.startOffset() && known) {
            log.raiseStartOffset(result.logStartOffset());
        }
    }

    /** Cut the log where it leaves the leader's, as far as this round can tell (KIP-279, KIP-595). */
    private void truncate(EpochEnd diverging, long nowMs) {
        PartitionLog log = replica.log();
        LeaderEpochs.EpochOffset own = log.endOfEpoch(diverging.leaderEpoch());
        long offset = Math.min(diverging.endOffset(), log.endOffset());
        if (!own.isUndefined()) {
            offset = own.epoch() == diverging.leaderEpoch()
                    ? Math.min(own.offset(), offset)
                    : Math.min(own.offset(), log.endOffset());
        }
        log.truncateTo(offset, nowMs);
    }

    /** The leader has nothing at this log's end: it ends earlier (unclean election) or starts later. */
    private void realign(FetchResult result, long nowMs) {
        PartitionLog log = replica.log();
        long leaderEndOffset = result.diverging().map(EpochEnd::endOffset).orElse(log.endOffset());
        if (leaderEndOffset < log.endOffset()) {
            log.truncateTo(leaderEndOffset, nowMs);
        } else if (result.logStartOffset() > log.endOffset()) {
            log.truncateFullyAndStartAt(result.logStartOffset());
        }
    }
}
