/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.quorum.QuorumView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Node;
import org.apache.kafka.common.message.DescribeQuorumResponseData.NodeCollection;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ReplicaState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeQuorumRequest;
import org.apache.kafka.common.requests.DescribeQuorumResponse;

/**
 * DescribeQuorum 0 to 2, passed on to the active controller. Controllers here listen on no port and have
 * no directory ids, so version 2 names the voters without their endpoints and with the directory id zero.
 */
final class DescribeQuorumHandler implements Handler<DescribeQuorumRequest> {

    private static final TopicPartition METADATA_LOG = new TopicPartition(Topic.CLUSTER_METADATA_TOPIC_NAME, 0);
    private static final int FIRST_WITH_NODES = 2;

    private final Controllers controllers;

    DescribeQuorumHandler(Controllers controllers) {
        this.controllers = controllers;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(DescribeQuorumRequest request, RequestScope scope) {
        if (!asksForTheMetadataLog(request.data())) {
            return CompletableFuture.completedFuture(
                    new DescribeQuorumResponse(DescribeQuorumRequest.getPartitionLevelErrorResponse(
                            request.data(), Errors.UNKNOWN_TOPIC_OR_PARTITION)));
        }
        return controllers
                .describeQuorum()
                .thenApply(view -> new DescribeQuorumResponse(describe(view, request.version())));
    }

    private static boolean asksForTheMetadataLog(DescribeQuorumRequestData asked) {
        return asked.topics().size() == 1
                && asked.topics().get(0).topicName().equals(METADATA_LOG.topic())
                && asked.topics().get(0).partitions().size() == 1
                && asked.topics().get(0).partitions().get(0).partitionIndex() == METADATA_LOG.partition();
    }

    private static DescribeQuorumResponseData describe(QuorumView view, short version) {
        NodeCollection nodes = new NodeCollection();
        if (version >= FIRST_WITH_NODES) {
            view.voters().forEach(voter -> nodes.add(new Node().setNodeId(voter.id())));
        }
        return DescribeQuorumResponse.singletonResponse(
                METADATA_LOG,
                new PartitionData()
                        .setPartitionIndex(METADATA_LOG.partition())
                        .setErrorCode(Errors.NONE.code())
                        .setLeaderId(view.leader())
                        .setLeaderEpoch(view.epoch())
                        .setHighWatermark(view.highWatermark())
                        .setCurrentVoters(states(view.voters()))
                        .setObservers(states(view.observers())),
                nodes);
    }

    private static List<ReplicaState> states(List<QuorumView.Member> members) {
        return members.stream()
                .map(member -> new ReplicaState()
                        .setReplicaId(member.id())
                        .setLogEndOffset(member.logEndOffset())
                        .setLastFetchTimestamp(member.lastFetchMs())
                        .setLastCaughtUpTimestamp(member.lastCaughtUpMs()))
                .toList();
    }
}
