/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * The bytes of one log in chunks of at most 4 MiB, so that the heap grows in small steps, grouped into
 * {@link Span}s, which are Kafka's segments. Neither is ever empty. Confined to the broker's loop.
 */
final class Segments {
    static final int CHUNK_BYTES = 4 << 20;
    /** Kafka's default for {@code index.interval.bytes}. */
    private static final int INDEX_INTERVAL_BYTES = 4096;

    private final TreeMap<Long, Segment> chunks = new TreeMap<>();
    private final TreeMap<Long, Span> spans = new TreeMap<>();
    private long activeBytes;

    Segments() {
        startAt(0, 0);
    }

    /** Drop everything; the next record gets {@code offset}. */
    void startAt(long offset, long nowMs) {
        chunks.clear();
        spans.clear();
        roll(offset, nowMs);
    }

    /** Go on in a new segment. */
    void roll(long baseOffset, long nowMs) {
        chunks.put(baseOffset, new Segment(baseOffset));
        spans.put(baseOffset, new Span(baseOffset, nowMs));
        activeBytes = 0;
    }

    /** Append whole batches, rolling first if the active segment is full or old; returns whether it was. */
    boolean append(MemoryRecords records, long baseOffset, LogConfig config, long nowMs) {
        long first = RecordBatch.NO_TIMESTAMP;
        long largest = RecordBatch.NO_TIMESTAMP;
        for (RecordBatch batch : records.batches()) {
            first = first == RecordBatch.NO_TIMESTAMP ? batch.maxTimestamp() : first;
            largest = Math.max(largest, batch.maxTimestamp());
        }
        Span active = active();
        boolean full = activeBytes + records.sizeInBytes() > config.segmentSize();
        boolean old = activeBytes > 0 && active.ageMs(largest, nowMs) > config.maxSegmentMs();
        boolean rolled = activeBytes > 0 && (full || old);
        if (rolled) {
            roll(baseOffset, nowMs);
        }
        write(records, baseOffset);
        active().onAppend(first, nowMs);
        activeBytes += records.sizeInBytes();
        return rolled;
    }

    private void write(MemoryRecords records, long baseOffset) {
        Segment chunk = chunks.lastEntry().getValue();
        boolean full = (long) chunk.sizeInBytes() + records.sizeInBytes() > CHUNK_BYTES;
        if (chunk.isSealed() || (full && !chunk.isEmpty())) {
            chunk = new Segment(baseOffset);
            chunks.put(baseOffset, chunk);
        }
        chunk.append(records);
    }

    /** Read whole batches below {@code upperBound} from the one that holds {@code offset} on, out of one chunk. */
    MemoryRecords read(long offset, long upperBound, int maxBytes, boolean atLeastOne) {
        Map.Entry<Long, Segment> entry = chunks.floorEntry(offset);
        entry = entry == null ? chunks.firstEntry() : entry;
        while (entry != null) {
            Segment chunk = entry.getValue();
            int from = chunk.batchesBelow(offset);
            if (from < chunk.batches()) {
                return chunk.read(from, chunk.batchesBelow(upperBound), maxBytes, atLeastOne);
            }
            entry = chunks.higherEntry(entry.getKey());
        }
        return MemoryRecords.EMPTY;
    }

    /**
     * The first offset that Kafka's sparse index would name after this one; from there on nothing is looked
     * for. At most one chunk is looked at.
     */
    long indexedAfter(long offset) {
        Map.Entry<Long, Segment> chunk = chunks.floorEntry(offset);
        Long next = chunk == null ? null : chunks.higherKey(chunk.getKey());
        long end = next == null ? Long.MAX_VALUE : next;
        return chunk == null
                ? end
                : chunk.getValue().offsetAfter(offset, INDEX_INTERVAL_BYTES).orElse(end);
    }

    /** How many bytes lie between two offsets; {@link Integer#MAX_VALUE} if they are in different chunks. */
    int bytesBetween(long offset, long upperBound) {
        Map.Entry<Long, Segment> from = chunks.floorEntry(offset);
        Map.Entry<Long, Segment> to = chunks.lowerEntry(upperBound);
        if (from == null || to == null || !from.getKey().equals(to.getKey())) {
            return offset < upperBound ? Integer.MAX_VALUE : 0;
        }
        Segment chunk = from.getValue();
        return Math.max(0, chunk.startOf(chunk.batchesBelow(upperBound)) - chunk.startOf(chunk.batchesBelow(offset)));
    }

    /** Drop the batch that holds {@code offset} and everything after it. */
    void truncateTo(long offset, long nowMs) {
        chunks.tailMap(offset, true).clear();
        spans.tailMap(offset, true).clear();
        Map.Entry<Long, Segment> last = chunks.lastEntry();
        if (last == null) {
            startAt(offset, nowMs);
            return;
        }
        last.getValue().truncate(offset);
        if (last.getValue().isEmpty()) {
            chunks.put(last.getKey(), new Segment(last.getKey()));
        }
        activeBytes = sizeOf(active());
    }

