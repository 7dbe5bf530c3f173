/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.api.DataPlane.FetchLimits;
import io.kafkatrial.engine.embedded.api.DataPlane.FetchReader;
import io.kafkatrial.engine.embedded.replication.FoundOffset;
import io.kafkatrial.engine.embedded.replication.Input.Position;
import io.kafkatrial.engine.embedded.replication.Replication;
import io.kafkatrial.engine.embedded.share.ShareLogs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OffsetNotAvailableException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/** The broker's replicas as its share partitions read them. Confined to the broker's loop. */
final class ShareReader implements ShareLogs {

    private final ReplicationDriver replicas;

    ShareReader(ReplicationDriver replicas) {
        this.replicas = replicas;
    }

    @Override
    public int leaderEpoch(TopicIdPartition partition) {
        Replication replication = replicas.replication();
        boolean leads = replication.isLeader(partition.topicPartition())
                && replication
                        .find(partition.topicPartition())
                        .filter(partition::equals)
                        .isPresent();
        if (!leads) {
            throw new NotLeaderOrFollowerException("this broker does not lead " + partition);
        }
        return replication.leaderEpoch(partition.topicPartition()).orElseThrow();
    }

    @Override
    public long offset(TopicIdPartition partition, long timestamp, int leaderEpoch) {
        Optional<IsolationLevel> isolation = timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP
                ? Optional.empty()
                : Optional.of(IsolationLevel.READ_UNCOMMITTED);
        FoundOffset found = replicas.replication()
                .findOffset(partition.topicPartition(), timestamp, isolation, OptionalInt.of(leaderEpoch));
        if (found.error() != Errors.NONE) {
            throw found.error().exception();
        }
        if (found.offset() < 0) {
            throw new OffsetNotAvailableException(
                    "Offset for timestamp " + timestamp + " not found for topic partition: " + partition);
        }
        return found.offset();
    }

    @Override
    public CompletionStage<Map<TopicIdPartition, Found>> read(
            Map<TopicIdPartition, From> partitions, int maxBytes, IsolationLevel isolation) {
        Map<TopicIdPartition, Position> positions = new LinkedHashMap<>();
        partitions.forEach((id, from) -> positions.put(
                id, new Position(from.offset(), from.maxBytes(), OptionalInt.empty(), OptionalInt.empty())));
        return replicas.plane()
                .fetch(new FetchLimits(0, 0, maxBytes), new FetchReader(isolation, true, ""), positions)
                .thenApply(results -> {
                    Map<TopicIdPartition, Found> found = new LinkedHashMap<>();
                    results.forEach((id, result) ->
                            found.put(id, new Found(result.error(), result.records(), result.abortedTransactions())));
                    return found;
                });
    }
}
