/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.metadata.MetadataCache;

/**
 * OffsetFetch 1 to 10: one group up to version 7, several since 8; topics by id since 10. Each group
 * fails for itself.
 */
final class OffsetFetchHandler implements Handler<OffsetFetchRequest> {

    private final Groups groups;
    private final MetadataCache metadata;

    OffsetFetchHandler(Groups groups, MetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(OffsetFetchRequest request, RequestScope scope) {
        List<CompletableFuture<OffsetFetchResponseGroup>> fetched = request.groups().stream()
                .map(group -> fetch(group, request.requireStable(), scope))
                .toList();
        return CompletableFuture.allOf(fetched.toArray(CompletableFuture[]::new))
                .thenApply(all -> new OffsetFetchResponse.Builder(
                                fetched.stream().map(CompletableFuture::join).toList())
                        .build(scope.version()));
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetch(
            OffsetFetchRequestGroup group, boolean requireStable, RequestScope scope) {
        CompletableFuture<OffsetFetchResponseGroup> fetched = OffsetFetchRequest.requestAllOffsets(group)
                ? fetchAll(group, requireStable, scope)
                : fetchSome(group, requireStable, scope);
        return fetched.exceptionally(
                error -> OffsetFetchResponse.groupError(group, Errors.forException(error), scope.version()));
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetchAll(
            OffsetFetchRequestGroup group, boolean requireStable, RequestScope scope) {
        return groups.coordinator()
                .fetchOffsets(new GroupCaller(scope), group, requireStable)
                .thenApply(response -> {
                    if (OffsetFetchRequest.useTopicIds(scope.version()) && isGood(response)) {
                        response.setTopics(withIds(response.topics()));
                    }
                    return response;
                });
    }

    /** Topics that no longer exist have no id, and so no place in the response. */
    private List<OffsetFetchResponseTopics> withIds(List<OffsetFetchResponseTopics> topics) {
        List<OffsetFetchResponseTopics> known = new ArrayList<>();
        for (OffsetFetchResponseTopics topic : topics) {
            if (topic.topicId().equals(Uuid.ZERO_UUID)) {
                topic.setTopicId(metadata.getTopicId(topic.name()));
            }
            if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
                known.add(topic);
            }
        }
        return known;
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetchSome(
            OffsetFetchRequestGroup group, boolean requireStable, RequestScope scope) {
        List<OffsetFetchRequestTopics> known = new ArrayList<>();
        List<OffsetFetchResponseTopics> unknown = new ArrayList<>();
        boolean byId = OffsetFetchRequest.useTopicIds(scope.version());
        for (OffsetFetchRequestTopics topic : group.topics()) {
            if (byId) {
                metadata.getTopicName(topic.topicId()).ifPresent(topic::setName);
            }
            if (byId && topic.name().isEmpty()) {
                unknown.add(refused(topic));
            } else {
                known.add(topic);
            }
        }
        OffsetFetchRequestGroup asked = new OffsetFetchRequestGroup()
                .setGroupId(group.groupId())
                .setMemberId(group.memberId())
                .setMemberEpoch(group.memberEpoch())
                .setTopics(known);
        return groups.coordinator()
                .fetchOffsets(new GroupCaller(scope), asked, requireStable)
                .thenApply(response -> isGood(response) ? withRefused(response, unknown) : response);
    }

    private static boolean isGood(OffsetFetchResponseGroup response) {
        return response.errorCode() == Errors.NONE.code();
    }

    private static OffsetFetchResponseGroup withRefused(
            OffsetFetchResponseGroup response, List<OffsetFetchResponseTopics> unknown) {
        List<OffsetFetchResponseTopics> all = new ArrayList<>(response.topics());
        all.addAll(unknown);
        return response.setTopics(all);
    }

    private static OffsetFetchResponseTopics refused(OffsetFetchRequestTopics topic) {
        return new OffsetFetchResponseTopics()
                .setTopicId(topic.topicId())
                .setName(topic.name())
                .setPartitions(topic.partitionIndexes().stream()
                        .map(index -> new OffsetFetchResponsePartitions()
                                .setPartitionIndex(index)
                                .setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                                .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code()))
                        .toList());
    }
}
