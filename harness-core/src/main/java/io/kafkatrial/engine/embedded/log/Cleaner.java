/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.AbortedTxn;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.storage.internals.log.CleanedTransactionMetadata;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * Compacts one log as Kafka's log cleaner does: of each key the last value below the first uncleanable
 * offset stays, at its offset; tombstones and transaction markers stay for {@code delete.retention.ms}
 * after the first cleaning that met them (KIP-534). The active segment and what is younger than
 * {@code min.compaction.lag.ms} is never touched. Every pass rewrites all cleanable segments, without a
 * bound on memory. Confined to the broker's loop; how far it came is kept on disk.
 */
final class Cleaner {
    private final Segments segments;
    private final AbortedIndex aborted;
    private long firstDirty;

    Cleaner(Segments segments, AbortedIndex aborted) {
        this.segments = segments;
        this.aborted = aborted;
    }

    /** A stretch that may be cleaned: from the first dirty offset up to the first uncleanable one. */
    private record Stretch(long firstDirty, long upTo) {}

    void truncate(long logEndOffset) {
        firstDirty = Math.min(firstDirty, logEndOffset);
    }

    /** Clean if there is enough to clean; returns whether it did. */
    boolean clean(LogConfig config, long logStart, long lastStable, ProducerStates producers, long nowMs) {
        Stretch stretch = stretch(config, logStart, lastStable, nowMs);
        if (stretch.firstDirty() >= stretch.upTo() || !isDirtyEnough(stretch, config, nowMs)) {
            return false;
        }
        Map<ByteBuffer, Long> latest = latestOffsets(stretch);
        Filter filter = new Filter(nowMs, config.deleteRetentionMs, latest, stretch.upTo(), producers);
        filter.transactions.addAbortedTransactions(aborted());
        for (List<Span> group : groups(stretch.upTo(), config)) {
            rewrite(group, filter, config, stretch.upTo());
        }
        aborted.retain(stretch.upTo(), filter.abortsWithRecords);
        firstDirty = stretch.upTo();
        return true;
    }

    private Stretch stretch(LogConfig config, long logStart, long lastStable, long nowMs) {
        long from = Math.max(firstDirty, logStart);
        long upTo = segments.active().baseOffset();
        Span before = null;
        for (Span span : segments.spans()) {
            boolean young = config.compactionLagMs > 0
                    && segments.largestTimestamp(span) > nowMs - config.compactionLagMs
                    && span.baseOffset() >= from;
            if (before != null && span.baseOffset() > lastStable) {
                upTo = Math.min(upTo, before.baseOffset());
            }
            if (young) {
                upTo = Math.min(upTo, span.baseOffset());
            }
            before = span;
        }
        return new Stretch(from, upTo);
    }

    private boolean isDirtyEnough(Stretch stretch, LogConfig config, long nowMs) {
        long clean = 0;
        long dirty = 0;
        long oldest = Long.MAX_VALUE;
        for (Span span : segments.spans()) {
            if (span.baseOffset() >= stretch.upTo()) {
                break;
            }
            if (span.baseOffset() >= stretch.firstDirty()) {
                dirty += segments.sizeOf(span);
                oldest = Math.min(oldest, span.startedAtMs());
            } else {
                clean += segments.sizeOf(span);
            }
        }
        boolean overdue = oldest != Long.MAX_VALUE && nowMs - oldest > config.maxCompactionLagMs;
        return dirty > 0 && (overdue || dirty > config.minCleanableRatio * (clean + dirty));
    }

    private Map<ByteBuffer, Long> latestOffsets(Stretch stretch) {
        CleanedTransactionMetadata transactions = new CleanedTransactionMetadata();
        transactions.addAbortedTransactions(aborted());
        Map<ByteBuffer, Long> latest = new HashMap<>();
        for (MemoryRecords records : segments.from(stretch.firstDirty())) {
            for (RecordBatch batch : records.batches()) {
                if (batch.baseOffset() >= stretch.upTo()) {
                    return latest;
                }
                boolean discarded = batch.isControlBatch()
                        ? transactions.onControlBatchRead(batch)
                        : transactions.onBatchRead(batch);
                if (!discarded && !batch.isControlBatch()) {
                    note(batch, stretch.firstDirty(), latest);
                }
            }
        }
        return latest;
    }

