/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one log in chunks, grouped into {@link Span}s, which are Kafka's segments. Chunks begin small, because
 * most logs of tests stay small, and each is twice as large as the one before, up to a size that collectors move like
 * any other object: a log grows without being copied. Neither is ever empty. Confined to the broker's loop.
 */
final class Segments {
    private static final int FIRST_CHUNK_BYTES = 4096;
    private static final int LARGEST_CHUNK_BYTES = 256 * 1024;
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
        chunks.put(baseOffset, new Segment(baseOffset, FIRST_CHUNK_BYTES));
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
        if (!chunk.takes(records.sizeInBytes())) {
            chunk = after(chunk, baseOffset);
            chunks.put(baseOffset, chunk);
        }
        chunk.append(records);
    }

    private static Segment after(Segment chunk, long baseOffset) {
        return new Segment(baseOffset, Math.min(LARGEST_CHUNK_BYTES, chunk.capacityBytes() * 2));
    }

    /**
     * Read whole batches below {@code upperBound} from the one that holds {@code offset} on, out of one of Kafka's
     * segments. Copies only what lies in several chunks.
     */
    MemoryRecords read(long offset, long upperBound, int maxBytes, boolean atLeastOne) {
        Segment first = holding(offset);
        if (first == null) {
            return MemoryRecords.EMPTY;
        }
        int from = first.batchesBelow(offset);
        int to = first.batchesWithin(from, upperBound, maxBytes, atLeastOne);
        MemoryRecords start = first.slice(from, to);
        if (to < first.batches() || start.sizeInBytes() >= maxBytes) {
            return start;
        }
        List<MemoryRecords> parts = new ArrayList<>();
        parts.add(start);
        int length = start.sizeInBytes();
        for (Segment chunk : following(first)) {
            int end = chunk.batchesWithin(0, upperBound, maxBytes - length, false);
            parts.add(chunk.slice(0, end));
            length += chunk.startOf(end);
            if (end < chunk.batches()) {
                break;
            }
        }
        return length == start.sizeInBytes() ? start : joined(parts, length);
    }

    /** The chunk in which the first batch is that does not end before {@code offset}; null if there is no such batch. */
    private @Nullable Segment holding(long offset) {
        Map.Entry<Long, Segment> entry = chunks.floorEntry(offset);
        entry = entry == null ? chunks.firstEntry() : entry;
        while (entry != null
                && entry.getValue().batchesBelow(offset) == entry.getValue().batches()) {
            entry = chunks.higherEntry(entry.getKey());
        }
        return entry == null ? null : entry.getValue();
    }

    /** The chunks behind this one in the same span. */
    private Iterable<Segment> following(Segment chunk) {
        Long nextSpan = spans.higherKey(chunk.baseOffset());
        return (nextSpan == null
                        ? chunks.tailMap(chunk.baseOffset(), false)
                        : chunks.subMap(chunk.baseOffset(), false, nextSpan, false))
                .values();
    }

    private static MemoryRecords joined(List<MemoryRecords> parts, int length) {
        ByteBuffer all = ByteBuffer.allocate(length);
        parts.forEach(part -> all.put(part.buffer().duplicate()));
        return MemoryRecords.readableRecords(all.flip());
    }

    /**
     * The first offset that Kafka's sparse index would name after this one, in the same of Kafka's segments; else where
     * the next one begins.
     */
    long indexedAfter(long offset) {
        Long nextSpan = spans.higherKey(offset);
        long end = nextSpan == null ? Long.MAX_VALUE : nextSpan;
        Map.Entry<Long, Segment> first = chunks.floorEntry(offset);
        if (first == null) {
            return end;
        }
        int distance = INDEX_INTERVAL_BYTES;
        int from = first.getValue().endOf(offset);
        for (Segment chunk : chunks.subMap(first.getKey(), true, end, false).values()) {
            OptionalLong found = chunk.batchFrom(from + distance);
            if (found.isPresent()) {
                return found.getAsLong();
            }
            distance -= chunk.sizeInBytes() - from;
            from = 0;
        }
        return end;
    }

    /** How many bytes lie between two offsets; {@link Integer#MAX_VALUE} if they are in different segments of Kafka's. */
    int bytesBetween(long offset, long upperBound) {
        Long from = chunks.floorKey(offset);
        Long to = chunks.lowerKey(upperBound);
        if (from == null || to == null || !spanOf(offset).equals(spanOf(to))) {
            return offset < upperBound ? Integer.MAX_VALUE : 0;
        }
        long bytes = -startOf(from, offset);
        for (Segment chunk : chunks.subMap(from, true, to, false).values()) {
            bytes += chunk.sizeInBytes();
        }
        return (int) Math.max(0, bytes + startOf(to, upperBound));
    }

    private Long spanOf(long offset) {
        Long base = spans.floorKey(offset);
        return base == null ? spans.firstKey() : base;
    }

    private int startOf(Long key, long offset) {
        Segment chunk = chunks.get(key);
        return chunk == null ? 0 : chunk.startOf(chunk.batchesBelow(offset));
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
            chunks.put(last.getKey(), new Segment(last.getKey(), FIRST_CHUNK_BYTES));
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
        Segment chunk = new Segment(with.baseOffset(), FIRST_CHUNK_BYTES);
        chunks.put(with.baseOffset(), chunk);
        for (MemoryRecords records : content) {
            for (RecordBatch batch : records.batches()) {
                with.onAppend(batch.maxTimestamp(), with.lastModifiedMs());
            }
            if (!chunk.takes(records.sizeInBytes())) {
                long base = records.batches().iterator().next().baseOffset();
                chunk = after(chunk, base);
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
