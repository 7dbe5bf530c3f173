/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import org.apache.kafka.common.protocol.Errors;

/**
 * Where a leader epoch ends.
 *
 * @param error {@link Errors#NONE} or why this broker cannot say
 * @param leaderEpoch the largest known epoch not above the one asked for, {@code -1} if undefined
 * @param endOffset the first offset after that epoch, {@code -1} if undefined
 */
public record EpochEnd(Errors error, int leaderEpoch, long endOffset) {}
