/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * Up to where a log is forced to disk (Kafka's recovery point). It moves by {@code flush.messages},
 * {@code flush.ms}, when a segment is rolled and at a clean stop; a process crash leaves it alone, because
 * the operating system writes back what a dead process wrote. Confined to the broker's loop.
 */
final class DurableMark {
    private static final long NEVER = -1;

    private long offset;
    private long flushedAtMs = NEVER;

    long offset() {
        return offset;
    }

    void onAppend(LogConfig config, long logEndOffset, long nowMs) {
        if (flushedAtMs == NEVER) {
            flushedAtMs = nowMs;
        }
        if (logEndOffset - offset >= config.flushInterval) {
            flush(logEndOffset, nowMs);
        }
    }

    void flushIfDue(LogConfig config, long logEndOffset, long nowMs) {
        if (offset < logEndOffset && nowMs - flushedAtMs >= config.flushMs) {
            flush(logEndOffset, nowMs);
        }
    }

    void flush(long upTo, long nowMs) {
        offset = Math.max(offset, upTo);
        flushedAtMs = nowMs;
    }

    /** The log ends earlier now, or all it has is on disk. */
    void set(long to) {
        offset = to;
    }

    void truncate(long logEndOffset) {
        offset = Math.min(offset, logEndOffset);
    }
}
