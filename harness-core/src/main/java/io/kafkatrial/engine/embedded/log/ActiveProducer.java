/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

/**
 * What a log knows of a producer, as DescribeProducers shows it (KIP-664).
 *
 * @param lastSequence of its last record, -1 if none is known
 * @param lastTimestampMs of its last batch or marker
 * @param coordinatorEpoch of its last marker, -1 without one
 * @param openSince the first offset of its open transaction, -1 without one
 */
public record ActiveProducer(
        long producerId, short epoch, int lastSequence, long lastTimestampMs, int coordinatorEpoch, long openSince) {}
