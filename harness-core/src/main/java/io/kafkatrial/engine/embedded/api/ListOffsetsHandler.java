/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.replication.FoundOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/** ListOffsets 1 to 11: offsets by timestamp, or by one of Kafka's special negative ones. */
final class ListOffsetsHandler implements Handler<ListOffsetsRequest> {

    private static final int FIRST_WITH_EPOCH = 4;
    private static final int FIRST_WITH_NOT_AVAILABLE = 5;

    /** The first version that knows each special timestamp. */
    private static final Map<Long, Integer> SPECIAL = Map.of(
            ListOffsetsRequest.LATEST_TIMESTAMP, 1,
            ListOffsetsRequest.EARLIEST_TIMESTAMP, 1,
            ListOffsetsRequest.MAX_TIMESTAMP, 7,
            ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP, 8,
            ListOffsetsRequest.LATEST_TIERED_TIMESTAMP, 9,
            ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP, 11);

    private final BrokerView broker;
    private final DataPlane data;

    ListOffsetsHandler(BrokerView broker, DataPlane data) {
        this.broker = broker;
        this.data = data;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(ListOffsetsRequest request, RequestScope scope) {
        byte isolation = request.data().isolationLevel();
        if (isolation < 0 || isolation > IsolationLevel.READ_COMMITTED.id()) {
            return CompletableFuture.failedFuture(new UnknownServerException("Unknown isolation level " + isolation));
        }
        Set<TopicPartition> duplicates = request.duplicatePartitions();
        Set<TopicPartition> refused = new HashSet<>();
        ListOffsetsResponseData answer = new ListOffsetsResponseData();
        for (ListOffsetsTopic topic : request.topics()) {
            List<ListOffsetsPartitionResponse> partitions = new ArrayList<>();
            for (ListOffsetsPartition wanted : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), wanted.partitionIndex());
                if (duplicates.contains(partition) && !refused.add(partition)) {
                    continue; // one refusal for all of them
                }
                partitions.add(
                        duplicates.contains(partition)
                                ? answer(wanted, Errors.INVALID_REQUEST)
                                : answer(partition, wanted, request));
            }
            answer.topics()
                    .add(new ListOffsetsTopicResponse().setName(topic.name()).setPartitions(partitions));
        }
        return CompletableFuture.completedFuture(new ListOffsetsResponse(answer));
    }

    private ListOffsetsPartitionResponse answer(
            TopicPartition partition, ListOffsetsPartition wanted, ListOffsetsRequest request) {
        if (wanted.timestamp() < 0 && request.version() < SPECIAL.getOrDefault(wanted.timestamp(), Integer.MAX_VALUE)) {
            return answer(wanted, Errors.UNSUPPORTED_VERSION);
        }
        if (!broker.metadata().contains(partition)) {
            return answer(wanted, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        FoundOffset found;
        try {
            found = data.findOffset(partition, wanted.timestamp(), isolation(request), epoch(wanted));
        } catch (ApiException e) {
            return answer(wanted, Errors.forException(e));
        }
        if (found.error() != Errors.NONE) {
            return answer(wanted, speakable(found.error(), request));
        }
        ListOffsetsPartitionResponse answer =
                answer(wanted, Errors.NONE).setTimestamp(found.timestamp()).setOffset(found.offset());
        return request.version() >= FIRST_WITH_EPOCH ? answer.setLeaderEpoch(found.leaderEpoch()) : answer;
    }

    private static Optional<IsolationLevel> isolation(ListOffsetsRequest request) {
        return request.replicaId() == ListOffsetsRequest.CONSUMER_REPLICA_ID
                ? Optional.of(request.isolationLevel())
                : Optional.empty();
    }

    private static OptionalInt epoch(ListOffsetsPartition wanted) {
        return wanted.currentLeaderEpoch() == ListOffsetsResponse.UNKNOWN_EPOCH
                ? OptionalInt.empty()
                : OptionalInt.of(wanted.currentLeaderEpoch());
    }

    /** Clients before version 5 do not know OFFSET_NOT_AVAILABLE. */
    private static Errors speakable(Errors error, ListOffsetsRequest request) {
        return error == Errors.OFFSET_NOT_AVAILABLE && request.version() < FIRST_WITH_NOT_AVAILABLE
                ? Errors.LEADER_NOT_AVAILABLE
                : error;
    }

    private static ListOffsetsPartitionResponse answer(ListOffsetsPartition wanted, Errors error) {
        return new ListOffsetsPartitionResponse()
                .setPartitionIndex(wanted.partitionIndex())
                .setErrorCode(error.code())
                .setTimestamp(ListOffsetsResponse.UNKNOWN_TIMESTAMP)
                .setOffset(ListOffsetsResponse.UNKNOWN_OFFSET);
    }
}
