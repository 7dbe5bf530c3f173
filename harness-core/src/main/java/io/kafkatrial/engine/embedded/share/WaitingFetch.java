/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * A member's fetch, from its coming to its answer: when enough bytes can be read of what may be
 * acquired, or the time is up. Follows Kafka's {@code DelayedShareFetch}. Confined to the broker's loop.
 */
final class WaitingFetch {

    private final ShareRequest request;
    private final ShareRules rules;
    private final ShareLogs logs;
    private final BiConsumer<TopicIdPartition, Throwable> onFailure;
    private final Map<TopicIdPartition, SharePartition> partitions = new LinkedHashMap<>();
    private final Map<TopicIdPartition, Throwable> failures = new LinkedHashMap<>();
    private final CompletableFuture<Map<TopicIdPartition, PartitionData>> answer = new CompletableFuture<>();
    private Map<TopicIdPartition, ShareLogs.From> reading = Map.of();
    private boolean tryAgain;
    private boolean timeIsUp;

    /**
     * @param onFailure told of a partition that cannot be read here
     */
    WaitingFetch(
            ShareRequest request, ShareRules rules, ShareLogs logs, BiConsumer<TopicIdPartition, Throwable> onFailure) {
        this.request = request;
        this.rules = rules;
        this.logs = logs;
        this.onFailure = onFailure;
    }

    void add(TopicIdPartition id, SharePartition partition) {
        partitions.put(id, partition);
    }

    void fail(TopicIdPartition id, Throwable failure) {
        failures.put(id, failure);
    }

    boolean isAbout(String group, TopicIdPartition id) {
        return request.group().equals(group) && partitions.containsKey(id);
    }

    boolean isAbout(TopicIdPartition id) {
        return partitions.containsKey(id);
    }

    Set<TopicIdPartition> partitions() {
        return partitions.keySet();
    }

    /** What each partition gave, those that failed included. */
    CompletableFuture<Map<TopicIdPartition, PartitionData>> answer() {
        return answer;
    }

    boolean isDone() {
        return answer.isDone();
    }

    /** Answer with what there is. */
    void timeIsUp() {
        timeIsUp = true;
        attempt();
    }

    /** Answer if there is enough now. */
    void attempt() {
        if (isDone()) {
            return;
        }
        if (failures.size() == request.partitions().size()) {
            end(Map.of());
            return;
        }
        if (!reading.isEmpty()) {
            tryAgain = true;
            return;
        }
        Map<TopicIdPartition, ShareLogs.From> from = startable();
        if (from.isEmpty()) {
            if (timeIsUp) {
                end(Map.of());
            }
            return;
        }
        reading = from;
        logs.read(from, request.maxBytes(), rules.isolation(request.group())).whenComplete(this::onRead);
    }

    private Map<TopicIdPartition, ShareLogs.From> startable() {
        Map<TopicIdPartition, Long> offsets = new LinkedHashMap<>();
        partitions.forEach((id, partition) -> {
            if (!failures.containsKey(id) && partition.startFetch(this)) {
                offsets.put(id, partition.nextOffset());
            }
        });
        Map<TopicIdPartition, ShareLogs.From> from = new LinkedHashMap<>();
        int share = Math.max(1, request.maxBytes() / Math.max(1, offsets.size()));
        offsets.forEach((id, offset) -> from.put(id, new ShareLogs.From(offset, share)));
        return from;
    }

    private void onRead(@Nullable Map<TopicIdPartition, ShareLogs.Found> found, @Nullable Throwable failure) {
        Map<TopicIdPartition, ShareLogs.From> wasReading = reading;
        reading = Map.of();
        if (found == null || failure != null) {
            Throwable cause = failure == null ? new IllegalStateException("nothing was read") : failure;
            wasReading.keySet().forEach(id -> fail(id, cause));
            finish(wasReading.keySet(), Map.of());
        } else if (timeIsUp || isEnough(found)) {
            finish(wasReading.keySet(), acquire(wasReading, found));
        } else {
            letGo(wasReading.keySet());
            if (tryAgain) {
                tryAgain = false;
                attempt();
            }
        }
    }

