/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.share.ShareLeader;
import io.kafkatrial.engine.embedded.share.ShareRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.internals.ShareAcquireMode;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ShareSessionLimitReachedException;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData.AcknowledgementBatch;
import org.apache.kafka.common.message.ShareFetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ShareFetchRequest;
import org.apache.kafka.common.requests.ShareFetchResponse;
import org.apache.kafka.common.requests.ShareRequestMetadata;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.server.share.ErroneousAndValidPartitionData;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.context.ShareFetchContext;
import org.apache.kafka.server.share.fetch.PartitionRotateStrategy;
import org.apache.kafka.server.share.fetch.PartitionRotateStrategy.PartitionRotateMetadata;

/**
 * ShareFetch 1 to 2: acquires records in a session, after taking the acknowledgements that came along.
 * One that renews locks (KIP-1222) fetches nothing: its answer must not wait for records.
 */
final class ShareFetchHandler implements Handler<ShareFetchRequest> {

    private static final int FIRST_WITH_RENEWALS = 2;

    private final BrokerView broker;
    private final Supplier<ShareLeader> leader;

    ShareFetchHandler(BrokerView broker, Supplier<ShareLeader> leader) {
        this.broker = broker;
        this.leader = leader;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(ShareFetchRequest request, RequestScope scope) {
        ShareHandlers.refuseUnlessEnabled(broker.metadata());
        ShareFetchRequestData asked = request.data();
        ShareHandlers.checkGroup(asked.groupId());
        ShareHandlers.checkMember(asked.memberId());
        checkRenewal(asked, scope);
        ShareLeader here = leader.get();
        Map<Uuid, String> names = broker.metadata().topicIdsToNames();
        ShareFetchContext context;
        try {
            context = open(here, request, names, scope);
        } catch (ShareSessionLimitReachedException full) {
            return here.idle(asked.maxWaitMs()).thenApply(over -> {
                throw full;
            });
        }
        var acknowledged = acknowledge(here, request, names, scope);
        var fetched = renews(asked, scope)
                ? CompletableFuture.completedFuture(Map.<TopicIdPartition, PartitionData>of())
                : fetch(here, request, context, scope);
        return fetched.thenCombine(acknowledged, (parts, ends) -> {
            ShareFetchResponse response = answer(here, request, context, parts, scope);
            ShareFetchAnswer.addAcknowledgements(response, ends);
            if (asked.shareSessionEpoch() == ShareRequestMetadata.FINAL_EPOCH) {
                here.endSession(asked.groupId(), asked.memberId());
            }
            return response;
        });
    }

    private static boolean renews(ShareFetchRequestData asked, RequestScope scope) {
        return scope.version() >= FIRST_WITH_RENEWALS && asked.isRenewAck();
    }

    private static void checkRenewal(ShareFetchRequestData asked, RequestScope scope) {
        if (!renews(asked, scope)) {
            return;
        }
        StringBuilder wrong = new StringBuilder();
        if (asked.maxBytes() != 0) {
            wrong.append("maxBytes must be set to 0, ");
        }
        if (asked.minBytes() != 0) {
            wrong.append("minBytes must be set to 0, ");
        }
        if (asked.maxRecords() != 0) {
            wrong.append("maxRecords must be set to 0, ");
        }
        if (asked.maxWaitMs() != 0) {
            wrong.append("maxWaitMs must be set to 0, ");
        }
        if (wrong.length() > 0) {
            throw Errors.INVALID_REQUEST.exception(wrong + "if isRenewAck is true.");
        }
    }

    private static ShareFetchContext open(
            ShareLeader here, ShareFetchRequest request, Map<Uuid, String> names, RequestScope scope) {
        ShareFetchRequestData asked = request.data();
        ShareLeader.Session session = new ShareLeader.Session(
                asked.groupId(),
                asked.memberId(),
                asked.shareSessionEpoch(),
                scope.client().connectionId());
        return here.open(session, request.shareFetchData(names), request.forgottenTopics(names), acknowledges(asked));
    }

    private static boolean acknowledges(ShareFetchRequestData asked) {
        return asked.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(partition -> partition.acknowledgementBatches() != null
                        && !partition.acknowledgementBatches().isEmpty());
    }

    private CompletableFuture<Map<TopicIdPartition, ShareAcknowledgeResponseData.PartitionData>> acknowledge(
            ShareLeader here, ShareFetchRequest request, Map<Uuid, String> names, RequestScope scope) {
        ShareFetchRequestData asked = request.data();
        if (!acknowledges(asked)) {
            return CompletableFuture.completedFuture(Map.of());
        }
        ShareAcknowledgements acknowledgements =
                new ShareAcknowledgements(broker.metadata(), names, scope.version(), asked.isRenewAck());
        asked.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> acknowledgements.add(
                        topic.topicId(),
                        partition.partitionIndex(),
                        partition.acknowledgementBatches().stream()
                                .map(ShareFetchHandler::batch)
                                .toList())));
        return acknowledgements.give(here, asked.groupId(), asked.memberId());
    }

    private static ShareAcknowledgementBatch batch(AcknowledgementBatch batch) {
        return new ShareAcknowledgementBatch(batch.firstOffset(), batch.lastOffset(), batch.acknowledgeTypes());
    }

    private CompletableFuture<Map<TopicIdPartition, PartitionData>> fetch(
            ShareLeader here, ShareFetchRequest request, ShareFetchContext context, RequestScope scope) {
        ErroneousAndValidPartitionData session = context.getErroneousAndValidTopicIdPartitions();
        Map<TopicIdPartition, PartitionData> refused = new LinkedHashMap<>(session.erroneous());
        List<TopicIdPartition> readable = new ArrayList<>();
        for (TopicIdPartition id : session.validTopicIdPartitions()) {
            if (!scope.allows(AclOperation.READ, ResourceType.TOPIC, id.topic())) {
                refused.put(id, ShareFetchResponse.partitionResponse(id, Errors.TOPIC_AUTHORIZATION_FAILED));
            } else if (broker.metadata().contains(id.topicPartition())) {
                readable.add(id);
            } else {
                refused.put(id, ShareFetchResponse.partitionResponse(id, Errors.UNKNOWN_TOPIC_OR_PARTITION));
            }
        }
        if (readable.isEmpty()) {
            return CompletableFuture.completedFuture(refused);
        }
        return here.fetch(question(request.data(), readable)).thenApply(parts -> {
            Map<TopicIdPartition, PartitionData> all = new LinkedHashMap<>(parts);
            all.putAll(refused);
            return all;
        });
    }

    private ShareRequest question(ShareFetchRequestData asked, List<TopicIdPartition> readable) {
        int maxBytes = Math.min(asked.maxBytes(), broker.config().fetchMaxBytes());
        List<TopicIdPartition> rotated = PartitionRotateStrategy.rotateRoundRobin(
                readable, new PartitionRotateMetadata(asked.shareSessionEpoch()));
        return new ShareRequest(
                asked.groupId(),
                asked.memberId(),
                asked.maxWaitMs(),
                Math.min(asked.minBytes(), maxBytes),
                maxBytes,
                ShareAcquireMode.forId(asked.shareAcquireMode()) == ShareAcquireMode.RECORD_LIMIT,
                asked.maxRecords(),
                asked.batchSize(),
                rotated);
    }

    private ShareFetchResponse answer(
            ShareLeader here,
            ShareFetchRequest request,
            ShareFetchContext context,
            Map<TopicIdPartition, PartitionData> parts,
            RequestScope scope) {
        ShareFetchRequestData asked = request.data();
        LinkedHashMap<TopicIdPartition, PartitionData> told = new LinkedHashMap<>(parts);
        Errors error = context.updateAndGenerateResponseData(asked.groupId(), asked.memberId(), told)
                .error();
        if (error != Errors.NONE) {
            told.clear();
        }
        return ShareFetchResponse.of(
                error,
                0,
                told,
                ShareFetchAnswer.addLeaders(broker, told, scope),
                here.rules().lockDurationMs(asked.groupId()));
    }
}
