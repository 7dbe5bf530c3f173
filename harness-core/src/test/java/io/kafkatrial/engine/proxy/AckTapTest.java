/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.PartitionId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckTapTest {

    private static final Instant NOW = Instant.ofEpochSecond(5);
    private static final Uuid ORDERS = Uuid.randomUuid();

    private final List<ClusterEvent> events = new ArrayList<>();
    private final AckTap tap = new AckTap(new AckTap.Observation(
            2, id -> id.equals(ORDERS.toString()) ? Optional.of("orders") : Optional.empty(), events::add, () -> NOW));

    private static ByteBuffer frame(Message header, short headerVersion, Message body, int version) {
        ByteBuffer head =
                MessageUtil.toByteBufferAccessor(header, headerVersion).buffer();
        ByteBuffer rest =
                MessageUtil.toByteBufferAccessor(body, (short) version).buffer();
        return ByteBuffer.allocate(head.remaining() + rest.remaining())
                .put(head)
                .put(rest)
                .flip()
                .asReadOnlyBuffer();
    }

    private void ask(ApiKeys key, int version, int correlation, Message request) {
        var header = new RequestHeaderData()
                .setRequestApiKey(key.id)
                .setRequestApiVersion((short) version)
                .setCorrelationId(correlation)
                .setClientId("shop");
        tap.request(frame(header, key.requestHeaderVersion((short) version), request, version));
    }

    private void answer(ApiKeys key, int version, int correlation, Message response) {
        var header = new ResponseHeaderData().setCorrelationId(correlation);
        tap.response(frame(header, key.responseHeaderVersion((short) version), response, version));
    }

    private static ProduceRequestData produce(int version, short acks) {
        MemoryRecords three = MemoryRecords.withRecords(
                Compression.NONE,
                new SimpleRecord("a".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                new SimpleRecord("b".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                new SimpleRecord("c".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        var topic = new ProduceRequestData.TopicProduceData()
                .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                        .setIndex(1)
                        .setRecords(three)));
        if (version >= 13) {
            topic.setTopicId(ORDERS);
        } else {
            topic.setName("orders");
        }
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(topic);
        return new ProduceRequestData().setAcks(acks).setTopicData(topics);
    }

    private static ProduceResponseData produced(int version, Errors error) {
        var topic = new ProduceResponseData.TopicProduceResponse()
                .setPartitionResponses(List.of(new ProduceResponseData.PartitionProduceResponse()
                        .setIndex(1)
                        .setErrorCode(error.code())
                        .setBaseOffset(error == Errors.NONE ? 40 : -1)));
        if (version >= 13) {
            topic.setTopicId(ORDERS);
        } else {
            topic.setName("orders");
        }
        var topics = new ProduceResponseData.TopicProduceResponseCollection();
        topics.add(topic);
        return new ProduceResponseData().setResponses(topics);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 9, 12, 13})
    void recordsCountWhenTheirAnswerSaysSo(int version) {
        ask(ApiKeys.PRODUCE, version, 7, produce(version, (short) -1));
        assertThat(events).isEmpty();

        answer(ApiKeys.PRODUCE, version, 7, produced(version, Errors.NONE));

        assertThat(events).containsExactly(new ClusterEvent.Acked(NOW, new PartitionId("orders", 1), 2, 40, 3));
    }

    @Test
    void refusedRecordsDoNotCount() {
        ask(ApiKeys.PRODUCE, 12, 7, produce(12, (short) -1));
        answer(ApiKeys.PRODUCE, 12, 7, produced(12, Errors.NOT_ENOUGH_REPLICAS));

        assertThat(events).isEmpty();
    }

    @Test
    void answersGoToTheirOwnQuestionsWhateverElseIsAsked() {
        ask(ApiKeys.PRODUCE, 12, 1, produce(12, (short) 0));
        ask(ApiKeys.PRODUCE, 12, 2, produce(12, (short) 1));
        answer(ApiKeys.PRODUCE, 12, 99, produced(12, Errors.NONE));
        assertThat(events).isEmpty();

        answer(ApiKeys.PRODUCE, 12, 2, produced(12, Errors.NONE));

        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 9, 10})
    void committedOffsetsCountWhenTheirAnswerSaysSo(int version) {
        var topic = new OffsetCommitRequestData.OffsetCommitRequestTopic()
                .setPartitions(List.of(
                        new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(17),
                        new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(1)
                                .setCommittedOffset(18)));
        var answered = new OffsetCommitResponseData.OffsetCommitResponseTopic()
                .setPartitions(List.of(
                        new OffsetCommitResponseData.OffsetCommitResponsePartition().setPartitionIndex(0),
                        new OffsetCommitResponseData.OffsetCommitResponsePartition()
                                .setPartitionIndex(1)
                                .setErrorCode(Errors.REBALANCE_IN_PROGRESS.code())));
        if (version >= 10) {
            topic.setTopicId(ORDERS);
            answered.setTopicId(ORDERS);
        } else {
            topic.setName("orders");
            answered.setName("orders");
        }
        ask(
                ApiKeys.OFFSET_COMMIT,
                version,
                3,
                new OffsetCommitRequestData().setGroupId("billing").setTopics(List.of(topic)));
        answer(ApiKeys.OFFSET_COMMIT, version, 3, new OffsetCommitResponseData().setTopics(List.of(answered)));

        assertThat(events)
                .containsExactly(new ClusterEvent.OffsetCommitted(NOW, "billing", new PartitionId("orders", 0), 17));
    }
}
