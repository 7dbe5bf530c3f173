/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopicCollection;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseGroup;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsResponse;
import org.apache.kafka.metadata.KRaftMetadataCache;

/**
 * DescribeShareGroupOffsets 0 to 1, AlterShareGroupOffsets 0 and DeleteShareGroupOffsets 0: where share
 * groups are in their partitions, asked and set by administrators.
 */
final class ShareOffsetsHandlers {

    private final Groups groups;
    private final KRaftMetadataCache metadata;

    ShareOffsetsHandlers(Groups groups, KRaftMetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    CompletionStage<AbstractResponse> describe(DescribeShareGroupOffsetsRequest request, RequestScope scope) {
        List<CompletableFuture<DescribeShareGroupOffsetsResponseGroup>> described =
                request.groups().stream().map(group -> describe(group, scope)).toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenApply(all -> new DescribeShareGroupOffsetsResponse(new DescribeShareGroupOffsetsResponseData()
                        .setGroups(
                                described.stream().map(CompletableFuture::join).toList())));
    }

    private CompletableFuture<DescribeShareGroupOffsetsResponseGroup> describe(
            DescribeShareGroupOffsetsRequestGroup group, RequestScope scope) {
        DescribeShareGroupOffsetsResponseGroup answer =
                new DescribeShareGroupOffsetsResponseGroup().setGroupId(group.groupId());
        if (!ShareHandlers.areEnabled(metadata)) {
            return CompletableFuture.completedFuture(answer.setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
        }
        if (group.topics() != null && group.topics().isEmpty()) {
            return CompletableFuture.completedFuture(answer);
        }
        GroupCaller caller = new GroupCaller(scope);
        var described = group.topics() == null
                ? groups.coordinator().describeShareGroupAllOffsets(caller, group)
                : groups.coordinator().describeShareGroupOffsets(caller, group);
        return described.exceptionally(failure -> {
            Errors error = Errors.forException(failure);
            return answer.setErrorCode(error.code()).setErrorMessage(error.message());
        });
    }

    CompletionStage<AbstractResponse> alter(AlterShareGroupOffsetsRequest request, RequestScope scope) {
        ShareHandlers.refuseUnlessEnabled(metadata);
        AlterShareGroupOffsetsResponse.Builder answer = new AlterShareGroupOffsetsResponse.Builder();
        AlterShareGroupOffsetsRequestTopicCollection known = new AlterShareGroupOffsetsRequestTopicCollection();
        for (AlterShareGroupOffsetsRequestTopic topic : request.data().topics()) {
            if (metadata.contains(topic.topicName())) {
                known.add(topic.duplicate());
            } else {
                topic.partitions()
                        .forEach(partition -> answer.addPartition(
                                topic.topicName(),
                                partition.partitionIndex(),
                                metadata.topicNamesToIds(),
                                new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION)));
            }
        }
        String group = request.data().groupId();
        return groups.coordinator()
                .alterShareGroupOffsets(
                        new GroupCaller(scope),
                        group,
                        new AlterShareGroupOffsetsRequestData()
                                .setGroupId(group)
                                .setTopics(known))
                .thenApply(altered -> altered.errorCode() == Errors.NONE.code()
                        ? answer.merge(altered, metadata.topicNamesToIds()).build()
                        : request.getErrorResponse(0, altered.errorCode(), altered.errorMessage()));
    }

    CompletionStage<AbstractResponse> delete(DeleteShareGroupOffsetsRequest request, RequestScope scope) {
        ShareHandlers.refuseUnlessEnabled(metadata);
        return groups.coordinator()
                .deleteShareGroupOffsets(new GroupCaller(scope), request.data())
                .thenApply(deleted -> deleted.errorCode() == Errors.NONE.code()
                        ? new DeleteShareGroupOffsetsResponse(deleted)
                        : request.getErrorResponse(0, deleted.errorCode(), deleted.errorMessage()));
    }
}
