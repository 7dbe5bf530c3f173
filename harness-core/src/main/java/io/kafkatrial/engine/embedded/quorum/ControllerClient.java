/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionResponseData;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.controller.ResultOrError;
import org.apache.kafka.metadata.BrokerHeartbeatReply;
import org.apache.kafka.metadata.BrokerRegistrationReply;

/**
 * One broker's way to the active controller. Every request travels over the transport and so may be
 * delayed or held up; it is repeated on {@code NOT_CONTROLLER} and when no controller runs or the
 * connection is reset, until its time is up. A repeated request may find its own effect done, as with
 * Apache Kafka ({@code TOPIC_ALREADY_EXISTS}). Futures complete on the broker's loop, with the response or
 * with an Apache Kafka {@code ApiException} ({@code TimeoutException} when no controller answered in
 * time).
 *
 * <p>Confined to the broker's loop.
 */
public final class ControllerClient {

    /** How long a request is repeated that names no time of its own: {@code controller.socket.timeout.ms}. */
    public static final long TIMEOUT_MS = 30_000;

    private final Way way;

    /** How the requests of one broker travel. */
    record Way(Quorum quorum, BrokerLink link, KnownController controllers) {}

    /**
     * Prepare a client.
     *
     * @param quorum the cluster's controllers
     * @param link the broker that asks
     */
    public ControllerClient(Quorum quorum, BrokerLink link) {
        this.way = new Way(
                requireNonNull(quorum, "quorum"),
                requireNonNull(link, "link"),
                new KnownController(quorum.controllers()));
    }

    /** A client that asks the active controller first, for whom hears of no other. */
    public static ControllerClient ofActive(Quorum quorum, BrokerLink link) {
        ControllerClient client = new ControllerClient(quorum, link);
        client.way.controllers().learn(quorum.activeLeader());
        return client;
    }

    /** Do anything at the active controller; for requests that have no method here. */
    public <R> CompletableFuture<R> call(ApiKeys api, ControllerOperation<R> operation) {
        return call(new Purpose(api, OptionalLong.empty(), Optional.empty()), operation);
    }

    /** What a request is about, besides its operation. */
    private record Purpose(ApiKeys api, OptionalLong deadlineMs, Optional<ApiMessage> request) {
        static Purpose of(ApiMessage request) {
            return new Purpose(ApiKeys.forId(request.apiKey()), OptionalLong.empty(), Optional.of(request));
        }

        static Purpose of(ApiMessage request, int deadlineMs) {
            return new Purpose(ApiKeys.forId(request.apiKey()), OptionalLong.of(deadlineMs), Optional.of(request));
        }
    }

    private <R> CompletableFuture<R> call(Purpose purpose, ControllerOperation<R> operation) {
        return ask(purpose, (node, context) -> operation.at(node.controller(), context));
    }

    private <R> CompletableFuture<R> ask(Purpose purpose, ControllerCall.NodeOperation<R> operation) {
        return new ControllerCall<>(
                        way,
                        new ControllerCall.Ask<>(purpose.api, purpose.deadlineMs, purpose.request, operation),
                        TIMEOUT_MS,
                        true)
                .start();
    }

    /** Describe the quorum, as its leader sees it. */
    public CompletableFuture<QuorumView> describeQuorum() {
        return ask(
                new Purpose(ApiKeys.DESCRIBE_QUORUM, OptionalLong.empty(), Optional.empty()),
                (node, context) -> node.voter().describe());
    }

