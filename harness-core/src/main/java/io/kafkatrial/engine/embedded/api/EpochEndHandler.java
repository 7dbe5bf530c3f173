/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.replication.EpochEnd;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;

/** OffsetForLeaderEpoch 2 to 4: where a leader epoch ends, so that a consumer notices truncation (KIP-320). */
final class EpochEndHandler implements Handler<OffsetsForLeaderEpochRequest> {

    private final BrokerView broker;
    private final DataPlane data;

    EpochEndHandler(BrokerView broker, DataPlane data) {
        this.broker = broker;
        this.data = data;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(OffsetsForLeaderEpochRequest request, RequestScope scope) {
        OffsetForLeaderEpochResponseData answer = new OffsetForLeaderEpochResponseData();
        for (OffsetForLeaderTopic topic : request.data().topics()) {
            OffsetForLeaderTopicResult result = new OffsetForLeaderTopicResult().setTopic(topic.topic());
            for (OffsetForLeaderPartition wanted : topic.partitions()) {
                result.partitions().add(end(new TopicPartition(topic.topic(), wanted.partition()), wanted));
            }
            answer.topics().add(result);
        }
        return CompletableFuture.completedFuture(new OffsetsForLeaderEpochResponse(answer));
    }

    private EpochEndOffset end(TopicPartition partition, OffsetForLeaderPartition wanted) {
        EpochEndOffset answer = new EpochEndOffset().setPartition(wanted.partition());
        if (!broker.metadata().contains(partition)) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        OptionalInt currentEpoch = wanted.currentLeaderEpoch() == RecordBatch.NO_PARTITION_LEADER_EPOCH
                ? OptionalInt.empty()
                : OptionalInt.of(wanted.currentLeaderEpoch());
        EpochEnd end = data.endOfEpoch(partition, currentEpoch, wanted.leaderEpoch());
        return answer.setErrorCode(end.error().code())
                .setLeaderEpoch(end.leaderEpoch())
                .setEndOffset(end.endOffset());
    }
}
