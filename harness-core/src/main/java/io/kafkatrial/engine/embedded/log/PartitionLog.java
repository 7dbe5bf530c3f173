/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.BatchMetadata;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;

/**
 * The log of one replica, in memory: the behaviour of Kafka's UnifiedLog without tiered storage.
 * Appending is O(1), finding an offset O(log n), reading costs what is read. Confined to the loop of
 * the broker whose {@link Disk} it lies on.
 *
 * <p>A crash of the broker's process loses nothing of it; a power loss takes what was appended behind
 * {@link #durableOffset()}.
 */
public final class PartitionLog {
    private final TopicIdPartition partition;
    private final StepTime time = new StepTime();
    private final Segments segments = new Segments();
    private final LeaderEpochs epochs = new LeaderEpochs();
    private final Device device;
    private final DurableMark durable = new DurableMark();
    private final AbortedIndex aborted = new AbortedIndex();
    private final Cleaner cleaner = new Cleaner(segments, aborted);
    private final ProducerStates producers;
    private final Validation validation;
    private final Search search = new Search(this, segments, aborted);
    private LogConfig config;
    private long logStartOffset;
    private long logEndOffset;
    private long highWatermark;

    PartitionLog(TopicIdPartition partition, LogConfig config, Device device, ProducerStateManagerConfig producerIds) {
        this.partition = partition;
        this.config = config;
        this.device = device;
        this.producers = new ProducerStates(partition.topicPartition(), time, producerIds, aborted, device.bug());
        this.validation = new Validation(partition.topicPartition(), time);
    }

    public TopicIdPartition partition() {
        return partition;
    }

    /** Whether this replica makes the given mistake; never outside of tests. */
    public boolean has(Bug mistake) {
        return device.bug() == mistake;
    }

    public LogConfig config() {
        return config;
    }

    /** Obey other topic settings from now on. */
    public void configure(LogConfig newConfig) {
        config = newConfig;
    }

    /** The first offset that can be read. */
    public long startOffset() {
        return logStartOffset;
    }

    /** The offset the next record gets. */
    public long endOffset() {
        return logEndOffset;
    }

    /** Up to where the log is forced to disk and survives even a power loss. */
    public long durableOffset() {
        return durable.offset();
    }

    public long highWatermark() {
        return highWatermark;
    }

    /** The end of what read_committed consumers may see: the high watermark, or the first open transaction. */
    public long lastStableOffset() {
        OptionalLong unstable = producers.firstUnstableOffset();
        return unstable.isPresent() && !has(Bug.OPEN_TRANSACTIONS_STABLE)
                ? Math.min(highWatermark, Math.max(unstable.getAsLong(), logStartOffset))
                : highWatermark;
    }

    /** What is known of its producers. */
    public ProducerStates producers() {
        return producers;
    }

    /** Finds offsets and aborted transactions in it. */
    public Search search() {
        return search;
    }

    public LeaderEpochs epochs() {
        return epochs;
    }

    public long sizeInBytes() {
        return segments.sizeInBytes();
    }

    /** Note that this replica leads from its log end on in {@code epoch}, though nothing is appended yet. */
    public void startEpoch(int epoch) {
        epochs.assign(epoch, logEndOffset);
    }

    /** The end of {@code epoch} in this log, or of the largest epoch below it. */
    public LeaderEpochs.EpochOffset endOfEpoch(int epoch) {
        return epochs.endOf(epoch, logEndOffset);
    }

    /**
     * Validate and append as leader. The records are changed in place.
     *
     * @throws org.apache.kafka.common.errors.ApiException if nothing was appended: RecordTooLargeException,
     *     CorruptRecordException, OutOfOrderSequenceException, … exactly as Kafka's
     * @throws org.apache.kafka.storage.internals.log.RecordValidationException if single records are at fault
     */
    public Appended appendAsLeader(MemoryRecords records, int leaderEpoch, Writer writer, long nowMs) {
        time.set(nowMs);
        device.checkWrite(partition);
        Validation.Valid valid = validation.forLeader(records, writer.origin(), config, logEndOffset, leaderEpoch);
        if (valid.records().sizeInBytes() == 0) {
            return Appended.NOTHING;
        }
        long firstOffset = logEndOffset;
        Optional<BatchMetadata> duplicate = append(valid.records(), writer);
        if (duplicate.isPresent()) {
            BatchMetadata original = duplicate.get();
            return new Appended(original.firstOffset(), original.lastOffset(), original.timestamp(), true);
        }
        return new Appended(firstOffset, valid.lastOffset(), valid.logAppendTimeMs(), false);
    }

