/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/**
 * What an exception says about a record: certainly not in the log, or perhaps.
 *
 * <p><b>Failed</b> (certainly not in the log) is an error
 * <ul>
 *   <li>met inside the call of {@code send} itself and before the record entered the producer's buffer: no metadata in
 *       time, serialization, too large, a full buffer, a closed producer, not authorized for the topic;
 *   <li>that a broker answers because of what the record is, whenever it is asked: too large, invalid topic or
 *       record, unsupported format, invalid acks;
 *   <li>that a broker answers instead of appending, if the producer has repeated no request for that topic so far, so
 *       that there was one attempt only: not authorized, policy, timestamp, not enough replicas before the append; or
 *   <li>{@code TransactionAbortedException}: Kafka's producer says so of records that it has not sent when the
 *       application aborts.
 * </ul>
 *
 * <p><b>Unknown</b> is everything else, because a producer retries and reports the last error only: a timeout, a lost
 * connection, NOT_ENOUGH_REPLICAS_AFTER_APPEND, NOT_LEADER_OR_FOLLOWER (said also by a leader that appended, waited for
 * its followers and lost its leadership meanwhile), sequence and epoch errors, a producer closed by force, and any error
 * this class does not know. So is an error of the transaction's state inside {@code send}: Kafka's producer looks at it
 * only after it has put the record into its buffer. Calling a definite failure unknown costs a little sharpness; the
 * other way round would accuse the broker falsely.
 *
 * <p>Only exception classes that exist since kafka-clients 3.6 are named.
 */
enum SendEnd {
    FAILED,
    UNKNOWN;

    /** Said of records in the buffer when a transaction is aborted; since kafka-clients 2.7. */
    private static final String ABORTED_UNSENT = "org.apache.kafka.common.errors.TransactionAbortedException";

    private static final Set<Class<?>> BEFORE_THE_BUFFER = Set.of(
            TimeoutException.class,
            SerializationException.class,
            RecordTooLargeException.class,
            InvalidTopicException.class,
            TopicAuthorizationException.class,
            InterruptException.class);

    /** Where the error came from. */
    enum Where {
        /** The call of send was still running, on its own thread. */
        INSIDE_SEND,
        /** Later, and the producer has sent nothing twice to that topic. */
        ONLY_ATTEMPT,
        /** Later; there may have been other attempts before. */
        LATER
    }

    static SendEnd of(Throwable error, Where where) {
        boolean definite =
                switch (where) {
                    case INSIDE_SEND -> isBeforeTheBuffer(error) || isOfTheRecord(error);
                    case ONLY_ATTEMPT -> isOfTheRecord(error) || isRefusal(error);
                    case LATER -> isOfTheRecord(error);
                };
        return definite ? FAILED : UNKNOWN;
    }

    private static boolean isBeforeTheBuffer(Throwable error) {
        boolean ofKafka = error instanceof org.apache.kafka.common.KafkaException;
        if (error instanceof IllegalStateException) {
            return String.valueOf(error.getMessage()).contains("closed"); // else of the transaction
        }
        return !ofKafka || BEFORE_THE_BUFFER.stream().anyMatch(type -> type.isInstance(error));
    }

    private static boolean isOfTheRecord(Throwable error) {
        return error instanceof RecordTooLargeException
                || error instanceof SerializationException
                || error instanceof InvalidTopicException
                || error instanceof InvalidRecordException
                || error instanceof InvalidRequiredAcksException
                || error instanceof UnsupportedForMessageFormatException
                || (error instanceof ApiException && error.getClass().getName().equals(ABORTED_UNSENT));
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof AuthorizationException
                || error instanceof PolicyViolationException
                || error instanceof InvalidTimestampException
                || error instanceof NotEnoughReplicasException;
    }
}
