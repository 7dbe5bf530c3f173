/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** Batches for tests, and what a log holds. */
final class Batches {
    static final long NOW = 1_700_000_000_000L;

    private Batches() {}

    static SimpleRecord record(long timestamp, String key, @Nullable String value) {
        return new SimpleRecord(timestamp, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    static void append(PartitionLog log, long atMs, String key, @Nullable String value) {
        append(log, atMs, record(atMs, key, value));
    }

    static void append(PartitionLog log, long atMs, SimpleRecord... records) {
        log.appendAsLeader(MemoryRecords.withRecords(Compression.NONE, records), 0, Writer.CLIENT, atMs);
    }

    /** Offset, key and value of all records, like {@code 3:k=v}; the value {@code -} is a tombstone. */
    static List<String> content(PartitionLog log) {
        List<String> found = new ArrayList<>();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            MemoryRecords read = log.read(offset, log.endOffset(), Integer.MAX_VALUE, true);
            if (read.sizeInBytes() == 0) {
                break;
            }
            for (RecordBatch batch : read.batches()) {
                for (Record record : batch) {
                    found.add(record.offset() + ":" + UTF_8.decode(record.key()) + "="
                            + (record.hasValue() ? UTF_8.decode(record.value()).toString() : "-"));
                }
                offset = batch.nextOffset();
            }
        }
        return found;
    }
}
