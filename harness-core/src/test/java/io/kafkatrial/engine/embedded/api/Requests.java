/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Requests with something in them. */
final class Requests {

    private Requests() {}

    static ByteBuffer sample(ApiKeys key, short version) {
        return ApiFixture.frame(key, version, body(key, version));
    }

    private static ApiMessage body(ApiKeys key, short version) {
        return switch (key) {
            case PRODUCE -> produce(version, (short) -1, records("a"));
            case FETCH -> fetch(version);
            case METADATA ->
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders")));
            case INIT_PRODUCER_ID -> new InitProducerIdRequestData().setTransactionalId(null);
            case LIST_OFFSETS ->
                new ListOffsetsRequestData()
                        .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                                .setName("orders")
                                .setPartitions(
                                        List.of(new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-1)))));
            case CREATE_TOPICS -> {
                CreateTopicsRequestData data = new CreateTopicsRequestData();
                data.topics()
                        .add(new CreateTopicsRequestData.CreatableTopic()
                                .setName("new")
                                .setNumPartitions(1)
                                .setReplicationFactor((short) 1));
                yield data;
            }
            case DESCRIBE_ACLS ->
                new DescribeAclsRequestData()
                        .setResourceTypeFilter((byte) 1)
                        .setPatternTypeFilter((byte) 1)
                        .setOperation((byte) 1)
                        .setPermissionType((byte) 1);
            case DESCRIBE_CONFIGS -> describeConfigs((byte) 2, "orders");
            case INCREMENTAL_ALTER_CONFIGS -> {
                IncrementalAlterConfigsRequestData data = new IncrementalAlterConfigsRequestData();
                IncrementalAlterConfigsRequestData.AlterConfigsResource resource =
                        new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                                .setResourceType((byte) 2)
                                .setResourceName("orders");
                resource.configs()
                        .add(new IncrementalAlterConfigsRequestData.AlterableConfig()
                                .setName("retention.ms")
                                .setValue("1"));
                data.resources().add(resource);
                yield data;
            }
            default -> key.messageType.newRequest();
        };
    }

    static DescribeConfigsRequestData describeConfigs(byte type, String name) {
        return new DescribeConfigsRequestData()
                .setResources(List.of(new DescribeConfigsRequestData.DescribeConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name)
                        .setConfigurationKeys(null)));
    }

    static ProduceRequestData produce(short version, short acks, MemoryRecords records) {
        ProduceRequestData data = new ProduceRequestData().setAcks(acks).setTimeoutMs(1000);
        ProduceRequestData.TopicProduceData topic = new ProduceRequestData.TopicProduceData()
                .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                        .setIndex(0)
                        .setRecords(records)));
        data.topicData().add(version >= 13 ? topic.setTopicId(ApiFixture.ORDERS) : topic.setName("orders"));
        return data;
    }

    static FetchRequestData fetch(short version) {
        FetchRequestData.FetchTopic topic = new FetchRequestData.FetchTopic()
                .setPartitions(List.of(new FetchRequestData.FetchPartition()
                        .setPartition(0)
                        .setFetchOffset(3)
                        .setPartitionMaxBytes(1000)));
        return new FetchRequestData()
                .setMaxBytes(10_000)
                .setMinBytes(1)
                .setTopics(List.of(version >= 13 ? topic.setTopicId(ApiFixture.ORDERS) : topic.setTopic("orders")));
    }

    static MemoryRecords records(String value) {
        return MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord(1L, value.getBytes(StandardCharsets.UTF_8)));
    }
}
