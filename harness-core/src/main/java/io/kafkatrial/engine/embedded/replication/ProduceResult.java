/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Appended;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.storage.internals.log.RecordValidationException;

/**
 * What one partition of a produce request got.
 *
 * @param error {@link Errors#NONE} if the records are appended (and, with acks=all, committed)
 * @param baseOffset the offset of the first record, {@code -1} if nothing was appended; set also when the
 *     wait for acks ended with an error, because the records are in the log
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

    static ProduceResult appended(Appended appended, long logStartOffset) {
        return new ProduceResult(
                Errors.NONE,
                appended.firstOffset(),
                appended.lastOffset(),
                appended.logAppendTimeMs(),
                logStartOffset,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static ProduceResult invalid(RecordValidationException refused, long logStartOffset) {
        List<RecordError> errors = refused.recordErrors().stream()
                .map(one -> new RecordError(one.batchIndex, Optional.ofNullable(one.message)))
                .toList();
        return new ProduceResult(
                Errors.forException(refused.invalidException()),
                -1,
                -1,
                -1,
                logStartOffset,
                errors,
                Optional.ofNullable(refused.invalidException().getMessage()),
                Optional.empty());
    }

    ProduceResult withError(Errors newError, Optional<LeaderHint> hint) {
        return new ProduceResult(
                newError, baseOffset, lastOffset, logAppendTimeMs, logStartOffset, recordErrors, message, hint);
    }

    ProduceResult withLogStart(long offset) {
        return new ProduceResult(
                error, baseOffset, lastOffset, logAppendTimeMs, offset, recordErrors, message, currentLeader);
    }

    static ProduceResult failed(Errors error, Optional<String> message, Optional<LeaderHint> currentLeader) {
        return new ProduceResult(error, -1, -1, -1, -1, List.of(), message, currentLeader);
    }
}
