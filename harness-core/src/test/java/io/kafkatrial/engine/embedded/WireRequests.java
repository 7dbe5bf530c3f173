/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/** Requests about one partition, in their newest version, and the one answer in the response. */
final class WireRequests {

    static final short ALL = -1;

    private WireRequests() {}

    static MemoryRecords records(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(1_000L + i, null, values[i].getBytes(UTF_8));
        }
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    static ProduceRequest produceRequest(TopicIdPartition to, short acks, int timeoutMs, MemoryRecords records) {
        ProduceRequestData data = new ProduceRequestData().setAcks(acks).setTimeoutMs(timeoutMs);
        data.topicData()
                .add(new ProduceRequestData.TopicProduceData()
                        .setTopicId(to.topicId())
                        .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                                .setIndex(to.partition())
                                .setRecords(records))));
        return new ProduceRequest(data, (short) 13);
    }

    static ProduceResponseData.PartitionProduceResponse produce(
            Wire wire, TopicIdPartition to, short acks, MemoryRecords records) {
        return wire.ask(produceRequest(to, acks, 30_000, records), ProduceResponse.class)
                .data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0);
    }

    static FetchRequestData.FetchPartition from(TopicIdPartition partition, long offset) {
        return new FetchRequestData.FetchPartition()
                .setPartition(partition.partition())
                .setFetchOffset(offset)
                .setPartitionMaxBytes(1 << 20);
    }

    static FetchResponseData.PartitionData fetch(Wire wire, Uuid topic, FetchRequestData.FetchPartition what) {
        FetchRequestData data = new FetchRequestData()
                .setMaxBytes(1 << 20)
                .setMinBytes(1)
                .setMaxWaitMs(0)
                .setSessionEpoch(-1)
                .setTopics(List.of(
                        new FetchRequestData.FetchTopic().setTopicId(topic).setPartitions(List.of(what))));
        return wire.ask(new FetchRequest(data, (short) 17), FetchResponse.class)
                .data()
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }

    static ListOffsetsPartitionResponse list(
            Wire wire, TopicIdPartition partition, long timestamp, int currentEpoch, int replicaId) {
        ListOffsetsRequestData data = new ListOffsetsRequestData()
                .setReplicaId(replicaId)
                .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                        .setName(partition.topic())
                        .setPartitions(List.of(new ListOffsetsRequestData.ListOffsetsPartition()
                                .setPartitionIndex(partition.partition())
                                .setCurrentLeaderEpoch(currentEpoch)
                                .setTimestamp(timestamp)))));
        return wire.ask(ListOffsetsRequest.parse(readable(data, (short) 10), (short) 10), ListOffsetsResponse.class)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    static EpochEndOffset epochEnd(Wire wire, TopicIdPartition partition, int currentEpoch, int epoch) {
        OffsetForLeaderEpochRequestData data = new OffsetForLeaderEpochRequestData().setReplicaId(-2);
        data.topics()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                        .setTopic(partition.topic())
                        .setPartitions(List.of(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                                .setPartition(partition.partition())
                                .setCurrentLeaderEpoch(currentEpoch)
                                .setLeaderEpoch(epoch))));
        return wire.ask(new OffsetsForLeaderEpochRequest(data, (short) 4), OffsetsForLeaderEpochResponse.class)
                .data()
                .topics()
                .iterator()
                .next()
                .partitions()
                .get(0);
    }

    private static ByteBufferAccessor readable(ListOffsetsRequestData data, short version) {
        return new ByteBufferAccessor(
                MessageUtil.toByteBufferAccessor(data, version).buffer());
    }
}
