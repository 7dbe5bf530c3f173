/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetCommitResponse;
import org.apache.kafka.metadata.MetadataCache;

/**
 * OffsetCommit 2 to 10. Partitions that do not exist are refused here, each with its own error, and the
 * rest goes to the coordinator, which does not know what exists. By name up to version 9, by id since.
 */
final class OffsetCommitHandler implements Handler<OffsetCommitRequest> {

    private final Groups groups;
    private final MetadataCache metadata;

    OffsetCommitHandler(Groups groups, MetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(OffsetCommitRequest request, RequestScope scope) {
        boolean byId = OffsetCommitResponse.useTopicIds(scope.version());
        OffsetCommitResponse.Builder response = OffsetCommitResponse.newBuilder(byId);
        List<OffsetCommitRequestTopic> existing = existing(request.data(), byId, response);
        if (existing.isEmpty()) {
            return CompletableFuture.completedFuture(response.build());
        }
        return groups.commitOffsets(new GroupCaller(scope), withTopics(request.data(), existing))
                .thenApply(data -> response.merge(data).build());
    }

    private List<OffsetCommitRequestTopic> existing(
            OffsetCommitRequestData request, boolean byId, OffsetCommitResponse.Builder response) {
        List<OffsetCommitRequestTopic> existing = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            resolve(topic, byId);
            if (byId && topic.name().isEmpty()) {
                refuse(topic, topic.topicId(), Errors.UNKNOWN_TOPIC_ID, response);
            } else if (topic.topicId().equals(Uuid.ZERO_UUID)) {
                refuse(topic, Uuid.ZERO_UUID, Errors.UNKNOWN_TOPIC_OR_PARTITION, response);
            } else {
                List<OffsetCommitRequestPartition> partitions = existingPartitions(topic, response);
                if (!partitions.isEmpty()) {
                    existing.add(new OffsetCommitRequestTopic()
                            .setTopicId(topic.topicId())
                            .setName(topic.name())
                            .setPartitions(partitions));
                }
            }
        }
        return existing;
    }

    private void resolve(OffsetCommitRequestTopic topic, boolean byId) {
        if (byId) {
            metadata.getTopicName(topic.topicId()).ifPresent(topic::setName);
        } else {
            topic.setTopicId(metadata.getTopicId(topic.name()));
        }
    }

    private List<OffsetCommitRequestPartition> existingPartitions(
            OffsetCommitRequestTopic topic, OffsetCommitResponse.Builder response) {
        List<OffsetCommitRequestPartition> existing = new ArrayList<>();
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            if (metadata.getLeaderAndIsr(topic.name(), partition.partitionIndex())
                    .isPresent()) {
                existing.add(partition);
            } else {
                response.addPartition(
                        topic.topicId(), topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        return existing;
    }

    private static void refuse(
            OffsetCommitRequestTopic topic, Uuid id, Errors error, OffsetCommitResponse.Builder response) {
        response.addPartitions(
                id, topic.name(), topic.partitions(), OffsetCommitRequestPartition::partitionIndex, error);
    }

    private static OffsetCommitRequestData withTopics(
            OffsetCommitRequestData request, List<OffsetCommitRequestTopic> topics) {
        return new OffsetCommitRequestData()
                .setGroupId(request.groupId())
                .setMemberId(request.memberId())
                .setGenerationIdOrMemberEpoch(request.generationIdOrMemberEpoch())
                .setRetentionTimeMs(request.retentionTimeMs())
                .setGroupInstanceId(request.groupInstanceId())
                .setTopics(topics);
    }
}
