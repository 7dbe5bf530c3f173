/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Produce: what a batch may hold, and what is stored. */
final class RecordProbes {
    private static final int ATTRIBUTES_OFFSET = 21;

    private RecordProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("records: too large", RecordProbes::tooLarge),
                new Probe("records: no key in a compacted topic", RecordProbes::keyless),
                new Probe("records: timestamps out of range", RecordProbes::timestamps),
                new Probe("records: log append time", RecordProbes::appendTime),
                new Probe("records: headers and nulls are kept", RecordProbes::headers),
                new Probe("records: every codec is stored as it came", RecordProbes::codecs),
                new Probe("records: the topic's codec wins", RecordProbes::recompressed),
                new Probe("records: zstd needs a newer request", RecordProbes::zstd),
                new Probe("records: a control batch from a client", RecordProbes::control),
                new Probe("records: a bad checksum", RecordProbes::badCrc),
                new Probe("records: old formats", RecordProbes::oldMagic),
                new Probe("records: none at all but a null", RecordProbes::nullRecords),
                new Probe("records: two batches, none", RecordProbes::batchCounts),
                new Probe("records: counts and offsets that lie", RecordProbes::lies),
                new Probe("records: a batch cut short", RecordProbes::cut),
                new Probe("records: offsets are the broker's", RecordProbes::offsets));
    }

    private static void tooLarge(Lab lab, Notes notes) throws Exception {
        lab.topic("re-large", 1, "max.message.bytes", "200");
        notes.ask("too large", () -> ProduceProbes.send(lab, "re-large", ProduceProbes.records("x".repeat(300))));
        notes.ask("fits", () -> ProduceProbes.send(lab, "re-large", ProduceProbes.records("x".repeat(50))));
        lab.topic("re-large-2", 1);
        notes.ask("two megabytes", () -> ProduceProbes.send(lab, "re-large-2", ProduceProbes.records("x".repeat(2_000_000))));
        lab.topic("re-large-3", 1, "segment.bytes", "1048576", "max.message.bytes", "3000000");
        notes.ask("more than a segment", () -> ProduceProbes.send(lab, "re-large-3", ProduceProbes.records("x".repeat(2_000_000))));
    }

    private static void keyless(Lab lab, Notes notes) throws Exception {
        lab.topic("re-compact", 1, "cleanup.policy", "compact");
        var records = MemoryRecords.withRecords(Compression.NONE,
                new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), "v".getBytes()), new SimpleRecord(ProduceProbes.TIME, null, "v".getBytes()));
        notes.ask("the second", () -> ProduceProbes.send(lab, "re-compact", records));
        notes.ask("the second, version 7", () -> ProduceProbes.send(lab, 7, ProduceProbes.request(-1, "re-compact", 0, records)));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-compact", ProduceProbes.records("a")));
    }

    private static void timestamps(Lab lab, Notes notes) throws Exception {
        lab.topic("re-time", 1, "message.timestamp.before.max.ms", "3600000", "message.timestamp.after.max.ms", "3600000");
        long now = System.currentTimeMillis();
        for (long offset : new long[] {0, -7_200_000, 7_200_000}) {
            var records = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(now, "k".getBytes(), "v".getBytes()),
                    new SimpleRecord(now + offset, "k".getBytes(), "v".getBytes()));
            notes.ask("by " + offset, () -> ProduceProbes.send(lab, "re-time", records).replaceAll("-?[0-9]{11,}", "T"));
        }
        lab.topic("re-time-2", 1);
        notes.ask("none", () -> ProduceProbes.send(lab, "re-time-2",
                MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(-1, "k".getBytes(), "v".getBytes()))));
        notes.ask("two hours ahead of a default topic", () -> ProduceProbes.send(lab, "re-time-2",
                MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(now + 7_200_000, "k".getBytes(), "v".getBytes()))).replaceAll("-?[0-9]{11,}", "T"));
    }

    private static void appendTime(Lab lab, Notes notes) throws Exception {
        lab.topic("re-append", 1, "message.timestamp.type", "LogAppendTime");
        notes.ask("sent", () -> ProduceProbes.send(lab, "re-append", ProduceProbes.records("a", "b")));
        for (RecordBatch batch : FetchProbes.batches(lab, "re-append")) {
            notes.note("type", batch.timestampType());
            notes.note("recent", batch.maxTimestamp() > ProduceProbes.TIME + 1_000_000);
            batch.forEach(it -> notes.note("record has the batch's", it.timestamp() == batch.maxTimestamp()));
        }
    }

    private static void headers(Lab lab, Notes notes) throws Exception {
        lab.topic("re-headers", 1);
        Header[] headers = {new RecordHeader("a", "1".getBytes()), new RecordHeader("a", null), new RecordHeader("", new byte[0])};
        var records = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(7, (byte[]) null, null, headers), new SimpleRecord(8, new byte[0], new byte[0]));
        notes.ask("sent", () -> ProduceProbes.send(lab, "re-headers", records));
        FetchProbes.batches(lab, "re-headers").forEach(batch -> batch.forEach(it -> {
            StringBuilder text = new StringBuilder();
            for (Header header : it.headers()) {
                text.append(header.key()).append('=').append(header.value() == null ? "null" : header.value().length).append(' ');
            }
            notes.note("record " + it.offset(), "time " + it.timestamp() + " key " + it.keySize() + " value " + it.valueSize() + " headers " + text);
        }));
    }

    private static MemoryRecords compressed(CompressionType codec) {
        return MemoryRecords.withRecords(Compression.of(codec).build(),
                new SimpleRecord(ProduceProbes.TIME, "k".getBytes(), "x".repeat(200).getBytes()), new SimpleRecord(ProduceProbes.TIME + 1, "k".getBytes(), "y".getBytes()));
    }

    private static void codecs(Lab lab, Notes notes) throws Exception {
        lab.topic("re-codecs", 1);
        for (CompressionType codec : CompressionType.values()) {
            notes.ask(codec.name, () -> ProduceProbes.send(lab, "re-codecs", compressed(codec)));
        }
        for (RecordBatch batch : FetchProbes.batches(lab, "re-codecs")) {
            notes.note("at " + batch.baseOffset(), batch.compressionType() + " to " + batch.lastOffset() + " epoch " + batch.partitionLeaderEpoch());
        }
    }

    private static void recompressed(Lab lab, Notes notes) throws Exception {
        lab.topic("re-gzip", 1, "compression.type", "gzip");
        lab.topic("re-none", 1, "compression.type", "uncompressed");
        for (String topic : List.of("re-gzip", "re-none")) {
            notes.ask(topic + " plain", () -> ProduceProbes.send(lab, topic, ProduceProbes.records("a")));
            notes.ask(topic + " lz4", () -> ProduceProbes.send(lab, topic, compressed(CompressionType.LZ4)));
            FetchProbes.batches(lab, topic).forEach(it -> notes.note(topic + " at " + it.baseOffset(), it.compressionType() + " to " + it.lastOffset()));
        }
    }

    private static void zstd(Lab lab, Notes notes) throws Exception {
        lab.topic("re-zstd", 1);
        for (int version : new int[] {3, 6, 7}) {
            notes.ask("version " + version, () -> ProduceProbes.send(lab, version, ProduceProbes.request(-1, "re-zstd", 0, compressed(CompressionType.ZSTD))));
        }
    }

    private static void control(Lab lab, Notes notes) throws Exception {
        lab.topic("re-control", 1);
        var marker = MemoryRecords.withEndTransactionMarker(5L, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0));
        notes.ask("commit marker", () -> ProduceProbes.send(lab, "re-control", marker));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-control", ProduceProbes.records("c")));
    }

    private static void badCrc(Lab lab, Notes notes) throws Exception {
        lab.topic("re-crc", 1);
        ByteBuffer bytes = ProduceProbes.records("a").buffer().duplicate();
        bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ 1));
        notes.ask("sent", () -> ProduceProbes.send(lab, "re-crc", MemoryRecords.readableRecords(bytes)));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-crc", ProduceProbes.records("c")));
    }

    private static void oldMagic(Lab lab, Notes notes) throws Exception {
        lab.topic("re-magic", 1);
        for (byte magic : new byte[] {0, 1}) {
            var old = MemoryRecords.withRecords(magic, Compression.NONE, new SimpleRecord(magic == 0 ? -1 : 5, "k".getBytes(), "v".getBytes()));
            notes.ask("magic " + magic, () -> ProduceProbes.send(lab, "re-magic", old));
        }
        ByteBuffer bytes = ProduceProbes.records("a").buffer().duplicate();
        bytes.put(16, (byte) 9);
        notes.ask("magic 9", () -> ProduceProbes.send(lab, "re-magic", MemoryRecords.readableRecords(bytes)));
    }

    private static void batchCounts(Lab lab, Notes notes) throws Exception {
        lab.topic("re-count", 1);
        ByteBuffer one = ProduceProbes.records("a").buffer().duplicate();
        ByteBuffer two = ByteBuffer.allocate(2 * one.remaining()).put(one.duplicate()).put(one.duplicate()).flip();
        notes.ask("two", () -> ProduceProbes.send(lab, "re-count", MemoryRecords.readableRecords(two)));
        notes.ask("none", () -> ProduceProbes.send(lab, "re-count", MemoryRecords.EMPTY));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-count", ProduceProbes.records("c")));
    }

    private static void nullRecords(Lab lab, Notes notes) throws Exception {
        lab.topic("re-null", 1);
        notes.ask("null", () -> ProduceProbes.send(lab, "re-null", (org.apache.kafka.common.record.internal.BaseRecords) null));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-null", ProduceProbes.records("c")));
    }

    private static MemoryRecords lying(int position, int value) {
        ByteBuffer bytes = ProduceProbes.records("a", "b").buffer().duplicate();
        bytes.putInt(position, value);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().position(ATTRIBUTES_OFFSET));
        bytes.putInt(DefaultRecordBatch.CRC_OFFSET, (int) checksum.getValue());
        return MemoryRecords.readableRecords(bytes);
    }

    private static void lies(Lab lab, Notes notes) throws Exception {
        lab.topic("re-lies", 1);
        int count = DefaultRecordBatch.RECORDS_COUNT_OFFSET;
        int delta = DefaultRecordBatch.LAST_OFFSET_DELTA_OFFSET;
        notes.ask("three records", () -> ProduceProbes.send(lab, "re-lies", lying(count, 3)));
        notes.ask("one record", () -> ProduceProbes.send(lab, "re-lies", lying(count, 1)));
        notes.ask("no record", () -> ProduceProbes.send(lab, "re-lies", lying(count, 0)));
        notes.ask("minus one record", () -> ProduceProbes.send(lab, "re-lies", lying(count, -1)));
        notes.ask("last offset 5", () -> ProduceProbes.send(lab, "re-lies", lying(delta, 5)));
        notes.ask("last offset 0", () -> ProduceProbes.send(lab, "re-lies", lying(delta, 0)));
        notes.ask("codec 7", () -> ProduceProbes.send(lab, "re-lies", lying(ATTRIBUTES_OFFSET - 2, 7)));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-lies", ProduceProbes.records("c")));
    }

    private static void cut(Lab lab, Notes notes) throws Exception {
        lab.topic("re-cut", 1);
        ByteBuffer bytes = ProduceProbes.records("a").buffer().duplicate();
        bytes.limit(bytes.limit() - 4);
        notes.ask("four bytes less", () -> ProduceProbes.send(lab, "re-cut", MemoryRecords.readableRecords(bytes.slice())));
        ByteBuffer tiny = ByteBuffer.allocate(8);
        notes.ask("eight zeros", () -> ProduceProbes.send(lab, "re-cut", MemoryRecords.readableRecords(tiny)));
        ByteBuffer noise = ByteBuffer.wrap("this is no batch of records, and never will be one, whatever you think".getBytes());
        notes.ask("noise", () -> ProduceProbes.send(lab, "re-cut", MemoryRecords.readableRecords(noise)));
        notes.ask("then", () -> ProduceProbes.send(lab, "re-cut", ProduceProbes.records("c")));
    }

    private static void offsets(Lab lab, Notes notes) throws Exception {
        lab.topic("re-offsets", 1);
        notes.ask("base 100", () -> ProduceProbes.send(lab, "re-offsets",
                MemoryRecords.withRecords(100L, Compression.NONE, new SimpleRecord(5, "k".getBytes(), "v".getBytes()))));
        notes.ask("log append time set by the client", () -> ProduceProbes.send(lab, "re-offsets", MemoryRecords.withRecords(
                RecordBatch.CURRENT_MAGIC_VALUE, 0L, Compression.NONE, TimestampType.LOG_APPEND_TIME, new SimpleRecord(5, "k".getBytes(), "v".getBytes()))));
        FetchProbes.batches(lab, "re-offsets").forEach(it -> notes.note("at " + it.baseOffset(), it.timestampType() + " to " + it.lastOffset()));
    }
}
