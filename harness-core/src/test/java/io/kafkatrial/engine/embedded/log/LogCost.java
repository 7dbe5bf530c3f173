/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * Measures what appending and reading cost for each record in a short and in a long log; run by hand.
 * Both do the same number of records in all: many short logs one after the other, and one long one.
 */
final class LogCost {
    private static final int IN_ALL = 1_000_000;
    private static final int SHORT = 10_000;
    private static final int VALUE_BYTES = 100;
    private static final int FETCH_BYTES = 1 << 20;

    private LogCost() {}

    /** Print nanoseconds for each record, best of several rounds, for 1 and for 10 records a batch. */
    public static void main(String[] args) {
        for (int perBatch : new int[] {1, 10}) {
            double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
            for (int round = 0; round < 6; round++) {
                measure(SHORT, perBatch, best, 0);
                measure(IN_ALL, perBatch, best, 2);
            }
            System.out.printf(
                    "%d records a batch: append %.0f ns at 10 k, %.0f ns at 1 M (x%.2f); fetch %.0f ns, %.0f ns (x%.2f)%n",
                    perBatch, best[0], best[2], best[2] / best[0], best[1], best[3], best[3] / best[1]);
        }
        memory();
    }

    private static void measure(int length, int perBatch, double[] best, int at) {
        long appendNanos = 0;
        long fetchNanos = 0;
        for (int log = 0; log < IN_ALL / length; log++) {
            long start = System.nanoTime();
            PartitionLog filled = fill(length, perBatch);
            long middle = System.nanoTime();
            read(filled);
            appendNanos += middle - start;
            fetchNanos += System.nanoTime() - middle;
        }
        best[at] = Math.min(best[at], (double) appendNanos / IN_ALL);
        best[at + 1] = Math.min(best[at + 1], (double) fetchNanos / IN_ALL);
    }

    private static PartitionLog fill(int records, int perBatch) {
        Disk disk = new Disk(Uuid.randomUuid());
        PartitionLog log = disk.open(
                new TopicIdPartition(Uuid.randomUuid(), 0, "cost"), new LogConfig(Map.of("flush.ms", "1000")));
        byte[] value = new byte[VALUE_BYTES];
        SimpleRecord[] batch = new SimpleRecord[perBatch];
        for (int i = 0; i < records / perBatch; i++) {
            for (int r = 0; r < perBatch; r++) {
                batch[r] = new SimpleRecord(Batches.NOW + i, null, value);
            }
            MemoryRecords given = MemoryRecords.withRecords(Compression.NONE, batch);
            log.appendAsLeader(given, 0, Writer.CLIENT, Batches.NOW + i);
            log.updateHighWatermark(log.endOffset());
        }
        return log;
    }

    /** Read as a consumer does: check every batch, look at every record. */
    private static void read(PartitionLog log) {
        long offset = 0;
        while (offset < log.endOffset()) {
            for (RecordBatch batch :
                    log.read(offset, log.highWatermark(), FETCH_BYTES, true).batches()) {
                batch.ensureValid();
                for (Record record : batch) {
                    offset = record.offset() + 1;
                }
            }
        }
    }

    private static void memory() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        PartitionLog log = fill(IN_ALL, 10);
        runtime.gc();
        long used = runtime.totalMemory() - runtime.freeMemory() - before;
        System.out.printf(
                "1 M records in batches of 10: %d bytes of log, %d bytes of heap (x%.2f)%n",
                log.sizeInBytes(), used, (double) used / log.sizeInBytes());
    }
}
