/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest.PartitionData;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * The partitions one client fetches again and again, and what it was last told of each (KIP-227).
 * Confined to the broker's loop.
 */
final class FetchSession {

    private final int id;
    private final boolean usesTopicIds;
    private final long createdMs;
    /** In the order they are read; who got records goes to the end, so that nobody starves. */
    private final LinkedHashMap<TopicIdPartition, Entry> entries = new LinkedHashMap<>();

    private long lastUsedMs;
    private int epoch = 1;

    FetchSession(int id, boolean usesTopicIds, long nowMs) {
        this.id = id;
        this.usesTopicIds = usesTopicIds;
        this.createdMs = nowMs;
        this.lastUsedMs = nowMs;
    }

    int id() {
        return id;
    }

    boolean usesTopicIds() {
        return usesTopicIds;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    /** How long it had lived when it was last used. */
    long ageWhenUsedMs() {
        return lastUsedMs - createdMs;
    }

    /** The epoch the next request must have. */
    int epoch() {
        return epoch;
    }

    int size() {
        return entries.size();
    }

    /** Take over the changes of an incremental request. */
    void update(Map<TopicIdPartition, PartitionData> wanted, List<TopicIdPartition> forgotten) {
        wanted.forEach((partition, data) -> {
            Entry known = entries.get(key(partition));
            if (known == null) {
                entries.put(key(partition), new Entry(partition, data));
            } else {
                known.wanted = data;
            }
        });
        forgotten.forEach(partition -> entries.remove(key(partition)));
    }

    /** Go on to the next epoch. */
    void use(int nextEpoch, long nowMs) {
        epoch = nextEpoch;
        lastUsedMs = nowMs;
    }

    /** Everything the client wants read, topics by their names of now. */
    Map<TopicIdPartition, PartitionData> wanted(Map<Uuid, String> names) {
        Map<TopicIdPartition, PartitionData> all = new LinkedHashMap<>();
        entries.values().forEach(entry -> {
            if (entry.partition.topic() == null) {
                entry.partition = new TopicIdPartition(
                        entry.partition.topicId(), entry.partition.partition(), names.get(entry.partition.topicId()));
            }
            all.put(entry.partition, entry.wanted);
        });
        return all;
    }

    /** Remember what the first response tells. */
    void remember(TopicIdPartition partition, FetchResponseData.PartitionData told) {
        Entry entry = entries.get(key(partition));
        if (entry != null) {
            entry.highWatermark = told.highWatermark();
            entry.logStartOffset = told.logStartOffset();
        }
    }

    /** Leave out what the client knows already, and remember the rest as told. */
    void prune(Map<TopicIdPartition, FetchResponseData.PartitionData> results) {
        results.entrySet().removeIf(result -> !isNews(key(result.getKey()), result.getValue()));
    }

    private boolean isNews(TopicIdPartition key, FetchResponseData.PartitionData result) {
        Entry entry = entries.get(key);
        if (entry == null || !entry.isNews(result)) {
            return false;
        }
        entry.tell(result);
        if (FetchResponse.recordsSize(result) > 0) {
            entries.remove(key);
            entries.put(key, entry);
        }
        return true;
    }

    /** With topic ids the name does not count: it may not be known yet. */
    private TopicIdPartition key(TopicIdPartition partition) {
        return usesTopicIds ? new TopicIdPartition(partition.topicId(), partition.partition(), "") : partition;
    }

    /** One partition of the session. */
    private static final class Entry {
        private TopicIdPartition partition;
        private PartitionData wanted;
        private long highWatermark = -1;
        private long logStartOffset = -1;

        Entry(TopicIdPartition partition, PartitionData wanted) {
            this.partition = partition;
            this.wanted = wanted;
        }

        boolean isNews(FetchResponseData.PartitionData result) {
            return FetchResponse.recordsSize(result) > 0
                    || highWatermark != result.highWatermark()
                    || logStartOffset != result.logStartOffset()
                    || FetchResponse.isPreferredReplica(result)
                    || result.errorCode() != Errors.NONE.code()
                    || FetchResponse.isDivergingEpoch(result);
        }

        /** After an error the high watermark counts as untold, so that the client hears of the error's end. */
        void tell(FetchResponseData.PartitionData result) {
            highWatermark = result.errorCode() == Errors.NONE.code() ? result.highWatermark() : -1;
            logStartOffset = result.logStartOffset();
        }
    }
}
