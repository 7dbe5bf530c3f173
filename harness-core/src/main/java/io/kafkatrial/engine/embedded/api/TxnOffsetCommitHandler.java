/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.metadata.MetadataCache;

/**
 * TxnOffsetCommit 0 to 6: offsets that count when their transaction commits. Topics by name up to version 5, by id
 * since 6 (KIP-1319).
 */
final class TxnOffsetCommitHandler implements Handler<TxnOffsetCommitRequest> {

    private static final int FIRST_THAT_KNOWS_LOADING = 2;

    private final Groups groups;
    private final MetadataCache metadata;

    TxnOffsetCommitHandler(Groups groups, MetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(TxnOffsetCommitRequest request, RequestScope scope) {
        boolean byId = TxnOffsetCommitResponse.useTopicIds(scope.version());
        TxnOffsetCommitResponse.Builder response = TxnOffsetCommitResponse.newBuilder(byId);
        List<TxnOffsetCommitRequestTopic> existing = existing(request.data(), byId, response);
        if (existing.isEmpty()) {
            return CompletableFuture.completedFuture(response.build());
        }
        return groups.coordinator()
                .commitTransactionalOffsets(
                        new GroupCaller(scope), withTopics(request.data(), existing), BufferSupplier.NO_CACHING)
                .thenApply(data ->
                        response.merge(forVersion(data, scope.version())).build());
    }

    /** Old producers die of COORDINATOR_LOAD_IN_PROGRESS (KAFKA-7296). */
    private static TxnOffsetCommitResponseData forVersion(TxnOffsetCommitResponseData data, int version) {
        if (version < FIRST_THAT_KNOWS_LOADING) {
            data.topics().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .filter(partition -> partition.errorCode() == Errors.COORDINATOR_LOAD_IN_PROGRESS.code())
                    .forEach(partition -> partition.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code()));
        }
        return data;
    }

    private List<TxnOffsetCommitRequestTopic> existing(
            TxnOffsetCommitRequestData request, boolean byId, TxnOffsetCommitResponse.Builder response) {
        CommitTargets targets = new CommitTargets(metadata, byId);
        List<TxnOffsetCommitRequestTopic> existing = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            CommitTargets.Target target = targets.find(topic.name(), topic.topicId());
            if (target.error() != Errors.NONE) {
                response.addPartitions(
                        target.id(),
                        target.name(),
                        topic.partitions(),
                        TxnOffsetCommitRequestPartition::partitionIndex,
                        target.error());
                continue;
            }
            List<TxnOffsetCommitRequestPartition> partitions = targets.existing(
                    target,
                    topic.partitions(),
                    TxnOffsetCommitRequestPartition::partitionIndex,
                    missing -> response.addPartition(
                            target.id(), target.name(), missing, Errors.UNKNOWN_TOPIC_OR_PARTITION));
            if (!partitions.isEmpty()) {
                existing.add(new TxnOffsetCommitRequestTopic()
                        .setTopicId(target.id())
                        .setName(target.name())
                        .setPartitions(partitions));
            }
        }
        return existing;
    }

    private static TxnOffsetCommitRequestData withTopics(
            TxnOffsetCommitRequestData request, List<TxnOffsetCommitRequestTopic> topics) {
        return new TxnOffsetCommitRequestData()
                .setTransactionalId(request.transactionalId())
                .setProducerId(request.producerId())
                .setProducerEpoch(request.producerEpoch())
                .setGroupId(request.groupId())
                .setMemberId(request.memberId())
                .setGenerationIdOrMemberEpoch(request.generationIdOrMemberEpoch())
                .setGroupInstanceId(request.groupInstanceId())
                .setTopics(topics);
    }
}
