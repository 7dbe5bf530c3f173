/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.BrokerView.CurrentLeader;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchResponseData.EpochEndOffset;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;

/** Writes one fetch response, partitions that were read first, refused ones behind them. Used once. */
final class FetchAnswer {

    private static final int FIRST_WITH_LEADERS = 16;
    private static final int LAST_WITHOUT_STORAGE_ERROR = 5;

    private final BrokerView broker;
    private final RequestScope scope;
    private final boolean committedOnly;
    private final LinkedHashMap<TopicIdPartition, PartitionData> read = new LinkedHashMap<>();
    private final LinkedHashMap<TopicIdPartition, PartitionData> refused = new LinkedHashMap<>();
    private final Map<Integer, Node> endpoints = new LinkedHashMap<>();

    /**
     * @param committedOnly whether the reader wants no aborted transactions and is told where they are
     */
    FetchAnswer(BrokerView broker, RequestScope scope, boolean committedOnly) {
        this.committedOnly = committedOnly;
        this.broker = broker;
        this.scope = scope;
    }

    void refuse(TopicIdPartition id, Errors error) {
        refused.put(id, FetchResponse.partitionResponse(id, error));
    }

    /** A replica this partition has not, in Kafka's words. */
    void refuseReplica(TopicIdPartition id) {
        refused.put(
                id,
                FetchResponse.partitionResponse(id, Errors.NOT_LEADER_OR_FOLLOWER)
                        .setAbortedTransactions(null));
    }

    void add(TopicIdPartition id, FetchResult result) {
        PartitionData answer = new PartitionData()
                .setPartitionIndex(id.partition())
                .setErrorCode(speakable(result.error()).code())
                .setHighWatermark(result.highWatermark())
                .setLastStableOffset(result.lastStableOffset())
                .setLogStartOffset(result.logStartOffset())
                .setAbortedTransactions(
                        committedOnly && result.error() == Errors.NONE ? result.abortedTransactions() : null)
                .setRecords(result.records())
                .setPreferredReadReplica(
                        result.preferredReadReplica().orElse(FetchResponse.INVALID_PREFERRED_REPLICA_ID));
        boolean aboutLeadership =
                result.error() == Errors.NOT_LEADER_OR_FOLLOWER || result.error() == Errors.FENCED_LEADER_EPOCH;
        if (scope.version() >= FIRST_WITH_LEADERS && aboutLeadership) {
            setLeader(answer, id, result);
        }
        result.diverging()
                .ifPresent(end -> answer.setDivergingEpoch(
                        new EpochEndOffset().setEpoch(end.leaderEpoch()).setEndOffset(end.endOffset())));
        read.put(id, answer);
    }

    /** What the client is told: nothing new, if it has to wait because of its quota. */
    FetchResponse finish(FetchContext context, ClientQuotas quotas) {
        read.putAll(refused);
        int waitMs = quotas.any()
                ? quotas.fetched(
                        scope,
                        FetchResponse.sizeOf(scope.version(), read.entrySet().iterator()))
                : 0;
        if (waitMs > 0) {
            FetchContext.Outcome outcome = context.settleNothing();
            return FetchResponse.of(outcome.error(), waitMs, outcome.sessionId(), new LinkedHashMap<>(), List.of());
        }
        FetchContext.Outcome outcome = context.settle(read);
        return FetchResponse.of(outcome.error(), 0, outcome.sessionId(), read, new ArrayList<>(endpoints.values()));
    }

    /** Consumers that old would not retry on the storage error. */
    private Errors speakable(Errors error) {
        return error == Errors.KAFKA_STORAGE_ERROR && scope.version() <= LAST_WITHOUT_STORAGE_ERROR
                ? Errors.NOT_LEADER_OR_FOLLOWER
                : error;
    }

    private void setLeader(PartitionData answer, TopicIdPartition id, FetchResult result) {
        CurrentLeader leader = result.currentLeader()
                .map(hint -> broker.currentLeader(hint.leaderId(), hint.leaderEpoch(), scope.listener()))
                .orElseGet(() -> broker.leaderOf(id.topicPartition(), scope.listener()));
        leader.node().ifPresent(node -> endpoints.put(node.id(), node));
        answer.currentLeader().setLeaderId(leader.id()).setLeaderEpoch(leader.epoch());
    }
}
