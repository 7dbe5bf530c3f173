/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a log lies in memory, it reads as one of Kafka's segments does: whole batches, up to so many bytes. */
class ReadTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int BATCHES = 2_000;

    /** What was appended. */
    private record Batch(long baseOffset, long lastOffset, int bytes, int segment) {}

    private final SplittableRandom random = new SplittableRandom(11);
    private final PartitionLog log = new Disk(Uuid.randomUuid())
            .open(
                    new TopicIdPartition(Uuid.randomUuid(), 0, "orders"),
                    new LogConfig(Map.of("segment.bytes", String.valueOf(SEGMENT_BYTES))));
    private final List<Batch> batches = new ArrayList<>();

    @BeforeEach
    void fill() {
        int segment = 0;
        int inSegment = 0;
        for (int i = 0; i < BATCHES; i++) {
            int length = random.nextInt(50) == 0 ? 20_000 : 1 + random.nextInt(1_000);
            SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(3)];
            for (int j = 0; j < records.length; j++) {
                records[j] = new SimpleRecord(NOW, null, new byte[length]);
            }
            MemoryRecords batch = MemoryRecords.withRecords(Compression.NONE, records);
            if (inSegment > 0 && inSegment + batch.sizeInBytes() > SEGMENT_BYTES) {
                segment++;
                inSegment = 0;
            }
            inSegment += batch.sizeInBytes();
            long base = log.endOffset();
            log.appendAsLeader(batch, 0, Writer.CLIENT, NOW);
            batches.add(new Batch(base, log.endOffset() - 1, batch.sizeInBytes(), segment));
        }
        assertThat(segment).isPositive();
    }

    private int holding(long offset) {
        int index = 0;
        while (batches.get(index).lastOffset() < offset) {
            index++;
        }
        return index;
    }

    private List<Long> expected(long offset, long upperBound, int maxBytes, boolean atLeastOne) {
        List<Long> bases = new ArrayList<>();
        int first = holding(offset);
        int bytes = 0;
        for (Batch batch : batches.subList(first, batches.size())) {
            bytes += batch.bytes();
            boolean fits = bytes <= maxBytes || (bases.isEmpty() && atLeastOne);
            boolean same = batch.segment() == batches.get(first).segment();
            if (!fits || !same || batch.lastOffset() >= upperBound) {
                break;
            }
            bases.add(batch.baseOffset());
        }
        return bases;
    }

    @Test
    void readsWholeBatchesUpToTheLimitAndTheEndOfTheSegment() {
        for (int i = 0; i < 3_000; i++) {
            long offset = random.nextLong(log.endOffset());
            long upperBound = random.nextBoolean() ? log.endOffset() : offset + 1 + random.nextInt(300);
            int maxBytes = random.nextInt(1, 1 << random.nextInt(8, 22));
            boolean atLeastOne = random.nextBoolean();

            MemoryRecords read = log.read(offset, Math.min(upperBound, log.endOffset()), maxBytes, atLeastOne);

            assertThat(read.batches())
                    .as("from %d below %d, %d bytes", offset, upperBound, maxBytes)
                    .extracting(RecordBatch::baseOffset)
                    .containsExactlyElementsOf(expected(offset, upperBound, maxBytes, atLeastOne));
        }
    }

    @Test
    void whatThereIsToReadIsCountedWithinASegmentAndIsALotBeyondIt() {
        for (int i = 0; i < 3_000; i++) {
            int first = random.nextInt(BATCHES);
            int last = Math.min(BATCHES - 1, first + random.nextInt(400));
            int bytes = batches.subList(first, last + 1).stream()
                    .mapToInt(Batch::bytes)
                    .sum();
            boolean same = batches.get(first).segment() == batches.get(last).segment();

            int readable = log.search()
                    .readableBytes(
                            batches.get(first).baseOffset(), batches.get(last).lastOffset() + 1);

            assertThat(readable).isEqualTo(same ? bytes : Integer.MAX_VALUE);
        }
    }
}
