/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.BrokerView.CurrentLeader;
import io.kafkatrial.engine.embedded.share.ShareLeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgementBatch;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ShareAcknowledgeRequest;
import org.apache.kafka.common.requests.ShareAcknowledgeResponse;
import org.apache.kafka.common.requests.ShareRequestMetadata;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;

/** ShareAcknowledge 1 to 2: what became of records a member acquired, and the end of its session. */
final class ShareAcknowledgeHandler implements Handler<ShareAcknowledgeRequest> {

    private final BrokerView broker;
    private final Supplier<ShareLeader> leader;

    ShareAcknowledgeHandler(BrokerView broker, Supplier<ShareLeader> leader) {
        this.broker = broker;
        this.leader = leader;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(ShareAcknowledgeRequest request, RequestScope scope) {
        ShareHandlers.refuseUnlessEnabled(broker.metadata());
        ShareAcknowledgeRequestData asked = request.data();
        ShareHandlers.checkGroup(asked.groupId());
        ShareHandlers.checkMember(asked.memberId());
        ShareLeader here = leader.get();
        here.acknowledgeIn(new ShareLeader.Session(
                asked.groupId(),
                asked.memberId(),
                asked.shareSessionEpoch(),
                scope.client().connectionId()));
        ShareAcknowledgements acknowledgements = new ShareAcknowledgements(
                broker.metadata(), broker.metadata().topicIdsToNames(), scope.version(), asked.isRenewAck());
        asked.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> acknowledgements.add(
                        topic.topicId(),
                        partition.partitionIndex(),
                        partition.acknowledgementBatches().stream()
                                .map(ShareAcknowledgeHandler::batch)
                                .toList())));
        return acknowledgements.give(here, asked.groupId(), asked.memberId()).thenApply(ended -> {
            if (asked.shareSessionEpoch() == ShareRequestMetadata.FINAL_EPOCH) {
                here.endSession(asked.groupId(), asked.memberId());
            }
            return answer(ended, here.rules().lockDurationMs(asked.groupId()), scope);
        });
    }

    private static ShareAcknowledgementBatch batch(AcknowledgementBatch batch) {
        return new ShareAcknowledgementBatch(batch.firstOffset(), batch.lastOffset(), batch.acknowledgeTypes());
    }

    private ShareAcknowledgeResponse answer(
            Map<TopicIdPartition, PartitionData> ended, int lockDurationMs, RequestScope scope) {
        Map<Integer, Node> endpoints = new LinkedHashMap<>();
        ended.forEach((id, partition) -> {
            if (isAboutLeadership(partition.errorCode())) {
                CurrentLeader current = broker.leaderOf(id.topicPartition(), scope.listener());
                current.node().ifPresent(node -> endpoints.put(node.id(), node));
                partition.currentLeader().setLeaderId(current.id()).setLeaderEpoch(current.epoch());
            }
        });
        List<Node> nodes = new ArrayList<>(endpoints.values());
        return ShareAcknowledgeResponse.of(Errors.NONE, 0, new LinkedHashMap<>(ended), nodes, lockDurationMs);
    }

    static boolean isAboutLeadership(short errorCode) {
        return errorCode == Errors.NOT_LEADER_OR_FOLLOWER.code() || errorCode == Errors.FENCED_LEADER_EPOCH.code();
    }
}
