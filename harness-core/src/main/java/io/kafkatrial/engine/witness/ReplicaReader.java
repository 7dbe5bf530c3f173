/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.CloseableIterator;

/** Reads the batches of a replica's log, record by record. Stateless. */
public final class ReplicaReader {

    private ReplicaReader() {}

    /**
     * Read one batch.
     *
     * @param startOffset records before it are left out
     */
    public static void read(RecordBatch batch, long startOffset, Consumer<ReplicaRecord> records) {
        ReplicaRecord.Batch common = new ReplicaRecord.Batch(
                batch.baseOffset(),
                batch.partitionLeaderEpoch(),
                batch.producerId(),
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.isTransactional(),
                batch.isControlBatch(),
                batch.compressionType().id,
                Print.of(batch));
        try (CloseableIterator<Record> content = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
            while (content.hasNext()) {
                Record record = content.next();
                if (record.offset() >= startOffset) {
                    records.accept(read(record, common));
                }
            }
        }
    }

    private static ReplicaRecord read(Record record, ReplicaRecord.Batch batch) {
        Optional<RecordMark> mark = Optional.empty();
        for (Header header : record.headers()) {
            if (header.key().equals(RecordMark.HEADER)) {
                mark = RecordMark.parse(header.value());
            }
        }
        long content = Seal.of(Seal.of(record.key()), Seal.of(record.value()));
        return new ReplicaRecord(record.offset(), mark, content, batch);
    }
}