    private static void note(RecordBatch batch, long from, Map<ByteBuffer, Long> latest) {
        for (Record record : batch) {
            if (record.hasKey() && record.offset() >= from) {
                latest.put(record.key(), record.offset());
            }
        }
    }

    /** The aborted transactions of the log, in the words of Kafka's cleaner. */
    private List<AbortedTxn> aborted() {
        return aborted.all().stream()
                .map(one -> new AbortedTxn()
                        .setProducerId(one.producerId())
                        .setFirstOffset(one.firstOffset())
                        .setLastOffset(one.lastOffset())
                        .setLastStableOffset(one.lastStableOffset()))
                .toList();
    }

    /** Neighbours that fit into one segment together. */
    private List<List<Span>> groups(long upTo, LogConfig config) {
        List<List<Span>> groups = new ArrayList<>();
        long size = 0;
        for (Span span : segments.spans()) {
            if (span.baseOffset() >= upTo) {
                break;
            }
            long more = segments.sizeOf(span);
            if (groups.isEmpty() || size + more > config.segmentSize()) {
                groups.add(new ArrayList<>());
                size = 0;
            }
            groups.get(groups.size() - 1).add(span);
            size += more;
        }
        return groups;
    }

    private void rewrite(List<Span> group, Filter filter, LogConfig config, long upTo) {
        List<MemoryRecords> kept = new ArrayList<>();
        for (Span span : group) {
            for (MemoryRecords records : segments.contentOf(span)) {
                ByteBuffer target = ByteBuffer.allocate(records.sizeInBytes());
                var result = records.filterTo(
                        filter, target, BufferSupplier.NO_CACHING, config.maxDecompressedMessageBytes());
                ByteBuffer output = result.outputBuffer();
                if (output.position() > 0) {
                    kept.add(MemoryRecords.readableRecords(output.flip()));
                }
            }
        }
        Span last = group.get(group.size() - 1);
        Span cleaned = new Span(group.get(0).baseOffset(), last.lastModifiedMs());
        segments.replace(cleaned, kept, endOf(last, upTo));
    }

    private long endOf(Span last, long upTo) {
        for (Span span : segments.spans()) {
            if (span.baseOffset() > last.baseOffset()) {
                return span.baseOffset();
            }
        }
        return upTo;
    }

    /** Decides about batches and records, in the order of the log. */
    private static final class Filter extends MemoryRecords.RecordFilter {
        private final CleanedTransactionMetadata transactions = new CleanedTransactionMetadata();
        private final Map<ByteBuffer, Long> latest;
        private final long upTo;
        private final ProducerStates producers;
        /** Offsets of abort markers of which records were still met: only these are needed by readers. */
        private final Set<Long> abortsWithRecords = new HashSet<>();

        private boolean discard;

        Filter(long nowMs, long deleteRetentionMs, Map<ByteBuffer, Long> latest, long upTo, ProducerStates producers) {
            super(nowMs, deleteRetentionMs);
            this.latest = latest;
            this.upTo = upTo;
            this.producers = producers;
        }

        @Override
        protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
            boolean empty =
                    batch.isControlBatch() ? transactions.onControlBatchRead(batch) : transactions.onBatchRead(batch);
            if (batch.isControlBatch() && !empty) {
                abortsWithRecords.add(batch.lastOffset());
            }
            discard = empty && (!batch.isControlBatch() || isPastHorizon(batch));
            boolean needed = producers.isLastOfProducer(batch) || batch.nextOffset() == upTo;
            BatchRetention retention = needed
                    ? BatchRetention.RETAIN_EMPTY
                    : discard ? BatchRetention.DELETE : BatchRetention.DELETE_EMPTY;
            return new BatchRetentionResult(retention, empty && batch.isControlBatch());
        }

        private boolean isPastHorizon(RecordBatch batch) {
            return batch.deleteHorizonMs().isPresent()
                    && batch.deleteHorizonMs().getAsLong() <= currentTime;
        }

        @Override
        protected boolean shouldRetainRecord(RecordBatch batch, Record record) {
            if (discard) {
                return false;
            }
            if (batch.isControlBatch()) {
                return true;
            }
            if (!record.hasKey()) {
                return false;
            }
            boolean isLatest = record.offset() >= latest.getOrDefault(record.key(), -1L);
            return isLatest && (record.hasValue() || !isPastHorizon(batch));
        }
    }
}
