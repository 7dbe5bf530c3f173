/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.replication.DeletedRecords;
import io.kafkatrial.engine.embedded.replication.EpochEnd;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.FoundOffset;
import io.kafkatrial.engine.embedded.replication.Input.InTransaction;
import io.kafkatrial.engine.embedded.replication.Input.Position;
import io.kafkatrial.engine.embedded.replication.LeaderHint;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** Logs that give the same answer for every partition and remember what they were given. */
final class StubDataPlane implements DataPlane {

    final Map<TopicIdPartition, MemoryRecords> appended = new LinkedHashMap<>();
    final Map<TopicIdPartition, Position> read = new LinkedHashMap<>();
    Errors error = Errors.NONE;
    Optional<LeaderHint> leader = Optional.empty();
    Optional<EpochEnd> diverging = Optional.empty();
    MemoryRecords records = MemoryRecords.EMPTY;
    FetchReader reader = new FetchReader(IsolationLevel.READ_UNCOMMITTED, false, "");
    long highWatermark = 20;
    Optional<InTransaction> transaction = Optional.empty();

    @Nullable
    TopicIdPartition recordsOnlyOf;

    @Override
    public CompletionStage<Map<TopicIdPartition, ProduceResult>> produce(
            short acks,
            int timeoutMs,
            Map<TopicIdPartition, MemoryRecords> given,
            Optional<InTransaction> transaction) {
        appended.putAll(given);
        this.transaction = transaction;
        Map<TopicIdPartition, ProduceResult> results = new LinkedHashMap<>();
        given.keySet()
                .forEach(id -> results.put(
                        id,
                        new ProduceResult(
                                error,
                                10,
                                12,
                                -1,
                                3,
                                error == Errors.INVALID_RECORD
                                        ? List.of(new ProduceResult.RecordError(2, Optional.of("bad")))
                                        : List.of(),
                                Optional.empty(),
                                leader)));
        return CompletableFuture.completedFuture(results);
    }

    @Override
    public CompletionStage<Map<TopicIdPartition, FetchResult>> fetch(
            FetchLimits limits, FetchReader reader, Map<TopicIdPartition, Position> partitions) {
        this.reader = reader;
        read.clear();
        read.putAll(partitions);
        Map<TopicIdPartition, FetchResult> results = new LinkedHashMap<>();
        partitions
                .keySet()
                .forEach(id -> results.put(
                        id, new FetchResult(error, recordsOf(id), highWatermark, 19, 3, diverging, leader)));
        return CompletableFuture.completedFuture(results);
    }

    private MemoryRecords recordsOf(TopicIdPartition id) {
        return recordsOnlyOf == null || recordsOnlyOf.equals(id) ? records : MemoryRecords.EMPTY;
    }

    @Override
    public CompletionStage<Map<TopicPartition, DeletedRecords>> deleteRecords(
            int timeoutMs, Map<TopicPartition, Long> before) {
        Map<TopicPartition, DeletedRecords> results = new LinkedHashMap<>();
        before.forEach((partition, offset) -> results.put(partition, new DeletedRecords(error, offset)));
        return CompletableFuture.completedFuture(results);
    }

    @Override
    public CompletionStage<Errors> appendMarker(
            int timeoutMs, TopicPartition partition, MemoryRecords marker, short transactionVersion) {
        return CompletableFuture.completedFuture(error);
    }

    @Override
    public boolean hosts(TopicPartition partition) {
        return true;
    }

    @Override
    public List<ProducerState> activeProducers(TopicPartition partition) {
        return List.of();
    }

    @Override
    public List<LocalLog> logs() {
        return List.of(new LocalLog(new TopicPartition("orders", 0), 4_711, 2));
    }

    @Override
    public FoundOffset findOffset(
            TopicPartition partition,
            long timestamp,
            Optional<IsolationLevel> isolation,
            OptionalInt currentLeaderEpoch) {
        return new FoundOffset(error, 1_000, 15, 4);
    }

    @Override
    public EpochEnd endOfEpoch(TopicPartition partition, OptionalInt currentLeaderEpoch, int leaderEpoch) {
        return new EpochEnd(error, leaderEpoch, 17);
    }
}
