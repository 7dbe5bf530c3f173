/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import io.kafkatrial.engine.embedded.group.ManualLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;

/** A leader of one partition, in virtual time, over a log of batches and a coordinator in memory. */
final class ShareFixture implements ShareLogs {

    static final TopicIdPartition JOBS = new TopicIdPartition(new Uuid(1, 2), new TopicPartition("jobs", 0));
    static final String GROUP = "workers";
    private static final Map<String, String> CONFIG = Map.of("group.share.min.record.lock.duration.ms", "1000");

    final ManualLoop loop = new ManualLoop();
    final StoredStates states = new StoredStates();
    private final Map<String, String> group = new HashMap<>();
    private final GroupConfigManager groups =
            new GroupConfigManager(GroupCoordinatorConfig.fromProps(CONFIG), ShareGroupConfig.fromProps(CONFIG));
    private final List<MemoryRecords> log = new ArrayList<>();
    private final List<AbortedTransaction> aborted = new ArrayList<>();
    private long start;
    private long end;
    private boolean leads = true;
    private boolean exactly;
    private int batchSize = 500;
    ShareLeader leader = fresh();

    ShareFixture() {
        set("share.auto.offset.reset", "earliest");
    }

    private ShareLeader fresh() {
        return new ShareLeader(loop, new ShareRules(ShareGroupConfig.fromProps(CONFIG), groups), states, this);
    }

    void set(String key, String value) {
        group.put(key, value);
        Properties all = new Properties();
        all.putAll(group);
        groups.updateGroupConfig(GROUP, all);
    }

    /** The leader dies, and another reads its state. */
    void failOver() {
        leader.onDisabled();
        leader = fresh();
    }

    void leads(boolean leadsNow) {
        leads = leadsNow;
    }

    /** Acquire exactly so many, see {@code share.acquire.mode}. */
    void exactly() {
        exactly = true;
    }

    void batchSize(int records) {
        batchSize = records;
    }

    /** Append one batch. */
    void append(int records) {
        append(records, RecordBatch.NO_PRODUCER_ID);
    }

    void append(int records, long producer) {
        SimpleRecord[] all = new SimpleRecord[records];
        for (int i = 0; i < records; i++) {
            all[i] = new SimpleRecord(loop.wallMs(), new byte[] {1}, new byte[10]);
        }
        log.add(
                producer < 0
                        ? MemoryRecords.withRecords(end, Compression.NONE, all)
                        : MemoryRecords.withTransactionalRecords(
                                end, Compression.NONE, producer, (short) 0, (int) end, 0, all));
        end += records;
        leader.onHighWatermark(JOBS);
    }

    void abort(long producer, long first) {
        aborted.add(new AbortedTransaction().setProducerId(producer).setFirstOffset(first));
    }

    /** Drop everything before this offset, batches that hold it excepted. */
    void deleteBefore(long offset) {
        start = offset;
        log.removeIf(batch -> batch.batches().iterator().next().lastOffset() < offset);
    }

    /** Drop the batch at this offset, as compaction does. */
    void compact(long offset) {
        log.removeIf(batch -> batch.batches().iterator().next().baseOffset() == offset);
    }

    CompletableFuture<Map<TopicIdPartition, PartitionData>> asked(String member, int maxRecords, int maxWaitMs) {
        return leader.fetch(new ShareRequest(
                GROUP, member, maxWaitMs, 1, 1024 * 1024, exactly, maxRecords, batchSize, List.of(JOBS)));
    }

    /** Fetch what is there now: {@code 0-9x1} is the records 0 to 9 for the first time. */
    List<String> fetch(String member, int maxRecords) {
        CompletableFuture<Map<TopicIdPartition, PartitionData>> answer = asked(member, maxRecords, 10);
        loop.advance(10);
        return told(answer);
    }

    List<String> fetch(String member) {
        return fetch(member, 500);
    }

    static List<String> told(CompletableFuture<Map<TopicIdPartition, PartitionData>> answer) {
        PartitionData part = answer.join().get(JOBS);
        if (part == null) {
            return List.of();
        }
        if (part.errorCode() != 0) {
            return List.of(Errors.forCode(part.errorCode()).name());
        }
        return part.acquiredRecords().stream()
                .map(it -> it.firstOffset() + "-" + it.lastOffset() + "x" + it.deliveryCount())
                .toList();
    }

    CompletableFuture<Errors> acknowledging(String member, long first, long last, int... types) {
        List<Byte> bytes = new ArrayList<>();
        for (int type : types) {
            bytes.add((byte) type);
        }
        return leader.acknowledge(
                        GROUP, member, Map.of(JOBS, List.of(new ShareAcknowledgementBatch(first, last, bytes))))
                .thenApply(ends -> Errors.forCode(ends.get(JOBS).errorCode()));
    }

    Errors acknowledge(String member, long first, long last, int... types) {
        return acknowledging(member, first, last, types).join();
    }

    @Override
    public int leaderEpoch(TopicIdPartition partition) {
        if (!leads) {
            throw new NotLeaderOrFollowerException("not here");
        }
        return 1;
    }

    @Override
    public long offset(TopicIdPartition partition, long timestamp, int leaderEpoch) {
        return timestamp == -1 ? end : start;
    }

    @Override
    public CompletionStage<Map<TopicIdPartition, Found>> read(
            Map<TopicIdPartition, From> partitions, int maxBytes, IsolationLevel isolation) {
        Map<TopicIdPartition, Found> found = new LinkedHashMap<>();
        partitions.forEach((id, from) -> found.put(id, read(from.offset())));
        return CompletableFuture.completedFuture(found);
    }

    private Found read(long offset) {
        if (offset < start) {
            return new Found(Errors.OFFSET_OUT_OF_RANGE, MemoryRecords.EMPTY, List.of());
        }
        ByteBuffer bytes = ByteBuffer.allocate(1024 * 1024);
        for (MemoryRecords batch : log) {
            if (batch.batches().iterator().next().lastOffset() >= offset) {
                bytes.put(batch.buffer().duplicate());
            }
        }
        bytes.flip();
        return new Found(Errors.NONE, MemoryRecords.readableRecords(bytes), aborted);
    }
}
