/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.LeaderAndIsr;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.server.share.SharePartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator 0 to 6: one key up to version 3, several since 4.
 *
 * <p>The first question creates the coordinators' topic, {@code __consumer_offsets}, {@code __transaction_state}
 * or {@code __share_group_state}; until it is there, and its partition has a leader that lives, the answer is
 * COORDINATOR_NOT_AVAILABLE and the client asks again, as in Kafka.
 */
final class FindCoordinatorHandler implements Handler<FindCoordinatorRequest> {

    private static final int FIRST_WITH_SHARE_GROUPS = 6;

    private final Groups groups;
    private final ToIntFunction<String> transactions;
    private final MetadataCache metadata;
    private final Consumer<String> createTopic;

    /**
     * Prepare the handler.
     *
     * @param transactions the partition of {@code __transaction_state} of a transactional id
     * @param createTopic told the name of an internal topic that does not exist
     */
    FindCoordinatorHandler(
            Groups groups, ToIntFunction<String> transactions, MetadataCache metadata, Consumer<String> createTopic) {
        this.groups = groups;
        this.transactions = transactions;
        this.metadata = metadata;
        this.createTopic = createTopic;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(FindCoordinatorRequest request, RequestScope scope) {
        CoordinatorType type = CoordinatorType.forId(request.data().keyType());
        return CompletableFuture.completedFuture(new FindCoordinatorResponse(
                scope.version() < FindCoordinatorRequest.MIN_BATCHED_VERSION
                        ? one(request.data(), type, scope)
                        : several(request.data(), type, scope)));
    }

    private FindCoordinatorResponseData one(
            FindCoordinatorRequestData request, CoordinatorType type, RequestScope scope) {
        Coordinator found = find(type, request.key(), scope);
        return new FindCoordinatorResponseData()
                .setErrorCode(found.errorCode())
                .setErrorMessage(message(found))
                .setNodeId(found.nodeId())
                .setHost(found.host())
                .setPort(found.port());
    }

    private FindCoordinatorResponseData several(
            FindCoordinatorRequestData request, CoordinatorType type, RequestScope scope) {
        List<Coordinator> found = request.coordinatorKeys().stream()
                .map(key -> find(type, key, scope))
                .toList();
        return new FindCoordinatorResponseData().setCoordinators(found);
    }

    private Coordinator find(CoordinatorType type, String key, RequestScope scope) {
        return switch (type) {
            case GROUP -> leader(key, Topic.GROUP_METADATA_TOPIC_NAME, groups::coordinatorPartition, scope.listener());
            case TRANSACTION -> leader(key, Topic.TRANSACTION_STATE_TOPIC_NAME, transactions, scope.listener());
            case SHARE ->
                scope.version() < FIRST_WITH_SHARE_GROUPS
                        ? refused(key, Errors.INVALID_REQUEST, Errors.INVALID_REQUEST.message())
                        : shareCoordinator(key, scope.listener());
        };
    }

    private Coordinator shareCoordinator(String key, ListenerName listener) {
        try {
            SharePartitionKey.validate(key);
        } catch (IllegalArgumentException invalid) {
            return refused(key, Errors.INVALID_REQUEST, Errors.INVALID_REQUEST.message());
        }
        return leader(key, Topic.SHARE_GROUP_STATE_TOPIC_NAME, this::statePartition, listener);
    }

    private int statePartition(String key) {
        String canonical = SharePartitionKey.getInstance(key).asCoordinatorKey();
        int partitions =
                metadata.numPartitions(Topic.SHARE_GROUP_STATE_TOPIC_NAME).orElse(1);
        return Utils.abs(canonical.hashCode()) % partitions;
    }

    private Coordinator leader(String key, String topic, ToIntFunction<String> partition, ListenerName listener) {
        if (!metadata.contains(topic)) {
            createTopic.accept(topic);
            return notAvailable(key);
        }
        Optional<Node> leader = metadata.getLeaderAndIsr(topic, partition.applyAsInt(key))
                .map(LeaderAndIsr::leader)
                .flatMap(broker -> metadata.getAliveBrokerNode(broker, listener));
        return leader.map(node -> FindCoordinatorResponse.prepareCoordinatorResponse(Errors.NONE, key, node)
                        .setErrorMessage(""))
                .orElseGet(() -> notAvailable(key));
    }

    private static Coordinator notAvailable(String key) {
        return refused(key, Errors.COORDINATOR_NOT_AVAILABLE, Errors.COORDINATOR_NOT_AVAILABLE.message());
    }

    private static Coordinator refused(String key, Errors error, String message) {
        return FindCoordinatorResponse.prepareCoordinatorResponse(error, key, Node.noNode())
                .setErrorMessage(message);
    }

    /** Up to version 3 Kafka sends the message of NONE, too. */
    private static @Nullable String message(Coordinator found) {
        return found.errorCode() == Errors.NONE.code() ? Errors.NONE.message() : found.errorMessage();
    }
}