    /**
     * Append what the leader sent, verbatim.
     *
     * @param leaderEpoch the epoch this replica follows in; later batches are left out
     * @throws org.apache.kafka.common.errors.CorruptRecordException if a checksum or the order is wrong
     * @throws IllegalStateException if the records lie before the log end
     */
    public Appended appendAsFollower(MemoryRecords records, int leaderEpoch, long nowMs) {
        time.set(nowMs);
        device.checkWrite(partition);
        MemoryRecords valid = validation.forFollower(records, leaderEpoch);
        if (valid.sizeInBytes() == 0) {
            return Appended.NOTHING;
        }
        long firstOffset = valid.batches().iterator().next().baseOffset();
        if (firstOffset < logEndOffset) {
            if (logEndOffset != logStartOffset) {
                throw new IllegalStateException("append to " + partition + " at offset " + firstOffset
                        + ", but the log ends at " + logEndOffset);
            }
            truncateFullyAndStartAt(firstOffset);
        }
        append(valid, Writer.LEADER);
        return new Appended(firstOffset, logEndOffset - 1, RecordBatch.NO_TIMESTAMP, false);
    }

    private Optional<BatchMetadata> append(MemoryRecords records, Writer writer) {
        long lastOffset = logEndOffset - 1;
        for (MutableRecordBatch batch : records.batches()) {
            epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
            lastOffset = batch.lastOffset();
        }
        boolean trusting = has(Bug.DUPLICATE_APPENDED);
        ProducerStates.Prepared prepared = producers.prepare(records, trusting ? Writer.LEADER : writer);
        if (prepared.duplicate().isPresent()) {
            return prepared.duplicate();
        }
        long firstOffset = records.batches().iterator().next().baseOffset();
        if (segments.append(records, firstOffset, config, time.milliseconds())) {
            durable.flush(firstOffset, time.milliseconds());
        }
        logEndOffset = lastOffset + 1;
        if (!writer.equals(Writer.LEADER) || !has(Bug.PRODUCERS_UNKNOWN_TO_FOLLOWERS)) {
            producers.commit(prepared, logEndOffset);
        }
        durable.onAppend(config, logEndOffset, time.milliseconds());
        return Optional.empty();
    }

    /**
     * Read whole batches.
     *
     * @param offset where to start; the batch that holds it is included
     * @param upperBound batches must end below it: the high watermark, the last stable offset or the log end
     * @param atLeastOne whether the first batch may exceed {@code maxBytes}
     * @return a view of the log that never changes; not to be written to
     * @throws OffsetOutOfRangeException if {@code offset} lies outside the log
     */
    public MemoryRecords read(long offset, long upperBound, int maxBytes, boolean atLeastOne) {
        device.checkRead(partition);
        if ((offset < logStartOffset && !has(Bug.LOG_START_IGNORED)) || offset > logEndOffset) {
            throw new OffsetOutOfRangeException("Received request for offset " + offset + " for partition " + partition
                    + ", but we only have log segments in the range " + logStartOffset + " to " + logEndOffset);
        }
        return offset >= upperBound ? MemoryRecords.EMPTY : segments.read(offset, upperBound, maxBytes, atLeastOne);
    }

    /** The epoch of the last batch, or of the latest leadership noted. */
    public OptionalInt latestEpoch() {
        return epochs.latest();
    }

    /**
     * Move the high watermark, kept between the log's start and end.
     *
     * @return whether it changed
     */
    public boolean updateHighWatermark(long offset) {
        long next = Math.max(logStartOffset, Math.min(offset, logEndOffset));
        boolean changed = next != highWatermark;
        highWatermark = next;
        producers.onHighWatermark(next);
        return changed;
    }

    /** Drop everything from {@code offset} on; a batch that holds it goes as a whole. */
    public void truncateTo(long offset, long nowMs) {
        time.set(nowMs);
        if (!has(Bug.EPOCH_CACHE_NOT_TRUNCATED)) {
            epochs.truncateFromEnd(Math.min(offset, logEndOffset));
        }
        if (offset >= logEndOffset) {
            return;
        }
        if (segments.firstOffset() > offset) {
            truncateFullyAndStartAt(offset);
            return;
        }
        segments.truncateTo(offset, nowMs);
        durable.truncate(offset);
        cleaner.truncate(offset);
        if (!has(Bug.ABORTED_INDEX_NOT_TRUNCATED)) {
            aborted.truncateTo(offset);
        }
        logEndOffset = offset;
        logStartOffset = Math.min(offset, logStartOffset);
        if (!producers.isEmpty()) {
            rebuildProducers();
        }
        if (highWatermark >= logEndOffset) {
            updateHighWatermark(logEndOffset);
        }
    }

