/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * A stretch of a log on the heap, with an index entry for every batch: its last offset, where it ends,
 * and the largest timestamp up to it. All lookups are binary searches.
 *
 * <p>Bytes once written are never overwritten: a truncated segment is sealed and the log goes on in a
 * new one. So what {@link #slice} gave out stays true without a copy. Confined to the broker's loop.
 */
final class Segment {
    private static final int FIRST_BATCHES = 16;

    private final long baseOffset;
    private final int capacityBytes;
    private byte[] bytes = new byte[0];
    private long[] lastOffsets = new long[0];
    private int[] ends = new int[0];
    private long[] maxTimestamps = new long[0];
    private int batches;
    private boolean sealed;

    /**
     * An empty one.
     *
     * @param capacityBytes how much it takes; a first append may be larger
     */
    Segment(long baseOffset, int capacityBytes) {
        this.baseOffset = baseOffset;
        this.capacityBytes = capacityBytes;
    }

    int capacityBytes() {
        return capacityBytes;
    }

    /** Whether so many bytes may be appended. */
    boolean takes(int length) {
        return !sealed && (batches == 0 || (long) sizeInBytes() + length <= bytes.length);
    }

    long baseOffset() {
        return baseOffset;
    }

    boolean isEmpty() {
        return batches == 0;
    }

    int sizeInBytes() {
        return batches == 0 ? 0 : ends[batches - 1];
    }

    long lastOffset() {
        return lastOffsets[batches - 1];
    }

    long maxTimestamp() {
        return batches == 0 ? RecordBatch.NO_TIMESTAMP : maxTimestamps[batches - 1];
    }

    /** Append whole batches, which it {@link #takes}. */
    void append(MemoryRecords records) {
        int start = sizeInBytes();
        ByteBuffer source = records.buffer().duplicate();
        int length = source.remaining();
        if (start == 0) {
            bytes = new byte[Math.max(length, capacityBytes)];
        }
        source.get(bytes, start, length);
        int end = start;
        for (RecordBatch batch : records.batches()) {
            end += batch.sizeInBytes();
            index(batch, end);
        }
    }

    private void index(RecordBatch batch, int end) {
        if (batches == lastOffsets.length) {
            int capacity = Math.max(FIRST_BATCHES, grown(batches));
            lastOffsets = Arrays.copyOf(lastOffsets, capacity);
            ends = Arrays.copyOf(ends, capacity);
            maxTimestamps = Arrays.copyOf(maxTimestamps, capacity);
        }
        lastOffsets[batches] = batch.lastOffset();
        ends[batches] = end;
        maxTimestamps[batches] = Math.max(maxTimestamp(), batch.maxTimestamp());
        batches++;
    }

    private static int grown(int length) {
        return (int) Math.min(Integer.MAX_VALUE - 8, length * 2L);
    }

    /** How many batches end before {@code offset}; also the index of the batch that holds it. */
    int batchesBelow(long offset) {
        int found = Arrays.binarySearch(lastOffsets, 0, batches, offset);
        return found >= 0 ? found : -found - 1;
    }

    /** Where the batch that holds {@code offset} ends; where this ends if none does. */
    int endOf(long offset) {
        int batch = batchesBelow(offset);
        return batch < batches ? ends[batch] : sizeInBytes();
    }

    /** The offset at which the first batch begins that starts at {@code position} or behind it; empty if none does. */
    OptionalLong batchFrom(int position) {
        if (position <= 0) {
            return batches == 0 ? OptionalLong.empty() : OptionalLong.of(baseOffset);
        }
        int found = Arrays.binarySearch(ends, 0, batches, position);
        int batch = (found >= 0 ? found : -found - 1) + 1;
        return batch < batches ? OptionalLong.of(lastOffsets[batch - 1] + 1) : OptionalLong.empty();
    }

    /** How many batches there are. */
    int batches() {
        return batches;
    }

    /** Where the batch with this index starts. */
    int startOf(int batch) {
        return batch == 0 ? 0 : ends[batch - 1];
    }

    /**
     * How far a read of whole batches goes.
     *
     * @param from index of the first batch
     * @param upperBound the offset below which batches have to end
     * @param maxBytes how much to read
     * @param atLeastOne whether the first batch may exceed {@code maxBytes}
     * @return index after the last batch
     */
    int batchesWithin(int from, long upperBound, int maxBytes, boolean atLeastOne) {
        int to = batchesBelow(upperBound);
        if (from >= to) {
            return from;
        }
        long limit = (long) startOf(from) + Math.max(0, maxBytes);
        if (ends[to - 1] <= limit) {
            return to;
        }
        int found = Arrays.binarySearch(ends, from, to, (int) limit);
        int last = found >= 0 ? found + 1 : -found - 1;
        return last == from && atLeastOne ? from + 1 : last;
    }

    /** The batches from one index to before another one. */
    MemoryRecords slice(int from, int to) {
        return from >= to ? MemoryRecords.EMPTY : bytes(startOf(from), ends[to - 1]);
    }

    /** All batches from this index on. */
    MemoryRecords from(int batch) {
        return slice(batch, batches);
    }

    private MemoryRecords bytes(int start, int end) {
        return MemoryRecords.readableRecords(
                ByteBuffer.wrap(bytes, start, end - start).slice());
    }

    /** Drop the batch that holds {@code offset} and everything after it, and take no more appends. */
    void truncate(long offset) {
        batches = batchesBelow(offset);
        sealed = true;
    }

    /**
     * What is left when the bytes from {@code kept} on never reached the disk, by reading it as Kafka's
     * recovery does up to the first batch that is not whole or not valid.
     *
     * @param zeroed whether the lost bytes read as zeros rather than being cut off
     */
    Segment torn(int kept, boolean zeroed) {
        byte[] image = Arrays.copyOf(Arrays.copyOf(bytes, kept), zeroed ? sizeInBytes() : kept);
        Segment recovered = new Segment(baseOffset, capacityBytes);
        int valid = 0;
        try {
            for (RecordBatch batch :
                    MemoryRecords.readableRecords(ByteBuffer.wrap(image)).batches()) {
                if (!batch.isValid()) {
                    break;
                }
                valid += batch.sizeInBytes();
            }
        } catch (CorruptRecordException tornHeader) {
            // Ends the valid part as well.
        }
        if (valid > 0) {
            recovered.append(MemoryRecords.readableRecords(ByteBuffer.wrap(image, 0, valid)));
        }
        return recovered;
    }

    /** The first record at or after {@code startOffset} that is not older than {@code timestamp}. */
    Optional<TimedOffset> firstNotBefore(long timestamp, long startOffset) {
        int first = firstBatchReaching(timestamp);
        for (RecordBatch batch : from(first).batches()) {
            if (batch.maxTimestamp() < timestamp) {
                continue;
            }
            for (Record record : batch) {
                if (record.timestamp() >= timestamp && record.offset() >= startOffset) {
                    return Optional.of(
                            new TimedOffset(record.timestamp(), record.offset(), batch.partitionLeaderEpoch()));
                }
            }
        }
        return Optional.empty();
    }

    /** The first batch that has the largest timestamp of this segment. */
    RecordBatch batchOfMaxTimestamp() {
        return from(firstBatchReaching(maxTimestamp())).batchIterator().next();
    }

    private int firstBatchReaching(long timestamp) {
        int low = 0;
        int high = batches;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (maxTimestamps[middle] < timestamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
