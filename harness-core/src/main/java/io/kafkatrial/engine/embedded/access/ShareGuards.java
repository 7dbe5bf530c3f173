/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData.AlterShareGroupOffsetsResponsePartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData.AlterShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData.DeleteShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsResponseData.DeleteShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData.AcknowledgeTopic;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData.ShareAcknowledgeTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsResponse;
import org.apache.kafka.common.requests.ShareAcknowledgeRequest;
import org.apache.kafka.common.requests.ShareAcknowledgeResponse;
import org.apache.kafka.common.requests.ShareFetchRequest;

/** Guards of share groups (KIP-932). */
final class ShareGuards {

    private static final Errors REFUSED = Errors.TOPIC_AUTHORIZATION_FAILED;

    private final BrokerView broker;

    ShareGuards(BrokerView broker) {
        this.broker = broker;
    }

    /** The group, and what is acknowledged; what is read of its session its handler asks about. */
    CompletionStage<? extends AbstractResponse> fetch(
            ShareFetchRequest request, Client client, Handler<ShareFetchRequest> handler) {
        client.needGroup(READ, request.data().groupId());
        request.data().topics().stream()
                .filter(topic -> hidden(topic.topicId(), client))
                .forEach(topic ->
                        topic.partitions().forEach(partition -> partition.setAcknowledgementBatches(List.of())));
        return handler.handle(request, client.scope());
    }

    CompletionStage<? extends AbstractResponse> acknowledge(
            ShareAcknowledgeRequest request, Client client, Handler<ShareAcknowledgeRequest> handler) {
        client.needGroup(READ, request.data().groupId());
        List<ShareAcknowledgeTopicResponse> refused = new ArrayList<>();
        Iterator<AcknowledgeTopic> topics = request.data().topics().iterator();
        while (topics.hasNext()) {
            AcknowledgeTopic topic = topics.next();
            if (hidden(topic.topicId(), client)) {
                refused.add(refused(topic));
                topics.remove();
            }
        }
        return client.then(request, handler, ShareAcknowledgeResponse.class, answer -> answer.data()
                .responses()
                .addAll(refused));
    }

    private boolean hidden(Uuid topic, Client client) {
        return broker.metadata()
                .getTopicName(topic)
                .map(name -> !client.may(READ, TOPIC, name))
                .orElse(false);
    }

    private static ShareAcknowledgeTopicResponse refused(AcknowledgeTopic topic) {
        return new ShareAcknowledgeTopicResponse()
                .setTopicId(topic.topicId())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> new ShareAcknowledgeResponseData.PartitionData()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(REFUSED.code())
                                .setErrorMessage(REFUSED.message()))
                        .toList());
    }

    static CompletionStage<? extends AbstractResponse> describeOffsets(
            DescribeShareGroupOffsetsRequest request,
            Client client,
            Handler<DescribeShareGroupOffsetsRequest> handler) {
        Set<String> all = request.data().groups().stream()
                .filter(group -> group.topics() == null)
                .map(DescribeShareGroupOffsetsRequestGroup::groupId)
                .collect(Collectors.toSet());
        return client.then(request, handler, DescribeShareGroupOffsetsResponse.class, answer -> answer.data()
                .groups()
                .forEach(group -> censor(group, all.contains(group.groupId()), client)));
    }

    private static void censor(DescribeShareGroupOffsetsResponseGroup group, boolean all, Client client) {
        if (!client.may(DESCRIBE, GROUP, group.groupId())) {
            group.setTopics(List.of())
                    .setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code())
                    .setErrorMessage(Errors.GROUP_AUTHORIZATION_FAILED.message());
            return;
        }
        List<DescribeShareGroupOffsetsResponseTopic> topics = new ArrayList<>(group.topics());
        topics.removeIf(topic -> all && !client.may(DESCRIBE, TOPIC, topic.topicName()));
        topics.stream()
                .filter(topic -> !client.may(DESCRIBE, TOPIC, topic.topicName()))
                .flatMap(topic -> topic.partitions().stream())
                .forEach(partition -> partition
                        .setErrorCode(REFUSED.code())
                        .setErrorMessage(REFUSED.message())
                        .setStartOffset(-1)
                        .setLag(-1)
                        .setLeaderEpoch(0));
        group.setTopics(topics);
    }

    static CompletionStage<? extends AbstractResponse> alterOffsets(
            AlterShareGroupOffsetsRequest request, Client client, Handler<AlterShareGroupOffsetsRequest> handler) {
        client.needGroup(READ, request.data().groupId());
        List<AlterShareGroupOffsetsRequestTopic> hidden = request.data().topics().stream()
                .filter(topic -> !client.may(READ, TOPIC, topic.topicName()))
                .toList();
        request.data().topics().removeAll(hidden);
        return client.then(request, handler, AlterShareGroupOffsetsResponse.class, answer -> hidden.stream()
                .map(ShareGuards::refused)
                .forEach(answer.data().responses()::add));
    }

    private static AlterShareGroupOffsetsResponseTopic refused(AlterShareGroupOffsetsRequestTopic topic) {
        return new AlterShareGroupOffsetsResponseTopic()
                .setTopicName(topic.topicName())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> new AlterShareGroupOffsetsResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(REFUSED.code())
                                .setErrorMessage(REFUSED.message()))
                        .toList());
    }

    static CompletionStage<? extends AbstractResponse> deleteOffsets(
            DeleteShareGroupOffsetsRequest request, Client client, Handler<DeleteShareGroupOffsetsRequest> handler) {
        client.needGroup(DELETE, request.data().groupId());
        List<DeleteShareGroupOffsetsRequestTopic> allowed =
                new ArrayList<>(request.data().topics());
        List<DeleteShareGroupOffsetsResponseTopic> refused = new ArrayList<>();
        allowed.removeIf(topic -> {
            boolean hidden = !client.may(READ, TOPIC, topic.topicName());
            if (hidden) {
                refused.add(new DeleteShareGroupOffsetsResponseTopic()
                        .setTopicName(topic.topicName())
                        .setErrorCode(REFUSED.code())
                        .setErrorMessage(REFUSED.message()));
            }
            return hidden;
        });
        request.data().setTopics(allowed);
        return client.then(request, handler, DeleteShareGroupOffsetsResponse.class, answer -> {
            List<DeleteShareGroupOffsetsResponseTopic> all =
                    new ArrayList<>(answer.data().responses());
            all.addAll(refused);
            answer.data().setResponses(all);
        });
    }
}