    private boolean isEnough(Map<TopicIdPartition, ShareLogs.Found> found) {
        long bytes = 0;
        for (ShareLogs.Found part : found.values()) {
            if (part.error() != Errors.NONE) {
                return true;
            }
            bytes += part.records().sizeInBytes();
        }
        return bytes >= request.minBytes();
    }

    private Map<TopicIdPartition, PartitionData> acquire(
            Map<TopicIdPartition, ShareLogs.From> wasReading, Map<TopicIdPartition, ShareLogs.Found> found) {
        Map<TopicIdPartition, PartitionData> parts = new LinkedHashMap<>();
        int[] left = {request.maxRecords()};
        found.forEach((id, part) -> {
            SharePartition partition = partitions.get(id);
            ShareLogs.From from = wasReading.get(id);
            if (partition == null || from == null) {
                return;
            }
            if (part.error() != Errors.NONE) {
                refused(id, partition, part.error(), parts);
                return;
            }
            var taker = new Acquiring.Taker(request.member(), request.exactly(), request.batchSize(), left[0]);
            Acquired acquired = partition.acquire(taker, from.offset(), part);
            left[0] -= acquired.count();
            parts.put(
                    id,
                    empty(id)
                            .setRecords(acquired.isEmpty() ? MemoryRecords.EMPTY : slice(part.records(), acquired))
                            .setAcquiredRecords(acquired.ranges()));
        });
        return parts;
    }

    /** Where the log begins later than the group's next record the next fetch is right; others are told. */
    private void refused(
            TopicIdPartition id, SharePartition partition, Errors error, Map<TopicIdPartition, PartitionData> parts) {
        PartitionData part = empty(id);
        if (error == Errors.OFFSET_OUT_OF_RANGE) {
            try {
                partition.onOutOfRange();
            } catch (ApiException gone) {
                fail(id, gone);
                onFailure.accept(id, gone);
                return;
            }
        } else {
            part.setErrorCode(error.code()).setErrorMessage(error.message());
        }
        parts.put(id, part);
    }

    private static PartitionData empty(TopicIdPartition id) {
        return new PartitionData()
                .setPartitionIndex(id.partition())
                .setRecords(MemoryRecords.EMPTY)
                .setAcquiredRecords(List.of());
    }

    /** Only the batches something was acquired of. */
    private static MemoryRecords slice(MemoryRecords records, Acquired acquired) {
        long first = acquired.ranges().get(0).firstOffset();
        long last = acquired.ranges().get(acquired.ranges().size() - 1).lastOffset();
        int from = 0;
        int size = 0;
        int position = 0;
        for (var batch : records.batches()) {
            if (batch.lastOffset() < first) {
                from = position + batch.sizeInBytes();
            } else if (batch.baseOffset() <= last) {
                size += batch.sizeInBytes();
            }
            position += batch.sizeInBytes();
        }
        return size == records.sizeInBytes() || size == 0 ? records : records.slice(from, size);
    }

    private void letGo(Set<TopicIdPartition> ids) {
        ids.forEach(id -> {
            SharePartition partition = partitions.get(id);
            if (partition != null) {
                partition.endFetch(this);
            }
        });
    }

    private void finish(Set<TopicIdPartition> wereReading, Map<TopicIdPartition, PartitionData> parts) {
        letGo(wereReading);
        end(parts);
    }

    private void end(Map<TopicIdPartition, PartitionData> parts) {
        Map<TopicIdPartition, PartitionData> all = new LinkedHashMap<>(parts);
        failures.forEach((id, failure) -> all.put(
                id, empty(id).setErrorCode(Errors.forException(failure).code()).setErrorMessage(failure.getMessage())));
        answer.complete(all);
    }
}
