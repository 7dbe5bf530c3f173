/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.DataPlane.FetchLimits;
import io.kafkatrial.engine.embedded.api.DataPlane.FetchReader;
import io.kafkatrial.engine.embedded.replication.Input.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.KRaftMetadataCache;

/**
 * Fetch 4 to 18 for consumers, in sessions (KIP-227). Followers of this cluster do not come this way, so a
 * replica id is one the partition has not: NOT_LEADER_OR_FOLLOWER. Kafka takes the id of a true follower at its word.
 */
final class FetchHandler implements Handler<FetchRequest> {

    private static final int FIRST_WITH_FOLLOWERS = 11;
    private static final int FIRST_WITH_TOPIC_IDS = 13;

    private final BrokerView broker;
    private final KRaftMetadataCache metadata;
    private final DataPlane data;
    private final FetchSessions sessions;
    private final ClientQuotas quotas;

    FetchHandler(BrokerView broker, DataPlane data, FetchSessions sessions, ClientQuotas quotas) {
        this.broker = broker;
        this.metadata = broker.metadata();
        this.data = data;
        this.sessions = sessions;
        this.quotas = quotas;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(FetchRequest request, RequestScope scope) {
        Map<Uuid, String> names = request.version() >= FIRST_WITH_TOPIC_IDS ? metadata.topicIdsToNames() : Map.of();
        FetchContext context = sessions.open(request, names);
        byte isolation = request.data().isolationLevel();
        FetchAnswer answer = new FetchAnswer(broker, scope, isolation == IsolationLevel.READ_COMMITTED.id());
        Map<TopicIdPartition, Position> readable = new LinkedHashMap<>();
        Map<TopicIdPartition, TopicIdPartition> asked = new HashMap<>();
        context.wanted().forEach((id, wanted) -> {
            Optional<Errors> refusal = refusal(id, scope);
            if (refusal.isPresent()) {
                answer.refuse(id, refusal.get());
            } else if (request.isFromFollower()) {
                answer.refuseReplica(id);
            } else {
                TopicIdPartition resolved = resolved(id);
                asked.put(resolved, id);
                readable.put(resolved, position(wanted));
            }
        });
        if (readable.isEmpty()) {
            return CompletableFuture.completedFuture(answer.finish(context, quotas));
        }
        if (isolation < 0 || isolation > IsolationLevel.READ_COMMITTED.id()) {
            // Kafka finds out where it reads the logs, and has no error of its own for it
            return CompletableFuture.failedFuture(new UnknownServerException("Unknown isolation level " + isolation));
        }
        return data.fetch(limits(request, scope), reader(request), readable).thenApply(results -> {
            results.forEach((id, result) -> answer.add(asked.getOrDefault(id, id), result));
            return answer.finish(context, quotas);
        });
    }

    private Optional<Errors> refusal(TopicIdPartition id, RequestScope scope) {
        if (id.topic() == null) {
            return Optional.of(Errors.UNKNOWN_TOPIC_ID);
        }
        if (!scope.allows(AclOperation.READ, ResourceType.TOPIC, id.topic())) {
            return Optional.of(Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        return metadata.contains(id.topicPartition())
                ? Optional.empty()
                : Optional.of(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    /** Old versions ask by name only; the logs are found by id. */
    private TopicIdPartition resolved(TopicIdPartition id) {
        return id.topicId().equals(Uuid.ZERO_UUID)
                ? new TopicIdPartition(metadata.getTopicId(id.topic()), id.topicPartition())
                : id;
    }

    private static Position position(FetchRequest.PartitionData wanted) {
        return new Position(
                wanted.fetchOffset,
                wanted.maxBytes,
                optional(wanted.currentLeaderEpoch),
                optional(wanted.lastFetchedEpoch));
    }

    private static OptionalInt optional(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }

    private FetchLimits limits(FetchRequest request, RequestScope scope) {
        int maxBytes =
                Math.min(Math.min(request.maxBytes(), broker.config().fetchMaxBytes()), quotas.largestFetch(scope));
        return new FetchLimits(request.maxWait(), Math.min(request.minBytes(), maxBytes), maxBytes);
    }

    private static FetchReader reader(FetchRequest request) {
        return new FetchReader(request.isolationLevel(), request.version() < FIRST_WITH_FOLLOWERS, request.rackId());
    }
}
