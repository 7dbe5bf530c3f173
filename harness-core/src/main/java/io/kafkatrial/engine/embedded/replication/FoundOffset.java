/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import org.apache.kafka.common.protocol.Errors;

/**
 * The answer to one ListOffsets question.
 *
 * @param error {@link Errors#NONE} or why this broker cannot say
 * @param timestamp of the record found, {@code -1} if the question was not about time
 * @param offset {@code -1} if there is none
 * @param leaderEpoch of the record found, {@code -1} if unknown
 */
public record FoundOffset(Errors error, long timestamp, long offset, int leaderEpoch) {}
