/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.DescribeProducersRequest;
import org.apache.kafka.common.requests.DescribeProducersResponse;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/**
 * The requests about transactions that go to the leaders of partitions: WriteTxnMarkers of transaction
 * coordinators, and of administrators that end a hanging transaction; DescribeProducers of those that look
 * for one (KIP-664).
 */
public final class MarkerHandlers {

    private final BrokerView broker;
    private final DataPlane data;
    private final Groups groups;
    private final LoopClock clock;

    /**
     * Prepare the handlers of one incarnation of a broker.
     *
     * @param groups told of markers for {@code __consumer_offsets}, which they write themselves
     * @param clock the broker's clock, for the timestamps of markers
     */
    public MarkerHandlers(BrokerView broker, DataPlane data, Groups groups, LoopClock clock) {
        this.broker = requireNonNull(broker, "broker");
        this.data = requireNonNull(data, "data");
        this.groups = requireNonNull(groups, "groups");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Register the handlers. */
    public void register(Handlers handlers) {
        handlers.on(ApiKeys.WRITE_TXN_MARKERS, WriteTxnMarkersRequest.class, (request, scope) -> write(request))
                .on(ApiKeys.DESCRIBE_PRODUCERS, DescribeProducersRequest.class, (request, scope) -> describe(request));
    }

    private CompletionStage<AbstractResponse> write(WriteTxnMarkersRequest request) {
        Map<Long, Map<TopicPartition, Errors>> errors = new LinkedHashMap<>();
        List<CompletableFuture<?>> writing = new ArrayList<>();
        for (TxnMarkerEntry marker : request.markers()) {
            Map<TopicPartition, Errors> its =
                    errors.computeIfAbsent(marker.producerId(), producer -> new LinkedHashMap<>());
            for (TopicPartition partition : marker.partitions()) {
                writing.add(write(marker, partition)
                        .thenAccept(error -> its.put(partition, error))
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(writing.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> new WriteTxnMarkersResponse(errors));
    }

    private CompletionStage<Errors> write(TxnMarkerEntry marker, TopicPartition partition) {
        if (!data.hosts(partition)) {
            return CompletableFuture.completedFuture(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        if (partition.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME)) {
            return complete(marker, partition);
        }
        ControlRecordType type = marker.transactionResult() == TransactionResult.COMMIT
                ? ControlRecordType.COMMIT
                : ControlRecordType.ABORT;
        MemoryRecords record = MemoryRecords.withEndTransactionMarker(
                clock.wallMs(),
                marker.producerId(),
                marker.producerEpoch(),
                new EndTransactionMarker(type, marker.coordinatorEpoch()));
        return data.appendMarker(broker.config().requestTimeoutMs(), partition, record, marker.transactionVersion());
    }

    private CompletionStage<Errors> complete(TxnMarkerEntry marker, TopicPartition offsets) {
        CompletionStage<Void> completion;
        try {
            completion = groups.completeTransaction(offsets, marker);
        } catch (ApiException refused) {
            completion = CompletableFuture.failedFuture(refused);
        }
        return completion.handle((nothing, failure) -> {
            Errors error = failure == null ? Errors.NONE : Errors.forException(failure);
            return switch (error) {
                // What a transaction coordinator understands to mean: not yet, or not here.
                case COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR ->
                    Errors.NOT_LEADER_OR_FOLLOWER;
                default -> error;
            };
        });
    }

    private CompletionStage<AbstractResponse> describe(DescribeProducersRequest request) {
        DescribeProducersResponseData described = new DescribeProducersResponseData();
        request.data().topics().forEach(topic -> {
            TopicResponse answer = new TopicResponse().setName(topic.name());
            ApiError refusal = refusal(topic.name());
            topic.partitionIndexes().forEach(index -> answer.partitions()
                    .add(
                            refusal.isFailure()
                                    ? new PartitionResponse()
                                            .setPartitionIndex(index)
                                            .setErrorCode(refusal.error().code())
                                            .setErrorMessage(refusal.message())
                                    : describe(new TopicPartition(topic.name(), index))));
            described.topics().add(answer);
        });
        return CompletableFuture.completedFuture(new DescribeProducersResponse(described));
    }

    private ApiError refusal(String topic) {
        try {
            Topic.validate(topic);
        } catch (InvalidTopicException invalid) {
            return ApiError.fromThrowable(invalid);
        }
        return broker.metadata().contains(topic) ? ApiError.NONE : new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private PartitionResponse describe(TopicPartition partition) {
        PartitionResponse answer = new PartitionResponse().setPartitionIndex(partition.partition());
        try {
            return answer.setActiveProducers(data.activeProducers(partition));
        } catch (ApiException missing) {
            return answer.setErrorCode(Errors.forException(missing).code());
        }
    }
}
