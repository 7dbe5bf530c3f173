/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.jspecify.annotations.Nullable;

/** Metadata 0 to 13: brokers and topics as this broker knows them, by name or id; creates topics on demand. */
final class MetadataHandler implements Handler<MetadataRequest> {

    private static final int FIRST_WITH_TOPIC_IDS = 12;
    private static final int FIRST_WITH_OPERATIONS = 8;
    private static final int LAST_WITH_CLUSTER_OPERATIONS = 10;
    private static final int FIRST_WITH_LISTENER_ERROR = 6;

    private final BrokerView broker;
    private final KRaftMetadataCache metadata;
    private final TopicAutoCreation autoCreation;

    MetadataHandler(BrokerView broker, TopicAutoCreation autoCreation) {
        this.broker = broker;
        this.metadata = broker.metadata();
        this.autoCreation = autoCreation;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(MetadataRequest request, RequestScope scope) {
        refuseWhatTheVersionCannotSay(request);
        List<MetadataResponseTopic> topics = new ArrayList<>();
        Set<String> names = names(request, topics);
        topics.addAll(existing(names, scope));
        if (!request.isAllTopics()) {
            addMissing(names, request, topics);
        }
        if (request.version() >= FIRST_WITH_OPERATIONS && request.data().includeTopicAuthorizedOperations()) {
            int operations = AuthorizedOperations.on(ResourceType.TOPIC);
            topics.stream()
                    .filter(topic -> topic.errorCode() != Errors.UNKNOWN_TOPIC_ID.code())
                    .forEach(topic -> topic.setTopicAuthorizedOperations(operations));
        }
        return CompletableFuture.completedFuture(MetadataResponse.prepareResponse(
                request.version(),
                0,
                metadata.getAliveBrokerNodes(scope.listener()),
                broker.clusterId(),
                broker.controllerId(scope.listener()).orElse(MetadataResponse.NO_CONTROLLER_ID),
                topics,
                clusterOperations(request)));
    }

    private static void refuseWhatTheVersionCannotSay(MetadataRequest request) {
        if (request.isAllTopics() || request.version() >= FIRST_WITH_TOPIC_IDS) {
            return;
        }
        for (MetadataRequestTopic topic : request.data().topics()) {
            if (topic.name() == null) {
                throw new InvalidRequestException("Topic name can not be null for version " + request.version());
            }
            if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
                throw new InvalidRequestException(
                        "Topic IDs are not supported in requests for version " + request.version());
            }
        }
    }

    /** The names asked for; ids win over names, and unknown ids are answered right here. */
    private Set<String> names(MetadataRequest request, List<MetadataResponseTopic> answers) {
        if (request.isAllTopics()) {
            return metadata.getAllTopics();
        }
        Set<Uuid> ids = request.topicIds().stream()
                .filter(id -> !id.equals(Uuid.ZERO_UUID))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (ids.isEmpty()) {
            return new LinkedHashSet<>(request.topics());
        }
        Set<String> names = new LinkedHashSet<>();
        for (Uuid id : ids) {
            metadata.getTopicName(id)
                    .ifPresentOrElse(names::add, () -> answers.add(answer(Errors.UNKNOWN_TOPIC_ID, null, id)));
        }
        return names;
    }

    private List<MetadataResponseTopic> existing(Set<String> names, RequestScope scope) {
        // Version 0 says so when a broker is away; up to 5, LEADER_NOT_AVAILABLE stands for a missing listener.
        return metadata.getTopicMetadata(
                names, scope.listener(), scope.version() == 0, scope.version() >= FIRST_WITH_LISTENER_ERROR);
    }

    private void addMissing(Set<String> names, MetadataRequest request, List<MetadataResponseTopic> topics) {
        Collection<String> missing =
                names.stream().filter(name -> !metadata.contains(name)).toList();
        if (request.allowAutoTopicCreation() && broker.config().autoCreateTopics()) {
            autoCreation.create(missing).forEach((name, error) -> topics.add(answer(error, name, Uuid.ZERO_UUID)));
            return;
        }
        for (String name : missing) {
            boolean valid = TopicAutoCreation.isValid(name);
            topics.add(answer(
                    valid ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.INVALID_TOPIC_EXCEPTION, name, Uuid.ZERO_UUID));
        }
    }

    private static MetadataResponseTopic answer(Errors error, @Nullable String name, Uuid id) {
        return new MetadataResponseTopic()
                .setErrorCode(error.code())
                .setName(name)
                .setTopicId(id)
                .setIsInternal(name != null && Topic.isInternal(name));
    }

    private static int clusterOperations(MetadataRequest request) {
        boolean asked = request.version() >= FIRST_WITH_OPERATIONS
                && request.version() <= LAST_WITH_CLUSTER_OPERATIONS
                && request.data().includeClusterAuthorizedOperations();
        return asked ? AuthorizedOperations.on(ResourceType.CLUSTER) : AuthorizedOperations.NOT_ASKED;
    }
}
