/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.DataPlane.FetchLimits;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.Input.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.metadata.KRaftMetadataCache;

/**
 * Fetch 4 to 18 for consumers. Followers of this cluster do not come this way, so a replica id is refused.
 *
 * <p>Fetch sessions (KIP-227) are answered as by a broker whose session cache is full: session id 0, every
 * fetch a full one. Kafka's own {@code FetchManager} is not used because its metrics start threads that
 * outlive the cluster.
 */
final class FetchHandler implements Handler<FetchRequest> {

    private static final int FIRST_WITH_TOPIC_IDS = 13;

    private final BrokerView broker;
    private final KRaftMetadataCache metadata;
    private final DataPlane data;

    FetchHandler(BrokerView broker, DataPlane data) {
        this.broker = broker;
        this.metadata = broker.metadata();
        this.data = data;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(FetchRequest request, RequestScope scope) {
        if (request.isFromFollower()) {
            throw new InvalidRequestException("no replica fetches from this listener: " + request.replicaId());
        }
        if (!request.metadata().isFull()) {
            return CompletableFuture.completedFuture(
                    request.getErrorResponse(0, Errors.FETCH_SESSION_ID_NOT_FOUND.exception()));
        }
        Map<Uuid, String> names = request.version() >= FIRST_WITH_TOPIC_IDS ? metadata.topicIdsToNames() : Map.of();
        FetchAnswer answer = new FetchAnswer(broker, scope);
        Map<TopicIdPartition, Position> readable = new LinkedHashMap<>();
        Map<TopicIdPartition, TopicIdPartition> asked = new HashMap<>();
        request.fetchData(names).forEach((id, wanted) -> {
            Optional<Errors> refusal = refusal(id);
            if (refusal.isPresent()) {
                answer.refuse(id, refusal.get());
            } else {
                TopicIdPartition resolved = resolved(id);
                asked.put(resolved, id);
                readable.put(resolved, position(wanted));
            }
        });
        if (readable.isEmpty()) {
            return CompletableFuture.completedFuture(answer.finish());
        }
        return data.fetch(limits(request), request.isolationLevel(), readable)
                .thenApply(results -> finish(answer, asked, results));
    }

    private Optional<Errors> refusal(TopicIdPartition id) {
        if (id.topic() == null) {
            return Optional.of(Errors.UNKNOWN_TOPIC_ID);
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

    private FetchLimits limits(FetchRequest request) {
        int maxBytes = Math.min(request.maxBytes(), broker.config().fetchMaxBytes());
        return new FetchLimits(request.maxWait(), Math.min(request.minBytes(), maxBytes), maxBytes);
    }

    private static FetchResponse finish(
            FetchAnswer answer,
            Map<TopicIdPartition, TopicIdPartition> asked,
            Map<TopicIdPartition, FetchResult> results) {
        results.forEach((id, result) -> answer.add(asked.getOrDefault(id, id), result));
        return answer.finish();
    }
}
