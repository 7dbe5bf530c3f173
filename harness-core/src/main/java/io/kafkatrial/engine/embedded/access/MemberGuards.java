/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.CLUSTER_ACTION;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeResponse;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.ListGroupsResponse;
import org.apache.kafka.common.requests.ShareGroupDescribeRequest;
import org.apache.kafka.common.requests.ShareGroupDescribeResponse;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupDescribeResponse;
import org.jspecify.annotations.Nullable;

/** Guards of who is in which group and where its coordinator is. */
final class MemberGuards {

    private static final short NO_GROUP = Errors.GROUP_AUTHORIZATION_FAILED.code();
    private static final short NO_TOPIC = Errors.TOPIC_AUTHORIZATION_FAILED.code();
    private static final String HIDDEN =
            "The group has described topic(s) that the client is not authorized to describe.";
    private static final String HIDDEN_OF_STREAMS =
            "The described group uses topics that the client is not authorized to describe.";

    private MemberGuards() {}

    static CompletionStage<? extends AbstractResponse> coordinator(
            FindCoordinatorRequest request, Client client, Handler<FindCoordinatorRequest> handler) {
        CoordinatorType type = CoordinatorType.forId(request.data().keyType());
        if (request.version() < FindCoordinatorRequest.MIN_BATCHED_VERSION) {
            Errors refusal = refusal(type, request.data().key(), client);
            if (refusal == Errors.NONE) {
                return handler.handle(request, client.scope());
            }
            return CompletableFuture.completedFuture(
                    FindCoordinatorResponse.prepareOldResponse(refusal, Node.noNode()));
        }
        List<String> allowed = new ArrayList<>();
        List<Coordinator> refused = new ArrayList<>();
        for (String key : request.data().coordinatorKeys()) {
            Errors refusal = refusal(type, key, client);
            if (refusal == Errors.NONE) {
                allowed.add(key);
            } else {
                refused.add(new Coordinator()
                        .setKey(key)
                        .setNodeId(-1)
                        .setHost("")
                        .setPort(-1)
                        .setErrorCode(refusal.code()));
            }
        }
        request.data().setCoordinatorKeys(allowed);
        if (allowed.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new FindCoordinatorResponse(new FindCoordinatorResponseData().setCoordinators(refused)));
        }
        return client.then(request, handler, FindCoordinatorResponse.class, answer -> {
            List<Coordinator> all = new ArrayList<>(answer.data().coordinators());
            all.addAll(refused);
            answer.data().setCoordinators(all);
        });
    }

    private static Errors refusal(CoordinatorType type, String key, Client client) {
        return switch (type) {
            case GROUP -> client.may(DESCRIBE, GROUP, key) ? Errors.NONE : Errors.GROUP_AUTHORIZATION_FAILED;
            case TRANSACTION ->
                client.may(DESCRIBE, TRANSACTIONAL_ID, key)
                        ? Errors.NONE
                        : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
            case SHARE -> {
                client.needCluster(CLUSTER_ACTION);
                yield Errors.NONE;
            }
        };
    }

    static CompletionStage<? extends AbstractResponse> list(
            ListGroupsRequest request, Client client, Handler<ListGroupsRequest> handler) {
        if (client.mayOnCluster(DESCRIBE)) {
            return handler.handle(request, client.scope());
        }
        return client.then(request, handler, ListGroupsResponse.class, answer -> answer.data()
                .setGroups(answer.data().groups().stream()
                        .filter(group -> client.may(DESCRIBE, GROUP, group.groupId()))
                        .toList()));
    }

    static CompletionStage<? extends AbstractResponse> classic(
            DescribeGroupsRequest request, Client client, Handler<DescribeGroupsRequest> handler) {
        return client.then(request, handler, DescribeGroupsResponse.class, answer -> answer.data()
                .setGroups(answer.data().groups().stream()
                        .map(group -> client.may(DESCRIBE, GROUP, group.groupId())
                                ? group.setAuthorizedOperations(
                                        client.operations(group.authorizedOperations(), GROUP, group.groupId()))
                                : DescribeGroupsResponse.groupError(group.groupId(), Errors.GROUP_AUTHORIZATION_FAILED))
                        .toList()));
    }

    static CompletionStage<? extends AbstractResponse> consumer(
            ConsumerGroupDescribeRequest request, Client client, Handler<ConsumerGroupDescribeRequest> handler) {
        return client.then(request, handler, ConsumerGroupDescribeResponse.class, answer -> answer.data()
                .groups()
                .forEach(group -> censor(group, client)));
    }

    private static void censor(ConsumerGroupDescribeResponseData.DescribedGroup group, Client client) {
        if (!client.may(DESCRIBE, GROUP, group.groupId())) {
            group.setErrorCode(NO_GROUP)
                    .setErrorMessage(null)
                    .setMembers(List.of())
                    .setGroupState("");
            return;
        }
        group.setAuthorizedOperations(client.operations(group.authorizedOperations(), GROUP, group.groupId()));
        Stream<String> topics = group.members().stream()
                .flatMap(member -> Stream.of(member.assignment(), member.targetAssignment()))
                .flatMap(assignment -> assignment.topicPartitions().stream())
                .map(ConsumerGroupDescribeResponseData.TopicPartitions::topicName);
        if (!all(topics, client)) {
            group.setErrorCode(NO_TOPIC).setErrorMessage(HIDDEN).setMembers(List.of());
        }
    }

    static CompletionStage<? extends AbstractResponse> share(
            ShareGroupDescribeRequest request, Client client, Handler<ShareGroupDescribeRequest> handler) {
        return client.then(request, handler, ShareGroupDescribeResponse.class, answer -> answer.data()
                .groups()
                .forEach(group -> censor(group, client)));
    }

    private static void censor(ShareGroupDescribeResponseData.DescribedGroup group, Client client) {
        if (!client.may(DESCRIBE, GROUP, group.groupId())) {
            group.setErrorCode(NO_GROUP)
                    .setErrorMessage(null)
                    .setMembers(List.of())
                    .setGroupState("");
            return;
        }
        group.setAuthorizedOperations(client.operations(group.authorizedOperations(), GROUP, group.groupId()));
        Stream<String> topics = group.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(ShareGroupDescribeResponseData.TopicPartitions::topicName);
        if (!all(topics, client)) {
            group.setErrorCode(NO_TOPIC).setErrorMessage(HIDDEN).setMembers(List.of());
        }
    }

    static CompletionStage<? extends AbstractResponse> streams(
            StreamsGroupDescribeRequest request, Client client, Handler<StreamsGroupDescribeRequest> handler) {
        return client.then(request, handler, StreamsGroupDescribeResponse.class, answer -> answer.data()
                .groups()
                .forEach(group -> censor(group, client)));
    }

    private static void censor(StreamsGroupDescribeResponseData.DescribedGroup group, Client client) {
        if (!client.may(DESCRIBE, GROUP, group.groupId())) {
            group.setErrorCode(NO_GROUP)
                    .setErrorMessage(null)
                    .setMembers(List.of())
                    .setTopology(null)
                    .setGroupState("");
            return;
        }
        group.setAuthorizedOperations(client.operations(group.authorizedOperations(), GROUP, group.groupId()));
        if (group.topology() == null) {
            return;
        }
        Stream<String> topics = group.topology().subtopologies().stream().flatMap(part -> Stream.of(
                        part.sourceTopics().stream(),
                        part.repartitionSinkTopics().stream(),
                        part.repartitionSourceTopics().stream().map(topic -> topic.name()),
                        part.stateChangelogTopics().stream().map(topic -> topic.name()))
                .flatMap(names -> names));
        if (!all(topics, client)) {
            group.setErrorCode(NO_TOPIC)
                    .setErrorMessage(HIDDEN_OF_STREAMS)
                    .setMembers(List.of())
                    .setTopology(null);
        }
    }

    private static boolean all(Stream<String> topics, Client client) {
        return topics.distinct().allMatch(topic -> client.may(DESCRIBE, TOPIC, topic));
    }

    /** A member says what it wants to read: it must be allowed to know of all of it. */
    static void heartbeat(Client client, String group, @Nullable Collection<String> topics) {
        client.needGroup(READ, group);
        if (topics != null) {
            Client.need(all(topics.stream(), client), Errors.TOPIC_AUTHORIZATION_FAILED);
        }
    }
}
