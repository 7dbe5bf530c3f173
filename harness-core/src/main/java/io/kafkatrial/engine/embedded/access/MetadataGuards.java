/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeClusterRequest;
import org.apache.kafka.common.requests.DescribeClusterResponse;
import org.apache.kafka.common.requests.DescribeTopicPartitionsRequest;
import org.apache.kafka.common.requests.DescribeTopicPartitionsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.resource.Resource;
import org.jspecify.annotations.Nullable;

/** Guards of what tells about the cluster: nobody learns of a topic he may not see, not even that it exists. */
final class MetadataGuards {

    private static final short REFUSED = Errors.TOPIC_AUTHORIZATION_FAILED.code();
    private static final int LAST_WITH_CLUSTER_OPERATIONS = 10;

    private final BrokerView broker;

    MetadataGuards(BrokerView broker) {
        this.broker = broker;
    }

    CompletionStage<? extends AbstractResponse> metadata(
            MetadataRequest request, Client client, Handler<MetadataRequest> handler) {
        List<MetadataResponseTopic> refused = new ArrayList<>();
        boolean all = request.isAllTopics();
        if (!all && valid(request)) {
            List<MetadataRequestTopic> allowed = new ArrayList<>();
            for (MetadataRequestTopic topic : request.data().topics()) {
                Optional<MetadataResponseTopic> refusal = refusal(topic, request, client);
                refusal.ifPresentOrElse(refused::add, () -> allowed.add(topic));
            }
            request.data().setTopics(allowed);
        }
        // version 0 takes an empty list for all topics
        boolean none = !all && request.isAllTopics();
        return client.then(request, handler, MetadataResponse.class, answer -> {
            var topics = answer.data().topics();
            topics.removeIf(topic -> none || (all && !client.may(DESCRIBE, TOPIC, topic.name())));
            topics.addAll(refused);
            topics.forEach(topic -> topic.setTopicAuthorizedOperations(
                    topic.name() == null || topic.errorCode() == REFUSED
                            ? Client.NOT_ASKED
                            : client.operations(topic.topicAuthorizedOperations(), TOPIC, topic.name())));
            if (request.version() <= LAST_WITH_CLUSTER_OPERATIONS) {
                answer.data()
                        .setClusterAuthorizedOperations(onCluster(answer.data().clusterAuthorizedOperations(), client));
            }
        });
    }

    /** What the handler refuses as a whole is left to it. */
    private static boolean valid(MetadataRequest request) {
        return request.data().topics().stream()
                .allMatch(topic -> topic.name() != null || !topic.topicId().equals(Uuid.ZERO_UUID));
    }

    private Optional<MetadataResponseTopic> refusal(
            MetadataRequestTopic topic, MetadataRequest request, Client client) {
        boolean byId = !topic.topicId().equals(Uuid.ZERO_UUID);
        String name = byId ? broker.metadata().getTopicName(topic.topicId()).orElse(null) : topic.name();
        if (name == null) {
            return Optional.empty();
        }
        if (!client.may(DESCRIBE, TOPIC, name)) {
            return Optional.of(byId ? refused(null, topic.topicId()) : refused(name, Uuid.ZERO_UUID));
        }
        boolean creates = !broker.metadata().contains(name)
                && request.allowAutoTopicCreation()
                && broker.config().autoCreateTopics();
        return creates && !client.mayOnCluster(CREATE) && !client.may(CREATE, TOPIC, name)
                ? Optional.of(refused(name, Uuid.ZERO_UUID))
                : Optional.empty();
    }

    private static MetadataResponseTopic refused(@Nullable String name, Uuid id) {
        return new MetadataResponseTopic()
                .setErrorCode(REFUSED)
                .setName(name)
                .setTopicId(id)
                .setIsInternal(name != null && Topic.isInternal(name))
                .setPartitions(List.of());
    }

    private static int onCluster(int shown, Client client) {
        if (shown == Client.NOT_ASKED) {
            return shown;
        }
        return client.mayOnCluster(DESCRIBE) ? client.operations(shown, CLUSTER, Resource.CLUSTER_NAME) : 0;
    }

    CompletionStage<? extends AbstractResponse> cluster(
            DescribeClusterRequest request, Client client, Handler<DescribeClusterRequest> handler) {
        return client.then(request, handler, DescribeClusterResponse.class, answer -> answer.data()
                .setClusterAuthorizedOperations(onCluster(answer.data().clusterAuthorizedOperations(), client)));
    }

    CompletionStage<? extends AbstractResponse> topicPartitions(
            DescribeTopicPartitionsRequest request, Client client, Handler<DescribeTopicPartitionsRequest> handler) {
        List<DescribeTopicPartitionsResponseTopic> refused = new ArrayList<>();
        boolean all = request.data().topics().isEmpty();
        List<TopicRequest> allowed = new ArrayList<>();
        for (TopicRequest topic : request.data().topics()) {
            if (client.may(DESCRIBE, TOPIC, topic.name())) {
                allowed.add(topic);
            } else {
                refused.add(new DescribeTopicPartitionsResponseTopic()
                        .setName(topic.name())
                        .setErrorCode(REFUSED)
                        .setIsInternal(false)
                        .setPartitions(List.of()));
            }
        }
        boolean none = !all && allowed.isEmpty();
        if (!none) {
            request.data().setTopics(allowed);
        }
        return client.then(request, handler, DescribeTopicPartitionsResponse.class, answer -> {
            var topics = answer.data().topics();
            topics.removeIf(topic -> none || !client.may(DESCRIBE, TOPIC, topic.name()));
            topics.forEach(topic -> topic.setTopicAuthorizedOperations(
                    client.operations(topic.topicAuthorizedOperations(), TOPIC, topic.name())));
            topics.addAll(refused);
        });
    }
}
