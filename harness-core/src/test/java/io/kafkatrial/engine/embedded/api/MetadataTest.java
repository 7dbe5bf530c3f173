/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.metadata.FenceBrokerRecord;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeClusterRequest;
import org.apache.kafka.common.requests.DescribeClusterResponse;
import org.apache.kafka.common.requests.DescribeTopicPartitionsRequest;
import org.apache.kafka.common.requests.DescribeTopicPartitionsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.junit.jupiter.api.Test;

class MetadataTest {

    private final ApiFixture broker = new ApiFixture();

    @Test
    void tellsAliveBrokersClusterAndPartitions() {
        MetadataResponseData answer = ask(names("orders"), 13);

        assertThat(answer.clusterId()).isEqualTo("cluster-a");
        assertThat(answer.controllerId()).isEqualTo(1);
        assertThat(answer.brokers()).extracting(MetadataResponseBroker::nodeId).containsExactlyInAnyOrder(1, 2);
        MetadataResponseTopic orders = answer.topics().find("orders");
        assertThat(orders.topicId()).isEqualTo(ApiFixture.ORDERS);
        assertThat(orders.topicAuthorizedOperations()).isEqualTo(Integer.MIN_VALUE);
        assertThat(orders.partitions()).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.replicaNodes()).containsExactly(1, 2, 3);
            assertThat(partition.isrNodes()).containsExactly(1, 2);
            assertThat(partition.offlineReplicas()).containsExactly(3);
            assertThat(partition.leaderEpoch()).isEqualTo(4);
        });
    }

    @Test
    void everyVersionTellsTheTopic() {
        for (int version = 0; version <= 13; version++) {
            assertThat(ask(names("orders"), version).topics().find("orders").partitions())
                    .as("version %s", version)
                    .hasSize(2);
        }
    }

    @Test
    void nullListMeansAllTopicsAndCreatesNothing() {
        broker.topic("payments", new Uuid(1, 2), 1);

        MetadataResponseData answer = ask(new MetadataRequestData().setTopics(null), 9);

        assertThat(answer.topics())
                .extracting(MetadataResponseTopic::name)
                .containsExactlyInAnyOrder("orders", "payments");
        assertThat(broker.controllers.created).isEmpty();
    }

    @Test
    void topicIdsWinAndUnknownOnesAreToldApart() {
        Uuid unknown = new Uuid(7, 7);
        MetadataRequestData request = new MetadataRequestData()
                .setTopics(List.of(
                        new MetadataRequestTopic().setName(null).setTopicId(ApiFixture.ORDERS),
                        new MetadataRequestTopic().setName(null).setTopicId(unknown)));

        MetadataResponseData answer = ask(request, 12);

        assertThat(answer.topics())
                .extracting(
                        MetadataResponseTopic::name, MetadataResponseTopic::topicId, MetadataResponseTopic::errorCode)
                .containsExactlyInAnyOrder(
                        tuple("orders", ApiFixture.ORDERS, (short) 0),
                        tuple(null, unknown, Errors.UNKNOWN_TOPIC_ID.code()));
    }

    @Test
    void missingTopicIsCreatedOnceAndAskedForAgain() {
        broker.controllers.creation = new CompletableFuture<>();

        MetadataResponseData first = ask(names("new"), 9);
        ask(names("new"), 9);

        assertThat(first.topics().find("new").errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(broker.controllers.created).hasSize(1);
        broker.controllers.creation.complete(new CreateTopicsResponseData());
        ask(names("new"), 9);
        assertThat(broker.controllers.created)
                .as("asked again after the first attempt ended")
                .hasSize(2);
        assertThat(broker.controllers.created.get(0).topics().find("new").replicationFactor())
                .isEqualTo((short) 3);
    }

    @Test
    void nothingIsCreatedWhenTheClientOrTheBrokerDoesNotWantIt() {
        MetadataResponseData answer = ask(names("new", "in valid").setAllowAutoTopicCreation(false), 9);

        assertThat(answer.topics().find("new").errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(answer.topics().find("in valid").errorCode()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
        ApiFixture unwilling = new ApiFixture(Map.of("auto.create.topics.enable", "false"));
        unwilling.ask(new MetadataRequest(names("new"), (short) 9), MetadataResponse.class);
        assertThat(unwilling.controllers.created).isEmpty();
        assertThat(broker.controllers.created).isEmpty();
    }

    @Test
    void offsetsTopicIsCreatedAsConfigured() {
        broker.apis.autoCreation().create(List.of("__consumer_offsets"));

        var topic = broker.controllers.created.get(0).topics().find("__consumer_offsets");
        assertThat(topic.numPartitions()).isEqualTo(4);
        assertThat(topic.replicationFactor()).isEqualTo((short) 3);
        assertThat(topic.configs().find("cleanup.policy").value()).isEqualTo("compact");
    }

    @Test
    void authorizedOperationsAreAllOfThemWhenAskedFor() {
        MetadataResponseData answer = ask(
                names("orders").setIncludeTopicAuthorizedOperations(true).setIncludeClusterAuthorizedOperations(true),
                9);

        assertThat(answer.topics().find("orders").topicAuthorizedOperations()).isPositive();
        assertThat(answer.clusterAuthorizedOperations()).isPositive();
    }

    @Test
    void fencedBrokerNamesAnAliveOneForAdminRequests() {
        broker.apply(new FenceBrokerRecord().setId(1).setEpoch(1));

        assertThat(ask(names("orders"), 9).controllerId()).isEqualTo(2);
    }

    @Test
    void describeClusterHidesFencedBrokersUnlessAskedFor() {
        assertThat(describeCluster(new DescribeClusterRequestData()).brokers()).hasSize(2);
        assertThat(describeCluster(new DescribeClusterRequestData().setIncludeFencedBrokers(true))
                        .brokers())
                .hasSize(3);
        assertThat(describeCluster(new DescribeClusterRequestData().setEndpointType((byte) 2))
                        .errorCode())
                .isEqualTo(Errors.MISMATCHED_ENDPOINT_TYPE.code());
    }

    @Test
    void partitionsComePageByPageBehindTheCursor() {
        broker.topic("payments", new Uuid(1, 2), 2);
        DescribeTopicPartitionsRequestData request = new DescribeTopicPartitionsRequestData()
                .setResponsePartitionLimit(3)
                .setTopics(topics("payments", "orders", "missing"));

        DescribeTopicPartitionsResponseData first = describePartitions(request);
        DescribeTopicPartitionsResponseData second =
                describePartitions(request.setCursor(new DescribeTopicPartitionsRequestData.Cursor()
                        .setTopicName(first.nextCursor().topicName())
                        .setPartitionIndex(first.nextCursor().partitionIndex())));

        assertThat(first.topics())
                .extracting(it -> it.name() + " " + it.partitions().size())
                .containsExactly("missing 0", "orders 2", "payments 1");
        assertThat(first.topics().find("missing").errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(second.topics())
                .extracting(it -> it.name() + " " + it.partitions().size())
                .containsExactly("payments 1");
        assertThat(second.nextCursor()).isNull();
    }

    private static List<DescribeTopicPartitionsRequestData.TopicRequest> topics(String... names) {
        return Arrays.stream(names)
                .map(name -> new DescribeTopicPartitionsRequestData.TopicRequest().setName(name))
                .toList();
    }

    private DescribeTopicPartitionsResponseData describePartitions(DescribeTopicPartitionsRequestData data) {
        DescribeTopicPartitionsRequest request = new DescribeTopicPartitionsRequest(data, (short) 0);
        return broker.ask(request, DescribeTopicPartitionsResponse.class).data();
    }

    private DescribeClusterResponseData describeCluster(DescribeClusterRequestData data) {
        return broker.ask(new DescribeClusterRequest(data, (short) 2), DescribeClusterResponse.class)
                .data();
    }

    private static MetadataRequestData names(String... names) {
        return new MetadataRequestData()
                .setAllowAutoTopicCreation(true)
                .setTopics(Arrays.stream(names)
                        .map(name -> new MetadataRequestTopic().setName(name))
                        .toList());
    }

    private MetadataResponseData ask(MetadataRequestData data, int version) {
        return broker.ask(new MetadataRequest(data, (short) version), MetadataResponse.class)
                .data();
    }
}
