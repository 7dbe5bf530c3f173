/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        CommitTargets targets = new CommitTargets(metadata, byId);
        List<OffsetCommitRequestTopic> existing = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            CommitTargets.Target target = targets.find(topic.name(), topic.topicId());
            if (target.error() != Errors.NONE) {
                response.addPartitions(
                        target.id(),
                        target.name(),
                        topic.partitions(),
                        OffsetCommitRequestPartition::partitionIndex,
                        target.error());
                continue;
            }
            List<OffsetCommitRequestPartition> partitions = targets.existing(
                    target,
                    topic.partitions(),
                    OffsetCommitRequestPartition::partitionIndex,
                    missing -> response.addPartition(
                            target.id(), target.name(), missing, Errors.UNKNOWN_TOPIC_OR_PARTITION));
            if (!partitions.isEmpty()) {
                existing.add(new OffsetCommitRequestTopic()
                        .setTopicId(target.id())
                        .setName(target.name())
                        .setPartitions(partitions));
            }
        }
        return existing;
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