    /** Create topics; duplicate names and the metadata topic are refused in their own results. */
    public CompletableFuture<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request) {
        return call(
                Purpose.of(request, request.timeoutMs()),
                (controller, context) -> TopicRequests.create(controller, context, request));
    }

    /** Delete topics by name or id. */
    public CompletableFuture<DeleteTopicsResponseData> deleteTopics(DeleteTopicsRequestData request) {
        return call(
                Purpose.of(request, request.timeoutMs()),
                (controller, context) -> new TopicDeletion(controller, context).delete(request));
    }

    /** Add partitions to topics. */
    public CompletableFuture<CreatePartitionsResponseData> createPartitions(CreatePartitionsRequestData request) {
        return call(
                Purpose.of(request, request.timeoutMs()),
                (controller, context) -> TopicRequests.createPartitions(controller, context, request));
    }

    /** Change single configuration values; loggers of brokers are none of the controller's business. */
    public CompletableFuture<IncrementalAlterConfigsResponseData> incrementalAlterConfigs(
            IncrementalAlterConfigsRequestData request) {
        return call(
                Purpose.of(request), (controller, context) -> ConfigRequests.incremental(controller, context, request));
    }

    /** Replace configurations. */
    public CompletableFuture<AlterConfigsResponseData> legacyAlterConfigs(AlterConfigsRequestData request) {
        return call(Purpose.of(request), (controller, context) -> ConfigRequests.legacy(controller, context, request));
    }

    /** Propose a new in-sync set. */
    public CompletableFuture<AlterPartitionResponseData> alterPartition(AlterPartitionRequestData request) {
        return call(Purpose.of(request), (controller, context) -> controller.alterPartition(context, request));
    }

    /** Elect leaders. */
    public CompletableFuture<ElectLeadersResponseData> electLeaders(ElectLeadersRequestData request) {
        return call(
                Purpose.of(request, request.timeoutMs()),
                (controller, context) -> controller.electLeaders(context, request));
    }

    /** Take a block of producer ids. */
    public CompletableFuture<AllocateProducerIdsResponseData> allocateProducerIds(
            AllocateProducerIdsRequestData request) {
        return call(Purpose.of(request), (controller, context) -> controller.allocateProducerIds(context, request));
    }

    /** Move replicas. */
    public CompletableFuture<AlterPartitionReassignmentsResponseData> alterPartitionReassignments(
            AlterPartitionReassignmentsRequestData request) {
        return call(
                Purpose.of(request, request.timeoutMs()),
                (controller, context) -> controller.alterPartitionReassignments(context, request));
    }

    /** Tell the moves under way. */
    public CompletableFuture<ListPartitionReassignmentsResponseData> listPartitionReassignments(
            ListPartitionReassignmentsRequestData request) {
        return call(
                Purpose.of(request, request.timeoutMs()),
                (controller, context) -> controller.listPartitionReassignments(context, request));
    }

    /** Look topic ids up. */
    public CompletableFuture<Map<String, ResultOrError<Uuid>>> findTopicIds(Collection<String> names) {
        return call(ApiKeys.DELETE_TOPICS, (controller, context) -> controller.findTopicIds(context, names));
    }

    /** Look topic names up. */
    public CompletableFuture<Map<Uuid, ResultOrError<String>>> findTopicNames(Collection<Uuid> ids) {
        return call(ApiKeys.DELETE_TOPICS, (controller, context) -> controller.findTopicNames(context, ids));
    }

    /** Ask once to be registered. */
    CompletableFuture<BrokerRegistrationReply> register(BrokerRegistrationRequestData request, long timeoutMs) {
        return once(
                ApiKeys.BROKER_REGISTRATION,
                (controller, context) -> controller.registerBroker(context, request),
                timeoutMs);
    }

    /** Beat once. */
    CompletableFuture<BrokerHeartbeatReply> heartbeat(BrokerHeartbeatRequestData request, long timeoutMs) {
        return once(
                ApiKeys.BROKER_HEARTBEAT,
                (controller, context) -> controller.processBrokerHeartbeat(context, request),
                timeoutMs);
    }

    private <R> CompletableFuture<R> once(ApiKeys api, ControllerOperation<R> operation, long timeoutMs) {
        return new ControllerCall<>(
                        way,
                        new ControllerCall.Ask<>(
                                api,
                                OptionalLong.empty(),
                                Optional.empty(),
                                (node, context) -> operation.at(node.controller(), context)),
                        timeoutMs,
                        false)
                .start();
    }

    Way way() {
        return way;
    }
}
