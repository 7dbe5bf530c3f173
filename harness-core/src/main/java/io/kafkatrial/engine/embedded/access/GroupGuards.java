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
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartitionCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.DeleteGroupsResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetCommitResponse;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetDeleteResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;

/** Guards of groups' offsets, and of their deletion. */
final class GroupGuards {

    private static final short NO_TOPIC = Errors.TOPIC_AUTHORIZATION_FAILED.code();
    private static final short NO_GROUP = Errors.GROUP_AUTHORIZATION_FAILED.code();
    private static final int FIRST_WITH_GROUPS = 8;

    private final BrokerView broker;

    GroupGuards(BrokerView broker) {
        this.broker = broker;
    }

    CompletionStage<? extends AbstractResponse> commit(
            OffsetCommitRequest request, Client client, Handler<OffsetCommitRequest> handler) {
        client.needGroup(READ, request.data().groupId());
        List<OffsetCommitRequestTopic> allowed = new ArrayList<>();
        List<OffsetCommitResponseTopic> refused = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.data().topics()) {
            String name = broker.metadata().getTopicName(topic.topicId()).orElse(topic.name());
            if (name.isEmpty() || client.may(READ, TOPIC, name)) {
                allowed.add(topic);
            } else {
                refused.add(refused(topic));
            }
        }
        request.data().setTopics(allowed);
        return client.then(request, handler, OffsetCommitResponse.class, answer -> {
            List<OffsetCommitResponseTopic> all = new ArrayList<>(answer.data().topics());
            all.addAll(refused);
            answer.data().setTopics(all);
        });
    }

    private static OffsetCommitResponseTopic refused(OffsetCommitRequestTopic topic) {
        return new OffsetCommitResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> new OffsetCommitResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(NO_TOPIC))
                        .toList());
    }

    CompletionStage<? extends AbstractResponse> offsets(
            OffsetFetchRequest request, Client client, Handler<OffsetFetchRequest> handler) {
        if (request.version() < FIRST_WITH_GROUPS) {
            client.needGroup(DESCRIBE, request.groupId());
            boolean all = request.data().topics() == null;
            return client.then(
                    request,
                    handler,
                    OffsetFetchResponse.class,
                    answer -> censorOld(answer.data(), all, name -> client.may(DESCRIBE, TOPIC, name)));
        }
        List<String> all = request.groups().stream()
                .filter(OffsetFetchRequest::requestAllOffsets)
                .map(group -> group.groupId())
                .toList();
        return client.then(request, handler, OffsetFetchResponse.class, answer -> answer.data()
                .groups()
                .forEach(group -> censor(group, all.contains(group.groupId()), client)));
    }

    private static void censorOld(OffsetFetchResponseData data, boolean all, Predicate<String> seen) {
        var topics = new ArrayList<>(data.topics());
        topics.removeIf(topic -> all && !seen.test(topic.name()));
        topics.stream()
                .filter(topic -> !seen.test(topic.name()))
                .flatMap(topic -> topic.partitions().stream())
                .forEach(partition -> partition
                        .setErrorCode(NO_TOPIC)
                        .setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                        .setCommittedLeaderEpoch(-1)
                        .setMetadata(OffsetFetchResponse.NO_METADATA));
        data.setTopics(topics);
    }

    private void censor(OffsetFetchResponseGroup group, boolean all, Client client) {
        if (!client.may(DESCRIBE, GROUP, group.groupId())) {
            group.setErrorCode(NO_GROUP).setTopics(List.of());
            return;
        }
        Predicate<OffsetFetchResponseTopics> hidden = topic -> {
            String name = broker.metadata().getTopicName(topic.topicId()).orElse(topic.name());
            return !name.isEmpty() && !client.may(DESCRIBE, TOPIC, name);
        };
        List<OffsetFetchResponseTopics> topics = new ArrayList<>(group.topics());
        topics.removeIf(topic -> all && hidden.test(topic));
        topics.stream().filter(hidden).forEach(topic -> topic.partitions().forEach(GroupGuards::refuse));
        group.setTopics(topics);
    }

    private static void refuse(OffsetFetchResponsePartitions partition) {
        partition
                .setErrorCode(NO_TOPIC)
                .setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                .setCommittedLeaderEpoch(-1)
                .setMetadata(OffsetFetchResponse.NO_METADATA);
    }

    CompletionStage<? extends AbstractResponse> delete(
            DeleteGroupsRequest request, Client client, Handler<DeleteGroupsRequest> handler) {
        List<String> allowed = new ArrayList<>();
        List<DeletableGroupResult> refused = new ArrayList<>();
        for (String group : request.data().groupsNames()) {
            if (client.may(DELETE, GROUP, group)) {
                allowed.add(group);
            } else {
                refused.add(new DeletableGroupResult().setGroupId(group).setErrorCode(NO_GROUP));
            }
        }
        request.data().setGroupsNames(allowed);
        return client.then(request, handler, DeleteGroupsResponse.class, answer -> answer.data()
                .results()
                .addAll(refused));
    }

    CompletionStage<? extends AbstractResponse> deleteOffsets(
            OffsetDeleteRequest request, Client client, Handler<OffsetDeleteRequest> handler) {
        client.needGroup(DELETE, request.data().groupId());
        OffsetDeleteRequestTopicCollection allowed = new OffsetDeleteRequestTopicCollection();
        List<OffsetDeleteResponseTopic> refused = new ArrayList<>();
        for (OffsetDeleteRequestTopic topic : request.data().topics()) {
            if (client.may(READ, TOPIC, topic.name())) {
                allowed.add(topic.duplicate());
            } else {
                refused.add(refused(topic));
            }
        }
        request.data().setTopics(allowed);
        return client.then(request, handler, OffsetDeleteResponse.class, answer -> answer.data()
                .topics()
                .addAll(refused));
    }

    private static OffsetDeleteResponseTopic refused(OffsetDeleteRequestTopic topic) {
        OffsetDeleteResponsePartitionCollection partitions = new OffsetDeleteResponsePartitionCollection();
        topic.partitions()
                .forEach(partition -> partitions.add(new OffsetDeleteResponsePartition()
                        .setPartitionIndex(partition.partitionIndex())
                        .setErrorCode(NO_TOPIC)));
        return new OffsetDeleteResponseTopic().setName(topic.name()).setPartitions(partitions);
    }
}
