/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * A segment as Kafka counts them: what is rolled, expired and compacted as a whole. Its bytes lie in one
 * or more {@link Segment}s. Confined to the broker's loop.
 */
final class Span {
    private final long baseOffset;
    private final long createdMs;
    private long firstTimestamp = RecordBatch.NO_TIMESTAMP;
    private long lastModifiedMs;

    Span(long baseOffset, long nowMs) {
        this.baseOffset = baseOffset;
        this.createdMs = nowMs;
        this.lastModifiedMs = nowMs;
    }

    long baseOffset() {
        return baseOffset;
    }

    long lastModifiedMs() {
        return lastModifiedMs;
    }

    void lastModifiedMs(long atMs) {
        lastModifiedMs = atMs;
    }

    void onAppend(long timestamp, long nowMs) {
        if (firstTimestamp == RecordBatch.NO_TIMESTAMP) {
            firstTimestamp = timestamp;
        }
        lastModifiedMs = nowMs;
    }

    /** How long it has been filled, by the timestamps of records if they have any (KIP-33). */
    long ageMs(long timestamp, long nowMs) {
        return firstTimestamp >= 0 && timestamp >= 0 ? timestamp - firstTimestamp : nowMs - createdMs;
    }

    /** The largest timestamp of the first batch, or the time of its creation. */
    long startedAtMs() {
        return firstTimestamp >= 0 ? firstTimestamp : createdMs;
    }
}
