/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** The replicated log of a test: one for all brokers, with a high watermark the test may hold back. */
public final class MemoryLog {

    private static final int LEADER_EPOCH = 0;

    private final Map<Integer, Partition> partitions = new HashMap<>();
    private boolean holding;

    /** Let the high watermark stay where it is. */
    void holdHighWatermark() {
        holding = true;
    }

    /** Let the high watermark catch up and tell {@code leader} so. */
    void releaseHighWatermark(Groups leader) {
        holding = false;
        partitions.forEach((number, partition) -> {
            partition.highWatermark = partition.end;
            leader.onHighWatermark(number, partition.end);
        });
    }

    /** Append as a leader elsewhere would. */
    long append(int number, MemoryRecords records) {
        Partition partition = partition(number);
        ByteBuffer copy = ByteBuffer.allocate(records.sizeInBytes());
        copy.put(records.buffer().duplicate()).flip();
        for (MutableRecordBatch batch : MemoryRecords.readableRecords(copy).batches()) {
            long base = partition.end;
            partition.end = base + batch.lastOffset() - batch.baseOffset() + 1;
            batch.setLastOffset(partition.end - 1);
            batch.setPartitionLeaderEpoch(LEADER_EPOCH);
            ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes());
            batch.writeTo(bytes);
            bytes.flip();
            partition.batches.put(base, bytes);
        }
        if (!holding) {
            partition.highWatermark = partition.end;
        }
        return partition.end;
    }

    private Partition partition(int number) {
        return partitions.computeIfAbsent(number, absent -> new Partition());
    }

    /** One broker's view of the log. */
    public View view() {
        return new View();
    }

    private static final class Partition {
        private final TreeMap<Long, ByteBuffer> batches = new TreeMap<>();
        private long end;
        private long highWatermark;
    }

    /** What one broker sees: a leader can append, anyone else cannot. */
    public final class View implements CoordinatorLog {

        private final List<Integer> reads = new ArrayList<>();
        private boolean leading = true;
        private Optional<Groups> told = Optional.empty();

        /** Tell {@code groups} of the high watermark as replication does. */
        public void tell(Groups groups) {
            told = Optional.of(groups);
        }

        void stopLeading() {
            leading = false;
        }

        /** The size of each chunk that was read. */
        List<Integer> reads() {
            return reads;
        }

        @Override
        public long append(int number, MemoryRecords records, InTransaction transaction) {
            if (!leading) {
                throw new NotLeaderOrFollowerException("not the leader");
            }
            long end = MemoryLog.this.append(number, records);
            if (!holding) {
                told.ifPresent(groups -> groups.onHighWatermark(number, end));
            }
            return end;
        }

        @Override
        public CompletionStage<VerificationGuard> verify(int number, OffsetsTransaction transaction, int apiVersion) {
            return CompletableFuture.completedFuture(VerificationGuard.SENTINEL);
        }

        @Override
        public MemoryRecords read(int number, long offset, int maxBytes) {
            ByteBuffer chunk = ByteBuffer.allocate(16 * 1024 * 1024);
            Long first = partition(number).batches.floorKey(offset);
            for (ByteBuffer batch : partition(number)
                    .batches
                    .tailMap(first == null ? offset : first)
                    .values()) {
                if (chunk.position() > 0 && chunk.position() + batch.remaining() > maxBytes) {
                    break;
                }
                chunk.put(batch.duplicate());
            }
            chunk.flip();
            reads.add(chunk.remaining());
            return MemoryRecords.readableRecords(chunk);
        }

        @Override
        public OptionalLong startOffset(int number) {
            return OptionalLong.of(0);
        }

        @Override
        public OptionalLong endOffset(int number) {
            return leading ? OptionalLong.of(partition(number).end) : OptionalLong.empty();
        }

        @Override
        public OptionalLong highWatermark(int number) {
            return OptionalLong.of(partition(number).highWatermark);
        }

        @Override
        public int maxBatchBytes(int number) {
            return 1_048_588;
        }

        @Override
        public CompletionStage<Void> deleteRecords(int number, long offset) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
