/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupDescribeResponse;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatResponse;
import org.apache.kafka.common.requests.StreamsGroupTopologyDescriptionUpdateRequest;
import org.apache.kafka.common.requests.StreamsGroupTopologyDescriptionUpdateResponse;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.coordinator.group.streams.StreamsGroupHeartbeatResult;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.server.common.StreamsVersion;

/**
 * StreamsGroupHeartbeat 0 to 1, StreamsGroupDescribe 0 to 1 and StreamsGroupTopologyDescriptionUpdate 0:
 * groups of Kafka Streams whose tasks the broker assigns (KIP-1071, KIP-1331). Refused with
 * UNSUPPORTED_VERSION while the cluster's {@code streams.version} is 0 or the broker's
 * {@code group.coordinator.rebalance.protocols} is without them.
 *
 * <p>Descriptions of topologies are kept by a plugin of the broker. There is none here, as in a Kafka broker
 * that configures none: no member is asked for its description, and who sends one is refused with
 * UNSUPPORTED_VERSION.
 */
final class StreamsGroupHandlers {

    private static final byte MISSING = StreamsGroupHeartbeatResponse.Status.MISSING_INTERNAL_TOPICS.code();
    /** Kafka tells so many topics and says how many more there are. */
    private static final int FAILURES_TOLD = 3;

    private final Groups groups;
    private final MetadataCache metadata;
    private final StreamsTopics topics;

    StreamsGroupHandlers(Groups groups, MetadataCache metadata, StreamsTopics topics) {
        this.groups = groups;
        this.metadata = metadata;
        this.topics = topics;
    }

    CompletionStage<AbstractResponse> heartbeat(StreamsGroupHeartbeatRequest request, RequestScope scope) {
        refuseUnlessEnabled();
        Optional<String> refusal = impossibleTopics(request.data());
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(
                    new StreamsGroupHeartbeatResponse(new StreamsGroupHeartbeatResponseData()
                            .setErrorCode(Errors.STREAMS_INVALID_TOPOLOGY.code())
                            .setErrorMessage(refusal.get())));
        }
        return groups.coordinator()
                .streamsGroupHeartbeat(new GroupCaller(scope), request.data())
                .thenApply(result -> {
                    createTopics(request.data().groupId(), result, scope);
                    return new StreamsGroupHeartbeatResponse(result.data());
                });
    }

    CompletionStage<AbstractResponse> describe(StreamsGroupDescribeRequest request, RequestScope scope) {
        refuseUnlessEnabled();
        return groups.coordinator()
                .streamsGroupDescribe(
                        new GroupCaller(scope),
                        request.data().groupIds(),
                        request.data().includeTopologyDescription())
                .thenApply(described -> {
                    if (request.data().includeAuthorizedOperations()) {
                        described.stream()
                                .filter(group -> group.errorCode() == Errors.NONE.code())
                                .forEach(group ->
                                        group.setAuthorizedOperations(AuthorizedOperations.on(ResourceType.GROUP)));
                    }
                    return new StreamsGroupDescribeResponse(
                            new StreamsGroupDescribeResponseData().setGroups(described));
                });
    }

    CompletionStage<AbstractResponse> describeTopology(
            StreamsGroupTopologyDescriptionUpdateRequest request, RequestScope scope) {
        refuseUnlessEnabled();
        return groups.coordinator()
                .streamsGroupTopologyDescriptionUpdate(new GroupCaller(scope), request.data())
                .thenApply(StreamsGroupTopologyDescriptionUpdateResponse::new);
    }

    private void refuseUnlessEnabled() {
        short level = metadata.features().finalizedFeatures().getOrDefault(StreamsVersion.FEATURE_NAME, (short) 0);
        if (!StreamsVersion.fromFeatureLevel(level).streamsGroupSupported()
                || !groups.settings().serves(Group.GroupType.STREAMS)) {
            throw Errors.UNSUPPORTED_VERSION.exception();
        }
    }

    /** The coordinator checks the rest of the topology; that no internal or impossible topic is in it, Kafka checks here. */
    private static Optional<String> impossibleTopics(StreamsGroupHeartbeatRequestData request) {
        if (request.topology() == null) {
            return Optional.empty();
        }
        List<String> named = request.topology().subtopologies().stream()
                .flatMap(part -> Stream.of(
                                part.sourceTopics().stream(),
                                part.repartitionSinkTopics().stream(),
                                part.repartitionSourceTopics().stream().map(TopicInfo::name),
                                part.stateChangelogTopics().stream().map(TopicInfo::name))
                        .flatMap(names -> names))
                .distinct()
                .toList();
        List<String> internal = named.stream().filter(Topic::isInternal).toList();
        if (!internal.isEmpty()) {
            return Optional.of("Use of Kafka internal topics " + String.join(",", internal)
                    + " in a Kafka Streams topology is prohibited.");
        }
        List<String> invalid =
                named.stream().filter(name -> !Topic.isValid(name)).toList();
        return invalid.isEmpty()
                ? Optional.empty()
                : Optional.of("Topic names " + String.join(",", invalid) + " are not valid topic names.");
    }

    /** Create the internal topics that are missing, and say in the answer which could not be. */
    private void createTopics(String group, StreamsGroupHeartbeatResult result, RequestScope scope) {
        Map<String, CreatableTopic> missing = result.creatableTopics();
        if (missing.isEmpty()) {
            return;
        }
        List<String> refused = refused(missing.keySet(), scope);
        if (!refused.isEmpty()) {
            missingTopics(result.data())
                    .ifPresent(status -> status.setStatusDetail(status.statusDetail()
                            + "; Unauthorized to CREATE on topics " + String.join(", ", refused) + "."));
            return;
        }
        topics.create(missing, 2L * groups.streamsHeartbeatMs(group));
        Map<String, String> failures = topics.failures(missing.keySet());
        if (!failures.isEmpty()) {
            missingTopics(result.data())
                    .ifPresent(status -> status.setStatusDetail(
                            status.statusDetail() + "; Creation failed: " + told(failures) + "."));
        }
    }

    private static List<String> refused(Set<String> topics, RequestScope scope) {
        return scope.allows(AclOperation.CREATE, ResourceType.CLUSTER, Resource.CLUSTER_NAME)
                ? List.of()
                : topics.stream()
                        .filter(topic -> !scope.allows(AclOperation.CREATE, ResourceType.TOPIC, topic))
                        .toList();
    }

    private static Optional<StreamsGroupHeartbeatResponseData.Status> missingTopics(
            StreamsGroupHeartbeatResponseData response) {
        return response.status() == null
                ? Optional.empty()
                : response.status().stream()
                        .filter(status -> status.statusCode() == MISSING)
                        .findFirst();
    }

    private static String told(Map<String, String> failures) {
        String first = failures.entrySet().stream()
                .limit(FAILURES_TOLD)
                .map(failure -> failure.getKey() + " (" + failure.getValue() + ")")
                .collect(Collectors.joining(", "));
        int rest = failures.size() - FAILURES_TOLD;
        return rest > 0 ? first + " and " + rest + " more" : first;
    }
}
