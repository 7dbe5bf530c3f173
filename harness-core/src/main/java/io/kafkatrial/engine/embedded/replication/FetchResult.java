/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * What one partition of a fetch got.
 *
 * @param error {@link Errors#NONE} or why nothing could be read
 * @param records whole batches, possibly none; never overwritten later, so they may be sent without a copy
 * @param highWatermark {@code -1} when unknown
 * @param lastStableOffset {@code -1} when unknown
 * @param logStartOffset {@code -1} when unknown
 * @param diverging where the reader's log leaves the leader's (KIP-595), if it does; for a follower out of
 *     range: the end of the leader's log
 * @param currentLeader the leader this broker knows (KIP-951), on errors about leadership
 * @param abortedTransactions those a read_committed reader must skip; empty for any other
 * @param preferredReadReplica the follower the consumer should read from instead (KIP-392), if any
 */
public record FetchResult(
        Errors error,
        MemoryRecords records,
        long highWatermark,
        long lastStableOffset,
        long logStartOffset,
        Optional<EpochEnd> diverging,
        Optional<LeaderHint> currentLeader,
        List<AbortedTransaction> abortedTransactions,
        OptionalInt preferredReadReplica) {

    /** A result that sends nobody elsewhere. */
    public FetchResult(
            Errors error,
            MemoryRecords records,
            long highWatermark,
            long lastStableOffset,
            long logStartOffset,
            Optional<EpochEnd> diverging,
            Optional<LeaderHint> currentLeader) {
        this(
                error,
                records,
                highWatermark,
                lastStableOffset,
                logStartOffset,
                diverging,
                currentLeader,
                List.of(),
                OptionalInt.empty());
    }

    FetchResult skipping(List<AbortedTransaction> aborted) {
        return new FetchResult(
                error,
                records,
                highWatermark,
                lastStableOffset,
                logStartOffset,
                diverging,
                currentLeader,
                aborted,
                preferredReadReplica);
    }

    FetchResult goTo(OptionalInt replica) {
        return new FetchResult(
                error,
                MemoryRecords.EMPTY,
                highWatermark,
                lastStableOffset,
                logStartOffset,
                diverging,
                currentLeader,
                List.of(),
                replica);
    }

    static FetchResult failed(Errors error, Optional<LeaderHint> currentLeader) {
        return new FetchResult(error, MemoryRecords.EMPTY, -1, -1, -1, Optional.empty(), currentLeader);
    }
}
