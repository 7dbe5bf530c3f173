/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

/**
 * A place in a log found by time.
 *
 * @param timestamp of the record, {@code -1} if the question was not about time
 * @param offset of the record, {@code -1} if there is none
 * @param leaderEpoch of the record, {@code -1} if unknown
 */
public record TimedOffset(long timestamp, long offset, int leaderEpoch) {}
