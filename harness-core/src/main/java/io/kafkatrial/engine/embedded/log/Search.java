/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Finds places in a {@link PartitionLog}: offsets by their timestamps, how much there is to read, and the aborted
 * transactions in what was read. Looks, and changes nothing. Confined to the loop of the log.
 */
public final class Search {
    private final PartitionLog log;
    private final Segments segments;
    private final AbortedIndex aborted;

    Search(PartitionLog log, Segments segments, AbortedIndex aborted) {
        this.log = log;
        this.segments = segments;
        this.aborted = aborted;
    }

    /**
     * The aborted transactions a read_committed reader has to know of.
     *
     * @param offset where it read from
     * @param read what it got
     * @return by the offset of their markers; some later ones with them, as Kafka's sparse index gives
     */
    public List<AbortedTransaction> abortedTransactions(long offset, MemoryRecords read) {
        return read.sizeInBytes() == 0 || aborted.isEmptyFrom(offset)
                ? List.of()
                : aborted.overlapping(
                        offset,
                        segments.indexedAfter(read.lastBatch().orElseThrow().lastOffset()));
    }

    /** How many bytes a read between these offsets could give; a lot if they are in different segments. */
    public int readableBytes(long offset, long upperBound) {
        return offset >= upperBound ? 0 : segments.bytesBetween(offset, upperBound);
    }

    /** The first record that is not older than {@code timestamp}. */
    public Optional<TimedOffset> firstNotBefore(long timestamp) {
        return segments.firstNotBefore(timestamp, log.startOffset());
    }

    /** The first record with the largest timestamp. */
    public Optional<TimedOffset> maxTimestamp() {
        return segments.maxTimestamp();
    }

    /** The start of the log, with its epoch if that is known. */
    public TimedOffset earliest() {
        LeaderEpochs.EpochOffset first = log.epochs().earliest();
        boolean known = !first.isUndefined() && first.offset() <= log.startOffset();
        return new TimedOffset(RecordBatch.NO_TIMESTAMP, log.startOffset(), known ? first.epoch() : -1);
    }
}
