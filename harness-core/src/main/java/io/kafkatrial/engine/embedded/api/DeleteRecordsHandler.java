/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.replication.DeletedRecords;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DeleteRecordsRequest;
import org.apache.kafka.common.requests.DeleteRecordsResponse;

/** DeleteRecords 0 to 2: raises log start offsets. */
final class DeleteRecordsHandler implements Handler<DeleteRecordsRequest> {

    private final BrokerView broker;
    private final DataPlane data;

    DeleteRecordsHandler(BrokerView broker, DataPlane data) {
        this.broker = broker;
        this.data = data;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(DeleteRecordsRequest request, RequestScope scope) {
        Map<TopicPartition, DeletedRecords> unknown = new LinkedHashMap<>();
        Map<TopicPartition, Long> before = new LinkedHashMap<>();
        for (DeleteRecordsRequestData.DeleteRecordsTopic topic : request.data().topics()) {
            topic.partitions().forEach(wanted -> {
                TopicPartition partition = new TopicPartition(topic.name(), wanted.partitionIndex());
                if (broker.metadata().contains(partition)) {
                    before.put(partition, wanted.offset());
                } else {
                    unknown.put(
                            partition,
                            new DeletedRecords(
                                    Errors.UNKNOWN_TOPIC_OR_PARTITION, DeleteRecordsResponse.INVALID_LOW_WATERMARK));
                }
            });
        }
        return data.deleteRecords(request.data().timeoutMs(), before).thenApply(results -> {
            unknown.putAll(results);
            return answer(unknown);
        });
    }

    private static AbstractResponse answer(Map<TopicPartition, DeletedRecords> results) {
        DeleteRecordsResponseData answer = new DeleteRecordsResponseData();
        results.forEach((partition, result) -> {
            DeleteRecordsTopicResult topic = answer.topics().find(partition.topic());
            if (topic == null) {
                topic = new DeleteRecordsTopicResult().setName(partition.topic());
                answer.topics().add(topic);
            }
            topic.partitions()
                    .add(new DeleteRecordsPartitionResult()
                            .setPartitionIndex(partition.partition())
                            .setErrorCode(result.error().code())
                            .setLowWatermark(result.lowWatermark()));
        });
        return new DeleteRecordsResponse(answer);
    }
}
