/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where each leader epoch of a log starts (KIP-101, KIP-279). Written through to disk by Kafka at every
 * change, so it survives a crash here too. Confined to the broker's loop.
 */
public final class LeaderEpochs {

    /** An epoch and an offset; {@link #UNDEFINED} when the log cannot say. */
    public record EpochOffset(int epoch, long offset) {
        public static final EpochOffset UNDEFINED = new EpochOffset(-1, -1);

        /** Whether the log could not say. */
        public boolean isUndefined() {
            return offset == -1;
        }
    }

    private final TreeMap<Integer, Long> startOffsets = new TreeMap<>();

    LeaderEpochs() {}

    /** Note that {@code epoch} starts at {@code startOffset}; entries that contradict it go. */
    void assign(int epoch, long startOffset) {
        if (epoch < 0 || startOffset < 0) {
            throw new IllegalArgumentException("epoch " + epoch + " cannot start at offset " + startOffset);
        }
        Map.Entry<Integer, Long> latest = startOffsets.lastEntry();
        if (latest != null && latest.getKey() == epoch && startOffset >= latest.getValue()) {
            return;
        }
        while (latest != null && (latest.getKey() >= epoch || latest.getValue() >= startOffset)) {
            startOffsets.pollLastEntry();
            latest = startOffsets.lastEntry();
        }
        startOffsets.put(epoch, startOffset);
    }

    /** The latest epoch; empty for a log that never saw one. */
    public OptionalInt latest() {
        return startOffsets.isEmpty() ? OptionalInt.empty() : OptionalInt.of(startOffsets.lastKey());
    }

    /** The earliest entry, {@link EpochOffset#UNDEFINED} if there is none. */
    EpochOffset earliest() {
        return entry(startOffsets.firstEntry());
    }

    /** The epoch {@code offset} belongs to; empty if it lies before the first one. */
    public OptionalInt epochOf(long offset) {
        OptionalInt found = OptionalInt.empty();
        for (Map.Entry<Integer, Long> entry : startOffsets.entrySet()) {
            if (entry.getValue() > offset) {
                break;
            }
            found = OptionalInt.of(entry.getKey());
        }
        return found;
    }

    /**
     * The end of {@code epoch}: the start of the next one, or the log's end for the latest. When the
     * epoch is unknown: the largest known one below it, with its end.
     */
    EpochOffset endOf(int epoch, long logEndOffset) {
        if (epoch == -1) {
            return EpochOffset.UNDEFINED;
        }
        Map.Entry<Integer, Long> higher = startOffsets.higherEntry(epoch);
        if (higher == null) {
            return startOffsets.containsKey(epoch) ? new EpochOffset(epoch, logEndOffset) : EpochOffset.UNDEFINED;
        }
        Integer floor = startOffsets.floorKey(epoch);
        return new EpochOffset(floor == null ? epoch : floor, higher.getValue());
    }

    /** Forget what starts at {@code endOffset} or later. */
    void truncateFromEnd(long endOffset) {
        while (!startOffsets.isEmpty() && startOffsets.lastEntry().getValue() >= endOffset) {
            startOffsets.pollLastEntry();
        }
    }

    /** Forget what ends at {@code startOffset} or earlier; the epoch it falls into then starts there. */
    void truncateFromStart(long startOffset) {
        Map.Entry<Integer, Long> last = null;
        while (!startOffsets.isEmpty() && startOffsets.firstEntry().getValue() <= startOffset) {
            last = startOffsets.pollFirstEntry();
        }
        if (last != null) {
            startOffsets.put(last.getKey(), startOffset);
        }
    }

    void clear() {
        startOffsets.clear();
    }

    private static EpochOffset entry(Map.@Nullable Entry<Integer, Long> entry) {
        return entry == null ? EpochOffset.UNDEFINED : new EpochOffset(entry.getKey(), entry.getValue());
    }

    @Override
    public String toString() {
        return startOffsets.toString();
    }
}
