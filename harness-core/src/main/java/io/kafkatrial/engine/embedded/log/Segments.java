/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** The segments of one log, by base offset. Never empty. Confined to the broker's loop. */
final class Segments {
    private final TreeMap<Long, Segment> segments = new TreeMap<>();

    Segments() {
        startAt(0);
    }

    /** Drop everything; the next record gets {@code offset}. */
    void startAt(long offset) {
        segments.clear();
        segments.put(offset, new Segment(offset));
    }

    /** Append whole batches, rolling first if the active segment would grow beyond {@code segmentBytes}. */
    void append(MemoryRecords records, long baseOffset, int segmentBytes) {
        Segment active = segments.lastEntry().getValue();
        boolean full = (long) active.sizeInBytes() + records.sizeInBytes() > segmentBytes;
        if (active.isSealed() || (full && !active.isEmpty())) {
            active = new Segment(baseOffset);
            segments.put(baseOffset, active);
        }
        active.append(records);
    }

    /** Read whole batches below {@code upperBound} from the one that holds {@code offset} on, out of one segment. */
    MemoryRecords read(long offset, long upperBound, int maxBytes, boolean atLeastOne) {
        Map.Entry<Long, Segment> entry = segments.floorEntry(offset);
        entry = entry == null ? segments.firstEntry() : entry;
        while (entry != null) {
            Segment segment = entry.getValue();
            int from = segment.batchesBelow(offset);
            if (from < segment.batches()) {
                return segment.read(from, segment.batchesBelow(upperBound), maxBytes, atLeastOne);
            }
            entry = segments.higherEntry(entry.getKey());
        }
        return MemoryRecords.EMPTY;
    }

    /** How many bytes lie between two offsets; {@link Integer#MAX_VALUE} if they are in different segments. */
    int bytesBetween(long offset, long upperBound) {
        Map.Entry<Long, Segment> from = segments.floorEntry(offset);
        Map.Entry<Long, Segment> to = segments.lowerEntry(upperBound);
        if (from == null || to == null || !from.getKey().equals(to.getKey())) {
            return offset < upperBound ? Integer.MAX_VALUE : 0;
        }
        Segment segment = from.getValue();
        return Math.max(
                0, segment.startOf(segment.batchesBelow(upperBound)) - segment.startOf(segment.batchesBelow(offset)));
    }

    /** Drop the batch that holds {@code offset} and everything after it. */
    void truncateTo(long offset) {
        segments.tailMap(offset, true).clear();
        Map.Entry<Long, Segment> last = segments.lastEntry();
        if (last != null) {
            last.getValue().truncate(offset);
        }
        if (last == null) {
            startAt(offset);
        } else if (last.getValue().isEmpty()) {
            segments.put(last.getKey(), new Segment(last.getKey()));
        }
    }

    long firstOffset() {
        return segments.firstKey();
    }

    long sizeInBytes() {
        long size = 0;
        for (Segment segment : segments.values()) {
            size += segment.sizeInBytes();
        }
        return size;
    }

    /** All batches from the one that holds {@code offset} on, segment by segment. */
    List<MemoryRecords> from(long offset) {
        List<MemoryRecords> all = new ArrayList<>();
        Long first = segments.floorKey(offset);
        for (Segment segment :
                segments.tailMap(first == null ? offset : first, true).values()) {
            all.add(segment.from(segment.batchesBelow(offset)));
        }
        return all;
    }

    Optional<TimedOffset> firstNotBefore(long timestamp, long startOffset) {
        for (Segment segment : segments.values()) {
            if (segment.maxTimestamp() >= timestamp) {
                Optional<TimedOffset> found = segment.firstNotBefore(timestamp, startOffset);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    Optional<TimedOffset> maxTimestamp() {
        Segment latest = segments.firstEntry().getValue();
        for (Segment segment : segments.values()) {
            if (segment.maxTimestamp() > latest.maxTimestamp()) {
                latest = segment;
            }
        }
        if (latest.maxTimestamp() == RecordBatch.NO_TIMESTAMP) {
            return Optional.empty();
        }
        RecordBatch batch = latest.batchOfMaxTimestamp();
        return batch.offsetOfMaxTimestamp(Integer.MAX_VALUE)
                .map(offset -> new TimedOffset(batch.maxTimestamp(), offset, batch.partitionLeaderEpoch()));
    }
}
