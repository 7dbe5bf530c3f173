/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.Optional;
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
 */
public record FetchResult(
        Errors error,
        MemoryRecords records,
        long highWatermark,
        long lastStableOffset,
        long logStartOffset,
        Optional<EpochEnd> diverging,
        Optional<LeaderHint> currentLeader) {

    static FetchResult failed(Errors error, Optional<LeaderHint> currentLeader) {
        return new FetchResult(error, MemoryRecords.EMPTY, -1, -1, -1, Optional.empty(), currentLeader);
    }
}
