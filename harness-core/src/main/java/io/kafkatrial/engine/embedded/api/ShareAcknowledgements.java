/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.share.ShareLeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ShareAcknowledgeResponse;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;

/**
 * The acknowledgements of one request, whether it fetches as well or not: checks them as Kafka does and
 * gives the good ones to the leader. Used once, confined to the loop.
 */
final class ShareAcknowledgements {

    private static final int FIRST_WITH_RENEWALS = 2;

    private final KRaftMetadataCache metadata;
    private final Map<Uuid, String> names;
    private final boolean renews;
    private final byte lastType;
    private final Map<TopicIdPartition, PartitionData> refused = new LinkedHashMap<>();
    private final Map<TopicIdPartition, PartitionData> empty = new LinkedHashMap<>();
    private final Map<TopicIdPartition, List<ShareAcknowledgementBatch>> good = new LinkedHashMap<>();

    /**
     * @param version of the request
     * @param renews whether the request says that it renews locks (KIP-1222)
     */
    ShareAcknowledgements(KRaftMetadataCache metadata, Map<Uuid, String> names, short version, boolean renews) {
        this.metadata = metadata;
        this.names = names;
        this.renews = renews;
        this.lastType = version >= FIRST_WITH_RENEWALS ? AcknowledgeType.RENEW.id : AcknowledgeType.REJECT.id;
    }

    void add(Uuid topic, int partition, List<ShareAcknowledgementBatch> batches) {
        TopicIdPartition id = new TopicIdPartition(topic, new TopicPartition(names.get(topic), partition));
        if (!names.containsKey(topic)) {
            refuse(id, Errors.UNKNOWN_TOPIC_ID);
        } else if (!areSound(batches)) {
            refuse(id, Errors.INVALID_REQUEST);
        } else if (!metadata.contains(id.topicPartition())) {
            refuse(id, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        } else if (batches.isEmpty()) {
            empty.put(id, ShareAcknowledgeResponse.partitionResponse(id, Errors.NONE));
        } else {
            good.put(id, batches);
        }
    }

    private void refuse(TopicIdPartition id, Errors error) {
        refused.put(id, ShareAcknowledgeResponse.partitionResponse(id, error));
    }

    private boolean areSound(List<ShareAcknowledgementBatch> batches) {
        long before = -1;
        for (ShareAcknowledgementBatch batch : batches) {
            List<Byte> types = batch.acknowledgeTypes();
            boolean sound = batch.firstOffset() <= batch.lastOffset()
                    && batch.firstOffset() >= before
                    && types != null
                    && !types.isEmpty()
                    && (types.size() == 1 || batch.lastOffset() - batch.firstOffset() == types.size() - 1)
                    && types.stream().allMatch(this::isSound);
            if (!sound) {
                return false;
            }
            before = batch.lastOffset();
        }
        return true;
    }

    private boolean isSound(byte type) {
        return type >= 0 && type <= lastType && (type != AcknowledgeType.RENEW.id || renews);
    }

    /** Acknowledge; each partition's answer. As in Kafka those without acknowledgements are told only beside others. */
    CompletableFuture<Map<TopicIdPartition, PartitionData>> give(ShareLeader leader, String group, String member) {
        if (good.isEmpty()) {
            return CompletableFuture.completedFuture(refused);
        }
        return leader.acknowledge(group, member, good).thenApply(ended -> {
            Map<TopicIdPartition, PartitionData> all = new LinkedHashMap<>(ended);
            all.putAll(refused);
            all.putAll(empty);
            return all;
        });
    }
}