    /** Drop everything; the next record gets {@code offset}. */
    public void truncateFullyAndStartAt(long offset) {
        segments.startAt(offset, time.milliseconds());
        durable.set(offset);
        cleaner.truncate(offset);
        epochs.clear();
        aborted.truncateTo(0);
        logStartOffset = offset;
        logEndOffset = offset;
        rebuildProducers();
        updateHighWatermark(offset);
    }

    /** Raise the log start offset, never above the high watermark. */
    public void raiseStartOffset(long offset) {
        if (offset > highWatermark) {
            throw new OffsetOutOfRangeException("Cannot increment the log start offset to " + offset + " of partition "
                    + partition + " since it is larger than the high watermark " + highWatermark);
        }
        if (offset > logStartOffset) {
            logStartOffset = offset;
            epochs.truncateFromStart(offset);
            producers.onLogStart(offset);
        }
    }

    /**
     * Drop whole segments that are older than {@code retention.ms}, beyond {@code retention.bytes} or
     * before the log start offset; nothing at or above the high watermark. The active segment goes too
     * if all its records are old enough, as in Kafka.
     *
     * @return whether the log start offset moved
     */
    public boolean deleteOldSegments(long nowMs) {
        long before = logStartOffset;
        Expiry expiry = new Expiry(segments, config, nowMs);
        long keepFrom = expiry.keepFrom(logStartOffset, highWatermark, logEndOffset);
        if (keepFrom > segments.firstOffset()) {
            if (keepFrom > segments.active().baseOffset()) {
                segments.roll(keepFrom, nowMs);
                durable.flush(keepFrom, nowMs);
            }
            raiseStartOffset(keepFrom);
            segments.dropBefore(keepFrom);
            aborted.dropBefore(keepFrom);
        }
        return logStartOffset != before;
    }

    /** Whether somebody said how long or how much to keep. */
    public boolean isRetentionSet() {
        return config.originals().containsKey(TopicConfig.RETENTION_MS_CONFIG)
                || config.originals().containsKey(TopicConfig.RETENTION_BYTES_CONFIG);
    }

    /** Compact if {@code cleanup.policy} says so and enough is dirty; returns whether it was done. */
    public boolean compact(long nowMs) {
        return config.compact && cleaner.clean(config, logStartOffset, lastStableOffset(), producers, nowMs);
    }

    /** Forget producers silent for {@code producer.id.expiration.ms}. */
    public void expireProducers(long nowMs) {
        producers.expire(nowMs);
    }

    /** Force everything to disk. */
    void flush() {
        durable.flush(logEndOffset, time.milliseconds());
    }

    /** Force everything to disk if {@code flush.ms} have passed since the last time. */
    public void flushIfDue(long nowMs) {
        durable.flushIfDue(config, logEndOffset, nowMs);
    }

    /** Lose what a power loss takes of what is not durable; recover what is left. */
    void losePower(long seed) {
        if (durable.offset() < logEndOffset) {
            logEndOffset = segments.losePower(durable.offset(), PowerCut.of(seed, partition));
            if (logEndOffset < logStartOffset) {
                segments.startAt(logStartOffset, time.milliseconds());
                logEndOffset = logStartOffset;
            }
        }
        durable.set(logEndOffset);
        cleaner.truncate(logEndOffset);
        aborted.truncateTo(logEndOffset);
    }

    /**
     * Be loaded by a new process: producer state comes from the log, the rest from checkpoints. A log start
     * offset that was raised after the last checkpoint falls back, at most to the first segment's start.
     */
    void reload(long checkpointedHighWatermark, long checkpointedStart) {
        logStartOffset = Math.min(logStartOffset, Math.max(checkpointedStart, segments.firstOffset()));
        if (has(Bug.PRODUCERS_FORGOTTEN_ON_RESTART)) {
            producers.rebuild(List.of(), logEndOffset);
        } else {
            rebuildProducers();
        }
        epochs.truncateFromEnd(logEndOffset);
        highWatermark = logStartOffset;
        updateHighWatermark(checkpointedHighWatermark);
    }

    /** Everything that lies in it, as views that never change; not to be written to. */
    public List<MemoryRecords> contents() {
        return segments.from(logStartOffset);
    }

    private void rebuildProducers() {
        producers.rebuild(segments.from(logStartOffset), logEndOffset);
    }
}
