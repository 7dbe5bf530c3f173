/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/**
 * What an exception says about a record: certainly not in the log, or perhaps.
 *
 * <p><b>Failed</b> (certainly not in the log) is an error
 * <ul>
 *   <li>met inside the call of {@code send} itself, before the record entered the producer's buffer:
 *       serialization, a full buffer, no metadata in time, a closed producer; or
 *   <li>that a broker answers because of what the record or the request is, so that no earlier attempt of
 *       the same batch can have been appended either: too large, invalid topic, invalid timestamp or
 *       record, unsupported format, policy violation, invalid acks, not authorized.
 * </ul>
 *
 * <p><b>Unknown</b> is everything else, because a producer retries and reports the last error only: a
 * timeout, a lost connection, NOT_ENOUGH_REPLICAS (this attempt was refused, an earlier one may have been
 * appended) and NOT_ENOUGH_REPLICAS_AFTER_APPEND, sequence and epoch errors, a producer closed by force,
 * and any error this class does not know. Calling a definite failure unknown costs a little sharpness;
 * the other way round would accuse the broker falsely.
 *
 * <p>Only exception classes that exist since kafka-clients 3.6 are named.
 */
enum SendEnd {
    FAILED,
    UNKNOWN;

    /**
     * Classify an error.
     *
     * @param insideSend whether the error came while the application's call of send was still running, on
     *     its own thread
     */
    static SendEnd of(Throwable error, boolean insideSend) {
        return insideSend || isDefinite(error) ? FAILED : UNKNOWN;
    }

    private static boolean isDefinite(Throwable error) {
        return error instanceof RecordTooLargeException
                || error instanceof SerializationException
                || error instanceof AuthorizationException
                || error instanceof InvalidTopicException
                || error instanceof InvalidTimestampException
                || error instanceof InvalidRecordException
                || error instanceof InvalidRequiredAcksException
                || error instanceof UnsupportedForMessageFormatException
                || error instanceof PolicyViolationException;
    }
}