    /** Drop whole segments before the one that starts at {@code baseOffset}. */
    void dropBefore(long baseOffset) {
        chunks.headMap(baseOffset).clear();
        spans.headMap(baseOffset).clear();
    }

    /** Put a compacted segment in the place of the segments from its base offset up to {@code upTo}. */
    void replace(Span with, List<MemoryRecords> content, long upTo) {
        chunks.subMap(with.baseOffset(), upTo).clear();
        spans.subMap(with.baseOffset(), upTo).clear();
        spans.put(with.baseOffset(), with);
        Segment chunk = new Segment(with.baseOffset());
        chunks.put(with.baseOffset(), chunk);
        for (MemoryRecords records : content) {
            for (RecordBatch batch : records.batches()) {
                with.onAppend(batch.maxTimestamp(), with.lastModifiedMs());
            }
            if (!chunk.isEmpty() && (long) chunk.sizeInBytes() + records.sizeInBytes() > CHUNK_BYTES) {
                long base = records.batches().iterator().next().baseOffset();
                chunk = new Segment(base);
                chunks.put(base, chunk);
            }
            chunk.append(records);
        }
    }

    /**
     * Lose what a power loss takes of the bytes from {@code durableOffset} on, and recover as Kafka does:
     * the first batch that is not whole and valid, and all after it, go.
     *
     * @return the log end offset afterwards
     */
    long losePower(long durableOffset, PowerCut cut) {
        Long firstDirty = chunks.floorKey(durableOffset);
        List<Segment> dirty = new ArrayList<>(chunks.tailMap(firstDirty == null ? durableOffset : firstDirty, true)
                .values());
        long unflushed = 0;
        for (Segment chunk : dirty) {
            unflushed += chunk.sizeInBytes() - chunk.startOf(chunk.batchesBelow(durableOffset));
        }
        long kept = cut.keptOf(unflushed);
        for (Segment chunk : dirty) {
            int safe = chunk.startOf(chunk.batchesBelow(durableOffset));
            int mine = chunk.sizeInBytes() - safe;
            if (kept < mine) {
                chunks.put(chunk.baseOffset(), chunk.torn(safe + (int) kept, cut.zeroed()));
                chunks.tailMap(chunk.baseOffset(), false).clear();
                break;
            }
            kept -= mine;
        }
        spans.tailMap(chunks.lastKey(), false).clear();
        activeBytes = sizeOf(active());
        Segment last = chunks.lastEntry().getValue();
        return last.isEmpty() ? last.baseOffset() : last.lastOffset() + 1;
    }

    /** Kafka's segments, the active one last. */
    List<Span> spans() {
        return List.copyOf(spans.values());
    }

    Span active() {
        return spans.lastEntry().getValue();
    }

    long sizeOf(Span span) {
        return size(chunksOf(span));
    }

    /** The largest timestamp of a segment's records, or when it was written last if they have none. */
    long largestTimestamp(Span span) {
        long largest = RecordBatch.NO_TIMESTAMP;
        for (Segment chunk : chunksOf(span)) {
            largest = Math.max(largest, chunk.maxTimestamp());
        }
        return largest >= 0 ? largest : span.lastModifiedMs();
    }

    /** What lies in a segment, chunk by chunk. */
    List<MemoryRecords> contentOf(Span span) {
        return chunksOf(span).stream().map(chunk -> chunk.from(0)).toList();
    }

    private List<Segment> chunksOf(Span span) {
        Long next = spans.higherKey(span.baseOffset());
        return List.copyOf((next == null
                        ? chunks.tailMap(span.baseOffset(), true)
                        : chunks.subMap(span.baseOffset(), true, next, false))
                .values());
    }

    long firstOffset() {
        return chunks.firstKey();
    }

    long sizeInBytes() {
        return size(chunks.values());
    }

    private static long size(Iterable<Segment> chunks) {
        long size = 0;
        for (Segment chunk : chunks) {
            size += chunk.sizeInBytes();
        }
        return size;
    }

    /** All batches from the one that holds {@code offset} on, chunk by chunk. */
    List<MemoryRecords> from(long offset) {
        List<MemoryRecords> all = new ArrayList<>();
        Long first = chunks.floorKey(offset);
        for (Segment chunk :
                chunks.tailMap(first == null ? offset : first, true).values()) {
            all.add(chunk.from(chunk.batchesBelow(offset)));
        }
        return all;
    }

    Optional<TimedOffset> firstNotBefore(long timestamp, long startOffset) {
        for (Segment chunk : chunks.values()) {
            if (chunk.maxTimestamp() >= timestamp) {
                Optional<TimedOffset> found = chunk.firstNotBefore(timestamp, startOffset);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    Optional<TimedOffset> maxTimestamp() {
        Segment latest = chunks.firstEntry().getValue();
        for (Segment chunk : chunks.values()) {
            if (chunk.maxTimestamp() > latest.maxTimestamp()) {
                latest = chunk;
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
