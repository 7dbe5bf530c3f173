/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.AbortedTransaction;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.Arrays;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** What the oracle has seen of one replica's log, kept up to date by reading only what is new. */
final class Mirror {
    final PartitionLog log;
    long[] ids = new long[64];
    int[] epochs = new int[64];

    /** Offset of the first record seen; earlier ones were never here. */
    long base;

    long end;
    long start;
    long highWatermark;
    long lastStable;

    /** Up to here the log is known to equal what is committed. */
    long matched;

    /** Of the process, to notice what goes back. */
    int life;

    int leaderEpoch = -1;
    int partitionEpoch = -1;
    boolean led;

    Mirror(PartitionLog log) {
        this.log = log;
    }

    long id(long offset) {
        return ids[(int) (offset - base)];
    }

    int epoch(long offset) {
        return epochs[(int) (offset - base)];
    }

    private void startAt(long offset) {
        base = offset;
        end = offset;
        matched = offset;
    }

    /** Learn what changed; returns whether anything was cut off. */
    boolean update() {
        boolean cut = false;
        long logEnd = log.endOffset();
        if (logEnd < end) {
            cut = true;
            if (logEnd < base) {
                startAt(logEnd);
            }
            end = logEnd;
            matched = Math.min(matched, end);
            if (end > base
                    && end > log.startOffset()
                    && log.read(end - 1, end, 1, true).sizeInBytes() == 0) {
                startAt(end); // cut within a batch, which only happens below the leader's log start; as in Kafka
            }
        }
        if (log.startOffset() > end || log.startOffset() < base) {
            startAt(log.startOffset());
        }
        start = log.startOffset();
        matched = Math.max(matched, start); // what lies before the start nobody can read
        if (logEnd > end) {
            read(logEnd);
        }
        if (cut && start < logEnd) {
            checkAborted();
        }
        return cut;
    }

    /** Every aborted transaction that is indexed has its marker in the log. */
    private void checkAborted() {
        for (AbortedTransaction one :
                log.search().abortedTransactions(start, log.read(start, end, Integer.MAX_VALUE, true))) {
            long marker = one.lastOffset() >= base && one.lastOffset() < end ? id(one.lastOffset()) : 0;
            Violation.unless(
                    Ids.isMarker(marker) && !Ids.isCommit(marker) && Ids.markersProducer(marker) == one.producerId(),
                    "the index of aborted transactions is cut with the log",
                    log.partition(),
                    one);
        }
    }

    private void read(long logEnd) {
        while (end < logEnd) {
            MemoryRecords records = log.read(end, logEnd, 1 << 20, true);
            Violation.unless(records.sizeInBytes() > 0, "log contiguous", log.partition(), "nothing at", end);
            for (RecordBatch batch : records.batches()) {
                int epoch = batch.partitionLeaderEpoch();
                Violation.unless(
                        end == base || epoch >= epoch(end - 1), "epochs ascend", log.partition(), "at", end, epoch);
                for (var record : batch) {
                    if (end == base && record.offset() < base) {
                        continue; // the log starts within this batch
                    }
                    Violation.unless(
                            record.offset() == end, "log contiguous", log.partition(), record.offset(), "not", end);
                    put(Ids.of(batch, record), epoch);
                }
            }
        }
    }

    private void put(long id, int epoch) {
        int at = (int) (end - base);
        if (at == ids.length) {
            ids = Arrays.copyOf(ids, at * 2);
            epochs = Arrays.copyOf(epochs, at * 2);
        }
        ids[at] = id;
        epochs[at] = epoch;
        end++;
    }

    /** Read everything again: whatever was seen before must still be there. */
    void verify() {
        Mirror again = new Mirror(log);
        long from = Math.max(base, log.startOffset());
        again.startAt(from);
        again.read(log.endOffset());
        for (long offset = from; offset < end; offset++) {
            Violation.unless(
                    again.id(offset) == id(offset) && again.epoch(offset) == epoch(offset),
                    "a log changes only at its end",
                    log.partition(),
                    "offset",
                    offset);
        }
    }
}
