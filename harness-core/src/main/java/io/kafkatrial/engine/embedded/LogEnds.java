/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.replication.FoundOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.metadata.LeaderAndIsr;
import org.apache.kafka.server.util.PartitionMetadataClient;

/**
 * Asks the leaders of partitions, wherever they are, where their logs end: the lag of a share group is
 * counted from there. A leader that cannot be reached is not asked twice; Kafka tries five times.
 * Confined to the broker's loop.
 */
final class LogEnds implements PartitionMetadataClient {

    private static final long ANSWER_MS = 5_000;

    private final NodeParts parts;
    private final BrokerPeers.Others others;
    private final KRaftMetadataCache metadata;

    LogEnds(NodeParts parts, BrokerPeers.Others others, KRaftMetadataCache metadata) {
        this.parts = parts;
        this.others = others;
        this.metadata = metadata;
    }

    @Override
    public Map<TopicPartition, CompletableFuture<OffsetResponse>> listLatestOffsets(Set<TopicPartition> asked) {
        Map<TopicPartition, CompletableFuture<OffsetResponse>> answers = new HashMap<>();
        asked.forEach(partition -> answers.put(partition, latest(partition)));
        return answers;
    }

    private CompletableFuture<OffsetResponse> latest(TopicPartition partition) {
        Optional<Integer> leader = metadata.getLeaderAndIsr(partition.topic(), partition.partition())
                .map(LeaderAndIsr::leader)
                .filter(metadata::hasAliveBroker);
        if (leader.isEmpty()) {
            return CompletableFuture.completedFuture(new OffsetResponse(-1, Errors.LEADER_NOT_AVAILABLE));
        }
        CompletableFuture<OffsetResponse> answer = new CompletableFuture<>();
        parts.fabric()
                .transport()
                .call(
                        new Transport.Trip(Endpoint.broker(parts.id()), Endpoint.broker(leader.get()), ANSWER_MS),
                        new Errand<FoundOffset>(label(partition), () -> {
                            Brain there = others.broker(leader.get());
                            return there == null
                                    ? CompletableFuture.failedFuture(
                                            new Transport.Unreachable("broker " + leader.get() + " is starting"))
                                    : CompletableFuture.completedFuture(end(there, partition));
                        }),
                        (found, failure) -> answer.complete(
                                found == null
                                        ? new OffsetResponse(-1, Errors.NETWORK_EXCEPTION)
                                        : new OffsetResponse(found.offset(), found.error())));
        return answer;
    }

    private Label label(TopicPartition partition) {
        return new Label(
                ApiKeys.LIST_OFFSETS,
                "NetworkPartitionMetadataClient-client-" + parts.id(),
                Label.Channel.LOG_ENDS,
                () -> Set.of(partition.topic()));
    }

    private static FoundOffset end(Brain there, TopicPartition partition) {
        return there.replicas()
                .replication()
                .findOffset(
                        partition,
                        ListOffsetsRequest.LATEST_TIMESTAMP,
                        Optional.of(IsolationLevel.READ_UNCOMMITTED),
                        OptionalInt.empty());
    }

    @Override
    public void close() {}
}
