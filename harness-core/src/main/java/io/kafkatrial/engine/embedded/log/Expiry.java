/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.List;
import org.apache.kafka.storage.internals.log.LogConfig;

/** Which segments a log may drop now, by Kafka's rules. Confined to the broker's loop. */
final class Expiry {
    private final Segments segments;
    private final LogConfig config;
    private final long nowMs;

    Expiry(Segments segments, LogConfig config, long nowMs) {
        this.segments = segments;
        this.config = config;
        this.nowMs = nowMs;
    }

    /**
     * The offset before which all segments can go: those before the log start offset, then by size, then
     * by age; always from the oldest on, never one that reaches to the high watermark or an empty active one.
     */
    long keepFrom(long logStartOffset, long highWatermark, long logEndOffset) {
        List<Span> spans = segments.spans();
        long excess = config.delete && config.retentionSize >= 0 ? segments.sizeInBytes() - config.retentionSize : -1;
        long keepFrom = spans.get(0).baseOffset();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            boolean active = i == spans.size() - 1;
            long end = active ? logEndOffset : spans.get(i + 1).baseOffset();
            long size = segments.sizeOf(span);
            if (highWatermark < end || (active && size == 0)) {
                break;
            }
            boolean before = !active && end <= logStartOffset;
            boolean tooMuch = excess >= size && excess >= 0;
            if (!before && !tooMuch && !isTooOld(span)) {
                break;
            }
            excess -= size;
            keepFrom = end;
        }
        return keepFrom;
    }

    private boolean isTooOld(Span span) {
        return config.delete && config.retentionMs >= 0 && nowMs - segments.largestTimestamp(span) > config.retentionMs;
    }
}
