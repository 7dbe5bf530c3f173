/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Finds the batches of aborted transactions, as a consumer with {@code read_committed} would. Pure. */
final class AbortedBatches {

    private AbortedBatches() {}

    static List<RecordBatch> in(MemoryRecords records, List<AbortedTransaction> aborted) {
        PriorityQueue<AbortedTransaction> pending =
                new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
        pending.addAll(aborted);
        Set<Long> aborting = new HashSet<>();
        List<RecordBatch> found = new ArrayList<>();
        for (RecordBatch batch : records.batches()) {
            if (!batch.hasProducerId()) {
                continue;
            }
            while (!pending.isEmpty() && pending.peek().firstOffset() <= batch.lastOffset()) {
                aborting.add(pending.poll().producerId());
            }
            if (isAbortMarker(batch)) {
                aborting.remove(batch.producerId());
            } else if (batch.isTransactional() && aborting.contains(batch.producerId())) {
                found.add(batch);
            }
        }
        return found;
    }

    private static boolean isAbortMarker(RecordBatch batch) {
        if (!batch.isControlBatch()) {
            return false;
        }
        Iterator<Record> markers = batch.iterator();
        return markers.hasNext() && ControlRecordType.parse(markers.next().key()) == ControlRecordType.ABORT;
    }
}
