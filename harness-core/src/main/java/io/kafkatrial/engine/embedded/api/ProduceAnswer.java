/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.BrokerView.CurrentLeader;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.ProduceResponseData.NodeEndpoint;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceResponse;

/** Writes one produce response: results by partition and, on errors about leadership, the leader (KIP-951). */
final class ProduceAnswer {

    private static final int FIRST_WITH_LEADERS = 10;

    private final BrokerView broker;
    private final RequestScope scope;
    private final Map<Integer, Node> endpoints = new LinkedHashMap<>();

    ProduceAnswer(BrokerView broker, RequestScope scope) {
        this.broker = broker;
        this.scope = scope;
    }

    ProduceResponse of(Map<TopicIdPartition, ProduceResult> results) {
        ProduceResponseData answer = new ProduceResponseData();
        results.forEach((id, result) -> topic(answer, id).partitionResponses().add(partition(id, result)));
        endpoints.values().forEach(node -> answer.nodeEndpoints()
                .add(new NodeEndpoint()
                        .setNodeId(node.id())
                        .setHost(node.host())
                        .setPort(node.port())
                        .setRack(node.rack())));
        return new ProduceResponse(answer);
    }

    private static TopicProduceResponse topic(ProduceResponseData answer, TopicIdPartition id) {
        TopicProduceResponse known = answer.responses().find(id.topic(), id.topicId());
        if (known != null) {
            return known;
        }
        TopicProduceResponse topic =
                new TopicProduceResponse().setName(id.topic()).setTopicId(id.topicId());
        answer.responses().add(topic);
        return topic;
    }

    private PartitionProduceResponse partition(TopicIdPartition id, ProduceResult result) {
        PartitionProduceResponse answer = new PartitionProduceResponse()
                .setIndex(id.partition())
                .setErrorCode(result.error().code())
                .setBaseOffset(result.baseOffset())
                .setLogAppendTimeMs(result.logAppendTimeMs())
                .setLogStartOffset(result.logStartOffset())
                .setErrorMessage(result.message().orElse(null))
                .setRecordErrors(recordErrors(result));
        if (scope.version() >= FIRST_WITH_LEADERS && result.error() == Errors.NOT_LEADER_OR_FOLLOWER) {
            answer.setCurrentLeader(leader(id, result));
        }
        return answer;
    }

    private static List<BatchIndexAndErrorMessage> recordErrors(ProduceResult result) {
        return result.recordErrors().stream()
                .map(error -> new BatchIndexAndErrorMessage()
                        .setBatchIndex(error.batchIndex())
                        .setBatchIndexErrorMessage(error.message().orElse(null)))
                .toList();
    }

    private LeaderIdAndEpoch leader(TopicIdPartition id, ProduceResult result) {
        CurrentLeader leader = result.currentLeader()
                .map(hint -> broker.currentLeader(hint.leaderId(), hint.leaderEpoch(), scope.listener()))
                .orElseGet(() -> broker.leaderOf(id.topicPartition(), scope.listener()));
        leader.node().ifPresent(node -> endpoints.put(node.id(), node));
        return new LeaderIdAndEpoch().setLeaderId(leader.id()).setLeaderEpoch(leader.epoch());
    }
}
