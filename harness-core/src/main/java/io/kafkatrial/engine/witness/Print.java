/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * The fingerprint of a batch: its records as they were sent, and when the first of them was made. It stays the same when
 * a producer sends the batch again with another epoch and sequence, and when a broker gives it offsets, its epoch or its
 * own time.
 */
final class Print {

    /** Where the records of a batch begin, and its first timestamp; see Kafka's DefaultRecordBatch. */
    private static final int RECORDS = 61;

    private static final int FIRST_TIMESTAMP = 27;

    private Print() {}

    /** The fingerprint of a batch of the current format; 0 for older ones. */
    static long of(RecordBatch batch) {
        if (batch.magic() < RecordBatch.MAGIC_VALUE_V2 || batch.sizeInBytes() < RECORDS) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes());
        batch.writeTo(bytes);
        bytes.flip();
        CRC32C records = new CRC32C();
        records.update(bytes.duplicate().position(RECORDS));
        CRC32C head = new CRC32C();
        head.update(bytes.duplicate().position(FIRST_TIMESTAMP).limit(FIRST_TIMESTAMP + Long.BYTES));
        Integer count = batch.countOrNull();
        head.update(count == null ? 0 : count);
        return head.getValue() << Integer.SIZE | records.getValue();
    }
}
