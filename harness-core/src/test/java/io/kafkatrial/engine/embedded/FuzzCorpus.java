/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/**
 * Valid frames of every key and version a broker advertises; none of them destroys anything, and each is
 * answered soon.
 */
final class FuzzCorpus {

    private final TopicIdPartition target;

    private FuzzCorpus(TopicIdPartition target) {
        this.target = target;
    }

    static List<byte[]> of(Wire wire, TopicIdPartition target) {
        FuzzCorpus corpus = new FuzzCorpus(target);
        List<byte[]> frames = new ArrayList<>();
        ApiVersionsRequest ask = new ApiVersionsRequest(
                new ApiVersionsRequestData().setClientSoftwareName("fuzz").setClientSoftwareVersion("1"), (short) 3);
        for (ApiVersion served : wire.ask(ask, ApiVersionsResponse.class).data().apiKeys()) {
            ApiKeys key = ApiKeys.forId(served.apiKey());
            for (short version = served.minVersion(); version <= served.maxVersion(); version++) {
                if (key.isVersionSupported(version)) {
                    frames.add(corpus.frame(key, version));
                }
            }
        }
        return frames;
    }

    private byte[] frame(ApiKeys key, short version) {
        RequestHeader header = new RequestHeader(key, version, "fuzz", 7);
        ByteBuffer frame;
        try {
            frame = RequestUtils.serialize(header.data(), header.headerVersion(), body(key, version), version);
        } catch (UnsupportedVersionException notInThisVersion) {
            frame = RequestUtils.serialize(
                    header.data(), header.headerVersion(), key.messageType.newRequest(), version);
        }
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private ApiMessage body(ApiKeys key, short version) {
        return switch (key) {
            case PRODUCE -> produce(version);
            case FETCH -> fetch(version);
            case LIST_OFFSETS ->
                new ListOffsetsRequestData()
                        .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                                .setName(target.topic())
                                .setPartitions(
                                        List.of(new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-1)))));
            case METADATA ->
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(target.topic())));
            case OFFSET_FOR_LEADER_EPOCH -> epochs();
            case INIT_PRODUCER_ID ->
                new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(1000);
            case CREATE_TOPICS -> createTopics();
            case DESCRIBE_CONFIGS ->
                new DescribeConfigsRequestData()
                        .setResources(List.of(new DescribeConfigsRequestData.DescribeConfigsResource()
                                .setResourceType((byte) 2)
                                .setResourceName(target.topic())
                                .setConfigurationKeys(List.of("retention.ms"))));
            case INCREMENTAL_ALTER_CONFIGS -> alterConfigs();
            case DESCRIBE_TOPIC_PARTITIONS ->
                new DescribeTopicPartitionsRequestData()
                        .setTopics(
                                List.of(new DescribeTopicPartitionsRequestData.TopicRequest().setName(target.topic())));
            default -> group(key, version);
        };
    }

    private ApiMessage group(ApiKeys key, short version) {
        return switch (key) {
            case FIND_COORDINATOR ->
                version < 4
                        ? new FindCoordinatorRequestData().setKey("fuzz")
                        : new FindCoordinatorRequestData().setCoordinatorKeys(List.of("fuzz"));
            case JOIN_GROUP -> join();
            case HEARTBEAT ->
                new HeartbeatRequestData()
                        .setGroupId("fuzz")
                        .setMemberId("nobody")
                        .setGenerationId(1);
            case OFFSET_COMMIT -> commit(version);
            case OFFSET_FETCH ->
                version < 8
                        ? new OffsetFetchRequestData()
                                .setGroupId("fuzz")
                                .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopic()
                                        .setName(target.topic())
                                        .setPartitionIndexes(List.of(0))))
                        : new OffsetFetchRequestData()
                                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                                        .setGroupId("fuzz")
                                        .setTopics(null)));
            default -> key.messageType.newRequest();
        };
    }

    private ProduceRequestData produce(short version) {
        MemoryRecords records = WireRequests.records("fuzz", "fuzz");
        ProduceRequestData data = new ProduceRequestData().setAcks((short) 1).setTimeoutMs(100);
        ProduceRequestData.TopicProduceData topic = new ProduceRequestData.TopicProduceData()
                .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                        .setIndex(0)
                        .setRecords(records)));
        data.topicData().add(version >= 13 ? topic.setTopicId(target.topicId()) : topic.setName(target.topic()));
        return data;
    }

    private FetchRequestData fetch(short version) {
        FetchRequestData.FetchTopic topic = new FetchRequestData.FetchTopic()
                .setPartitions(List.of(
                        new FetchRequestData.FetchPartition().setPartition(0).setPartitionMaxBytes(1000)));
        return new FetchRequestData()
                .setMaxBytes(10_000)
                .setMaxWaitMs(0)
                .setTopics(
                        List.of(version >= 13 ? topic.setTopicId(target.topicId()) : topic.setTopic(target.topic())));
    }

    private OffsetForLeaderEpochRequestData epochs() {
        OffsetForLeaderEpochRequestData data = new OffsetForLeaderEpochRequestData().setReplicaId(-2);
        data.topics()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                        .setTopic(target.topic())
                        .setPartitions(List.of(
                                new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition().setLeaderEpoch(0))));
        return data;
    }

    private static CreateTopicsRequestData createTopics() {
        CreateTopicsRequestData data =
                new CreateTopicsRequestData().setTimeoutMs(100).setValidateOnly(true);
        data.topics()
                .add(new CreateTopicsRequestData.CreatableTopic()
                        .setName("fuzzed")
                        .setNumPartitions(1)
                        .setReplicationFactor((short) 1));
        return data;
    }

    private IncrementalAlterConfigsRequestData alterConfigs() {
        IncrementalAlterConfigsRequestData data = new IncrementalAlterConfigsRequestData().setValidateOnly(true);
        IncrementalAlterConfigsRequestData.AlterConfigsResource resource =
                new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                        .setResourceType((byte) 2)
                        .setResourceName(target.topic());
        resource.configs()
                .add(new IncrementalAlterConfigsRequestData.AlterableConfig()
                        .setName("retention.ms")
                        .setValue("100000"));
        data.resources().add(resource);
        return data;
    }

    private JoinGroupRequestData join() {
        JoinGroupRequestData data = new JoinGroupRequestData()
                .setGroupId("fuzz")
                .setProtocolType("consumer")
                .setSessionTimeoutMs(100)
                .setRebalanceTimeoutMs(100);
        data.protocols()
                .add(new JoinGroupRequestData.JoinGroupRequestProtocol()
                        .setName("range")
                        .setMetadata(ConsumerProtocol.serializeSubscription(new Subscription(List.of(target.topic())))
                                .array()));
        return data;
    }

    private OffsetCommitRequestData commit(short version) {
        OffsetCommitRequestData.OffsetCommitRequestTopic topic = new OffsetCommitRequestData.OffsetCommitRequestTopic()
                .setPartitions(
                        List.of(new OffsetCommitRequestData.OffsetCommitRequestPartition().setCommittedOffset(3)));
        return new OffsetCommitRequestData()
                .setGroupId("fuzz")
                .setTopics(List.of(version >= 10 ? topic.setTopicId(target.topicId()) : topic.setName(target.topic())));
    }
}
