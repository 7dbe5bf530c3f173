/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.CLUSTER_ACTION;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DeleteRecordsRequest;
import org.apache.kafka.common.requests.DeleteRecordsResponse;
import org.apache.kafka.common.requests.DescribeProducersRequest;
import org.apache.kafka.common.requests.DescribeProducersResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestUtils;

/** Guards of what reads and writes records. A fetch is not among them: its handler knows what its session holds. */
final class DataGuards {

    private static final short REFUSED = Errors.TOPIC_AUTHORIZATION_FAILED.code();
    private static final long NONE = -1;

    private final BrokerView broker;

    DataGuards(BrokerView broker) {
        this.broker = broker;
    }

    CompletionStage<? extends AbstractResponse> produce(
            ProduceRequest request, Client client, Handler<ProduceRequest> handler) {
        if (RequestUtils.hasTransactionalRecords(request)) {
            Client.need(request.transactionalId() != null, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
            client.needTransaction(WRITE, request.transactionalId());
        }
        List<TopicProduceResponse> refused = new ArrayList<>();
        Iterator<TopicProduceData> topics = request.data().topicData().iterator();
        while (topics.hasNext()) {
            TopicProduceData topic = topics.next();
            String name = broker.metadata().getTopicName(topic.topicId()).orElse(topic.name());
            if (!name.isEmpty() && !client.may(WRITE, TOPIC, name)) {
                refused.add(refused(topic));
                topics.remove();
            }
        }
        if (refused.isEmpty()) {
            return handler.handle(request, client.scope());
        }
        return client.then(request, handler, ProduceResponse.class, answer -> answer.data()
                .responses()
                .addAll(refused));
    }

    private static TopicProduceResponse refused(TopicProduceData topic) {
        TopicProduceResponse refused =
                new TopicProduceResponse().setName(topic.name()).setTopicId(topic.topicId());
        topic.partitionData().forEach(partition -> refused.partitionResponses()
                .add(new PartitionProduceResponse()
                        .setIndex(partition.index())
                        .setErrorCode(REFUSED)
                        .setBaseOffset(NONE)
                        .setLogAppendTimeMs(NONE)
                        .setLogStartOffset(NONE)));
        return refused;
    }

    CompletionStage<? extends AbstractResponse> listOffsets(
            ListOffsetsRequest request, Client client, Handler<ListOffsetsRequest> handler) {
        return client.then(request, handler, ListOffsetsResponse.class, answer -> answer.topics()
                .forEach(topic -> {
                    if (!client.may(DESCRIBE, TOPIC, topic.name())) {
                        topic.partitions().forEach(partition -> partition
                                .setErrorCode(REFUSED)
                                .setTimestamp(NONE)
                                .setOffset(NONE)
                                .setLeaderEpoch(-1));
                    }
                }));
    }

    CompletionStage<? extends AbstractResponse> epochEnds(
            OffsetsForLeaderEpochRequest request, Client client, Handler<OffsetsForLeaderEpochRequest> handler) {
        boolean follower = client.mayOnCluster(CLUSTER_ACTION);
        return client.then(request, handler, OffsetsForLeaderEpochResponse.class, answer -> answer.data()
                .topics()
                .forEach(topic -> {
                    if (!follower && !client.may(DESCRIBE, TOPIC, topic.topic())) {
                        topic.partitions().forEach(partition -> partition
                                .setErrorCode(REFUSED)
                                .setLeaderEpoch(-1)
                                .setEndOffset(NONE));
                    }
                }));
    }

    CompletionStage<? extends AbstractResponse> describeProducers(
            DescribeProducersRequest request, Client client, Handler<DescribeProducersRequest> handler) {
        return client.then(request, handler, DescribeProducersResponse.class, answer -> answer.data()
                .topics()
                .forEach(topic -> {
                    if (!client.may(READ, TOPIC, topic.name())) {
                        topic.partitions().forEach(partition -> partition
                                .setErrorCode(REFUSED)
                                .setErrorMessage(null)
                                .setActiveProducers(List.of()));
                    }
                }));
    }

    CompletionStage<? extends AbstractResponse> deleteRecords(
            DeleteRecordsRequest request, Client client, Handler<DeleteRecordsRequest> handler) {
        List<DeleteRecordsTopic> allowed = new ArrayList<>();
        List<DeleteRecordsTopicResult> refused = new ArrayList<>();
        for (DeleteRecordsTopic topic : request.data().topics()) {
            if (client.may(DELETE, TOPIC, topic.name())) {
                allowed.add(topic);
            } else {
                refused.add(refused(topic));
            }
        }
        request.data().setTopics(allowed);
        return client.then(request, handler, DeleteRecordsResponse.class, answer -> answer.data()
                .topics()
                .addAll(refused));
    }

    private static DeleteRecordsTopicResult refused(DeleteRecordsTopic topic) {
        DeleteRecordsTopicResult refused = new DeleteRecordsTopicResult().setName(topic.name());
        topic.partitions().forEach(partition -> refused.partitions()
                .add(new DeleteRecordsPartitionResult()
                        .setPartitionIndex(partition.partitionIndex())
                        .setErrorCode(REFUSED)
                        .setLowWatermark(DeleteRecordsResponse.INVALID_LOW_WATERMARK)));
        return refused;
    }
}
