/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.replication.Input.InTransaction;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager;
import org.jspecify.annotations.Nullable;

/**
 * Produce 3 to 13. Sorts out what cannot be appended, hands the rest to the {@link DataPlane} and puts
 * both together. Since version 12 the first records of a transaction make a partition part of it; before,
 * the producer has to have said so, which is verified.
 */
final class ProduceHandler implements Handler<ProduceRequest> {

    private static final int FIRST_WITH_TOPIC_IDS = 13;
    private static final String ADMIN_CLIENT = "__admin_client";

    private final BrokerView broker;
    private final KRaftMetadataCache metadata;
    private final DataPlane data;

    ProduceHandler(BrokerView broker, DataPlane data) {
        this.broker = broker;
        this.metadata = broker.metadata();
        this.data = data;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(ProduceRequest request, RequestScope scope) {
        if (RequestUtils.hasTransactionalRecords(request) && request.transactionalId() == null) {
            throw Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.exception();
        }
        Map<TopicIdPartition, ProduceResult> results = new LinkedHashMap<>();
        Map<TopicIdPartition, MemoryRecords> appendable = new LinkedHashMap<>();
        for (TopicProduceData topic : request.data().topicData()) {
            for (PartitionProduceData partition : topic.partitionData()) {
                TopicIdPartition id = id(topic, partition);
                MemoryRecords records = (MemoryRecords) partition.records();
                refusal(id, records, request, scope)
                        .ifPresentOrElse(it -> results.put(id, it), () -> appendable.put(id, records));
            }
        }
        ProduceAnswer answer = new ProduceAnswer(broker, scope);
        if (appendable.isEmpty()) {
            return CompletableFuture.completedFuture(answer.of(results));
        }
        return data.produce(request.acks(), request.timeout(), appendable, transaction(request))
                .thenApply(appended -> {
                    results.putAll(appended);
                    return answer.of(results);
                });
    }

    private static Optional<InTransaction> transaction(ProduceRequest request) {
        return Optional.ofNullable(request.transactionalId())
                .map(id -> new InTransaction(
                        id,
                        AddPartitionsToTxnManager.produceRequestVersionToTransactionSupportedOperation(
                                request.version())));
    }

    private TopicIdPartition id(TopicProduceData topic, PartitionProduceData partition) {
        if (topic.topicId().equals(Uuid.ZERO_UUID)) {
            return new TopicIdPartition(metadata.getTopicId(topic.name()), partition.index(), topic.name());
        }
        String name = metadata.getTopicName(topic.topicId()).orElse(topic.name());
        return new TopicIdPartition(topic.topicId(), partition.index(), name);
    }

    private Optional<ProduceResult> refusal(
            TopicIdPartition id, @Nullable MemoryRecords records, ProduceRequest request, RequestScope scope) {
        if (id.topic().isEmpty() && request.version() >= FIRST_WITH_TOPIC_IDS) {
            return refuse(Errors.UNKNOWN_TOPIC_ID);
        }
        if (!metadata.contains(id.topicPartition())) {
            return refuse(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        if (records == null) {
            return refuse(Errors.INVALID_RECORD);
        }
        try {
            ProduceRequest.validateRecords(request.version(), records);
        } catch (ApiException e) {
            return refuse(Errors.forException(e));
        }
        if (request.acks() < -1 || request.acks() > 1) {
            return refuse(Errors.INVALID_REQUIRED_ACKS);
        }
        if (Topic.isInternal(id.topic()) && !scope.clientId().equals(ADMIN_CLIENT)) {
            return refuse(Errors.INVALID_TOPIC_EXCEPTION);
        }
        return Optional.empty();
    }

    private static Optional<ProduceResult> refuse(Errors error) {
        return Optional.of(result(error, Optional.empty()));
    }

    private static ProduceResult result(Errors error, Optional<String> message) {
        return new ProduceResult(error, -1, -1, -1, -1, List.of(), message, Optional.empty());
    }
}
