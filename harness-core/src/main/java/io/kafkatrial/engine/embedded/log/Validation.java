/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.nio.ByteBuffer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.PrimitiveRef;
import org.apache.kafka.server.record.BrokerCompressionType;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogValidator;

/**
 * What is checked before batches enter a log: sizes, checksums and offsets here, everything inside a
 * batch by Kafka's {@link LogValidator}. Confined to the broker's loop.
 */
final class Validation {
    private static final LogValidator.MetricsRecorder NO_METRICS = new NoMetrics();

    private final TopicPartition partition;
    private final Time time;
    private final BufferSupplier buffers = BufferSupplier.create();

    Validation(TopicPartition partition, Time time) {
        this.partition = partition;
        this.time = time;
    }

    /** Batches ready to append, with offsets; {@code logAppendTimeMs} is -1 under CreateTime. */
    record Valid(MemoryRecords records, long lastOffset, long logAppendTimeMs) {}

    /** Validate what a client or a coordinator sent, give it offsets and stamp the leader epoch. */
    Valid forLeader(MemoryRecords given, AppendOrigin origin, LogConfig config, long nextOffset, int leaderEpoch) {
        CompressionType compression = CompressionType.NONE;
        int validBytes = 0;
        for (MutableRecordBatch batch : given.batches()) {
            checkFromClient(batch, origin);
            checkSize(batch, config);
            checkChecksum(batch);
            validBytes += batch.sizeInBytes();
            CompressionType batchCompression = batch.compressionType();
            compression = batchCompression == CompressionType.NONE ? compression : batchCompression;
        }
        if (validBytes == 0) {
            return new Valid(MemoryRecords.EMPTY, -1, -1);
        }
        PrimitiveRef.LongRef offset = PrimitiveRef.ofLong(nextOffset);
        LogValidator.ValidationResult result = validator(
                        head(given, validBytes), origin, config, leaderEpoch, compression)
                .validateMessagesAndAssignOffsets(offset, NO_METRICS, buffers);
        if (result.messageSizeMaybeChanged()) {
            result.validatedRecords().batches().forEach(batch -> checkSize(batch, config));
        }
        checkSegment(result.validatedRecords().sizeInBytes(), config);
        boolean appendTime = config.messageTimestampType == TimestampType.LOG_APPEND_TIME;
        return new Valid(result.validatedRecords(), offset.value - 1, appendTime ? result.logAppendTimeMs() : -1);
    }

    private LogValidator validator(
            MemoryRecords records, AppendOrigin origin, LogConfig config, int leaderEpoch, CompressionType source) {
        Compression target = BrokerCompressionType.targetCompression(config.compression, source);
        return new LogValidator(
                records,
                partition,
                time,
                source,
                target,
                config.compact,
                RecordBatch.CURRENT_MAGIC_VALUE,
                config.messageTimestampType,
                config.messageTimestampBeforeMaxMs,
                config.messageTimestampAfterMaxMs,
                leaderEpoch,
                origin,
                config.maxDecompressedMessageBytes());
    }

    /**
     * Check what a leader sent. Batches of a later epoch than the one followed are left out (KAFKA-18723).
     *
     * @return the part to append, possibly nothing
     */
    MemoryRecords forFollower(MemoryRecords given, int leaderEpoch) {
        int validBytes = 0;
        long lastOffset = -1;
        for (MutableRecordBatch batch : given.batches()) {
            if (batch.partitionLeaderEpoch() > leaderEpoch) {
                break;
            }
            if (lastOffset >= batch.lastOffset()) {
                throw new CorruptRecordException("Out of order offsets in append to " + partition + ": "
                        + batch.lastOffset() + " after " + lastOffset);
            }
            checkChecksum(batch);
            lastOffset = batch.lastOffset();
            validBytes += batch.sizeInBytes();
        }
        return head(given, validBytes);
    }

    private static MemoryRecords head(MemoryRecords records, int bytes) {
        if (bytes == records.sizeInBytes()) {
            return records;
        }
        ByteBuffer head = records.buffer().duplicate();
        head.limit(head.position() + bytes);
        return MemoryRecords.readableRecords(head);
    }

    private void checkFromClient(RecordBatch batch, AppendOrigin origin) {
        if (batch.magic() >= RecordBatch.MAGIC_VALUE_V2 && origin == AppendOrigin.CLIENT && batch.baseOffset() != 0) {
            throw new InvalidRecordException("The baseOffset of the record batch in the append to " + partition
                    + " should be 0, but it is " + batch.baseOffset());
        }
    }

    private void checkSize(RecordBatch batch, LogConfig config) {
        if (batch.sizeInBytes() > config.maxMessageSize()) {
            throw new RecordTooLargeException("The record batch size in the append to " + partition + " is "
                    + batch.sizeInBytes() + " bytes which exceeds the maximum configured value of "
                    + config.maxMessageSize());
        }
    }

    private void checkSegment(int sizeInBytes, LogConfig config) {
        if (sizeInBytes > config.segmentSize()) {
            throw new RecordBatchTooLargeException("Message batch size is " + sizeInBytes
                    + " bytes in append to partition " + partition
                    + ", which exceeds the maximum configured segment size of " + config.segmentSize());
        }
    }

    private void checkChecksum(RecordBatch batch) {
        if (!batch.isValid()) {
            throw new CorruptRecordException(
                    "Record is corrupt (stored crc = " + batch.checksum() + ") in topic partition " + partition);
        }
    }

    private static final class NoMetrics implements LogValidator.MetricsRecorder {
        @Override
        public void recordInvalidMagic() {}

        @Override
        public void recordInvalidOffset() {}

        @Override
        public void recordInvalidSequence() {}

        @Override
        public void recordInvalidChecksums() {}

        @Override
        public void recordNoKeyCompactedTopic() {}
    }
}
