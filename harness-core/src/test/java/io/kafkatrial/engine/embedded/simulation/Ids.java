/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** A record's identity: who produced it, and as what in a row. It is the record's value. */
final class Ids {
    private static final int SEQUENCE_BITS = 24;

    /** Producers from here on are not idempotent. */
    static final int FIRST_PLAIN = 1 << 20;

    /** Producers from here on write transactions. */
    static final int FIRST_TRANSACTIONAL = 2 << 20;

    private Ids() {}

    /** The identity of a marker: negative, as no record's is. */
    static long marker(long producer, short epoch, boolean commit) {
        return -1 - ((producer << SEQUENCE_BITS) | (epoch << 1) | (commit ? 1 : 0));
    }

    static boolean isMarker(long id) {
        return id < 0;
    }

    static int markersProducer(long id) {
        return producer(-1 - id);
    }

    static int markersEpoch(long id) {
        return sequence(-1 - id) >> 1;
    }

    static boolean isCommit(long id) {
        return ((-1 - id) & 1) == 1;
    }

    static long of(RecordBatch batch, Record record) {
        return batch.isControlBatch()
                ? marker(
                        batch.producerId(),
                        batch.producerEpoch(),
                        ControlRecordType.parse(record.key()) == ControlRecordType.COMMIT)
                : of(record);
    }

    static MemoryRecords transactional(int producer, short epoch, int sequence, int number, int count) {
        return MemoryRecords.withTransactionalRecords(
                Compression.NONE, producer, epoch, sequence, simple(producer, number, count));
    }

    static long of(int producer, int sequence) {
        return ((long) producer << SEQUENCE_BITS) | sequence;
    }

    static int producer(long id) {
        return (int) (id >> SEQUENCE_BITS);
    }

    static int sequence(long id) {
        return (int) (id & ((1 << SEQUENCE_BITS) - 1));
    }

    static long of(Record record) {
        ByteBuffer value = Objects.requireNonNull(record.value());
        return value.getLong(value.position());
    }

    static MemoryRecords records(int producer, int sequence, int count) {
        SimpleRecord[] records = simple(producer, sequence, count);
        return producer < FIRST_PLAIN
                ? MemoryRecords.withIdempotentRecords(Compression.NONE, producer, (short) 0, sequence, records)
                : MemoryRecords.withRecords(Compression.NONE, records);
    }

    private static SimpleRecord[] simple(int producer, int sequence, int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = new SimpleRecord(
                    1_000L + sequence + i,
                    null,
                    ByteBuffer.allocate(8).putLong(of(producer, sequence + i)).array());
        }
        return records;
    }
}
