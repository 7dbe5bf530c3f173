/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What one partition of a produce request got.
 *
 * @param error {@link Errors#NONE} if the records are appended (and, with acks=all, committed)
 * @param baseOffset the offset of the first record, {@code -1} if nothing was appended
 * @param lastOffset the offset of the last record, {@code -1} if nothing was appended
 * @param logAppendTimeMs the timestamp given to all records, {@code -1} for topics with CreateTime
 * @param logStartOffset {@code -1} when unknown
 * @param recordErrors the records that were refused, if that was the reason
 * @param message more about the error, for the client's log
 * @param currentLeader the leader this broker knows (KIP-951), on errors about leadership
 */
public record ProduceResult(
        Errors error,
        long baseOffset,
        long lastOffset,
        long logAppendTimeMs,
        long logStartOffset,
        List<RecordError> recordErrors,
        Optional<String> message,
        Optional<LeaderHint> currentLeader) {

    /**
     * A record that was refused.
     *
     * @param batchIndex its position in the request's batch, from 0
     */
    public record RecordError(int batchIndex, Optional<String> message) {}

    static ProduceResult failed(Errors error, Optional<String> message, Optional<LeaderHint> currentLeader) {
        return new ProduceResult(error, -1, -1, -1, -1, List.of(), message, currentLeader);
    }
}
