/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader.LoadSummary;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.Deserializer;
import org.apache.kafka.coordinator.common.runtime.Deserializer.UnknownRecordTypeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator's replay of its log, from the first offset to the end as it is when it gets there.
 * Follows Kafka's {@code CoordinatorLoaderImpl}: what lies below the high watermark is committed as it
 * is read, the rest when the high watermark comes. Confined to the loop; each chunk is a task of its own
 * so that a long log does not keep the broker from its other work.
 */
final class Load {

    private static final Logger LOG = LoggerFactory.getLogger(Load.class);
    private static final int CHUNK_BYTES = 256 * 1024;
    /** Kafka's figure: commit so often while reading what is committed anyway, to drop old snapshots. */
    private static final long OFFSETS_PER_COMMIT = 16_384;

    private final int partition;
    private final CoordinatorLog log;
    private final Loop loop;
    private final CoordinatorPlayback<CoordinatorRecord> playback;
    private final Deserializer<CoordinatorRecord> serde;
    private final CompletableFuture<LoadSummary> done = new CompletableFuture<>();
    private final long startWallMs;
    private long offset;
    private long committed = -1;
    private long records;
    private long bytes;

    Load(int partition, LogLoader.Source source, CoordinatorPlayback<CoordinatorRecord> playback) {
        this.partition = partition;
        this.log = source.log();
        this.loop = source.loop();
        this.serde = source.serde().get();
        this.playback = playback;
        this.startWallMs = loop.clock().wallMs();
    }

    CompletableFuture<LoadSummary> done() {
        return done;
    }

    void start() {
        OptionalLong start = log.startOffset(partition);
        if (start.isEmpty()) {
            fail(new NotLeaderOrFollowerException("there is no log of this partition here"));
            return;
        }
        offset = start.getAsLong();
        loop.execute(this::next);
    }

    void fail(Throwable cause) {
        done.completeExceptionally(cause);
    }

    private void next() {
        if (done.isDone()) {
            return;
        }
        try {
            if (chunk()) {
                loop.execute(this::next);
            }
        } catch (RuntimeException failed) {
            fail(failed);
        }
    }

    /** Replay a chunk; say whether there is more. */
    private boolean chunk() {
        OptionalLong end = log.endOffset(partition);
        if (end.isEmpty()) {
            fail(new NotLeaderOrFollowerException("leadership ended while the log was read"));
            return false;
        }
        if (offset < end.getAsLong()) {
            MemoryRecords chunk = log.read(partition, offset, CHUNK_BYTES);
            if (chunk.sizeInBytes() > 0) {
                chunk.batches().forEach(this::replay);
                bytes += chunk.sizeInBytes();
                return true;
            }
        }
        done.complete(new LoadSummary(startWallMs, loop.clock().wallMs(), 0, records, bytes));
        return false;
    }

    private void replay(MutableRecordBatch batch) {
        for (Record record : batch) {
            records++;
            if (batch.isControlBatch()) {
                replayMarker(batch, record);
            } else {
                replayRecord(batch, record);
            }
        }
        offset = batch.nextOffset();
        commit(log.highWatermark(partition).orElse(0));
    }

    private void replayMarker(MutableRecordBatch batch, Record record) {
        ControlRecordType type = ControlRecordType.parse(record.key());
        if (type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT) {
            playback.replayEndTransactionMarker(
                    batch.producerId(),
                    batch.producerEpoch(),
                    type == ControlRecordType.COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT);
        }
    }

    private void replayRecord(MutableRecordBatch batch, Record record) {
        CoordinatorRecord parsed = parse(record);
        if (parsed != null) {
            playback.replay(record.offset(), batch.producerId(), batch.producerEpoch(), parsed);
        }
    }

    private @Nullable CoordinatorRecord parse(Record record) {
        try {
            return serde.deserialize(record.key(), record.value());
        } catch (UnknownRecordTypeException unknown) {
            LOG.warn(
                    "Ignoring a record of unknown type {} at {}-{}.",
                    unknown.unknownType(),
                    partition,
                    record.offset());
            return null;
        }
    }

    private void commit(long highWatermark) {
        if (offset >= highWatermark) {
            playback.updateLastWrittenOffset(offset);
            if (highWatermark > committed) {
                committed = highWatermark;
                playback.updateLastCommittedOffset(committed);
            }
        } else if (offset - committed >= OFFSETS_PER_COMMIT) {
            committed = offset;
            playback.updateLastWrittenOffset(offset);
            playback.updateLastCommittedOffset(committed);
        }
    }
}
