/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.replication.DeletedRecords;
import io.kafkatrial.engine.embedded.replication.EpochEnd;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.FoundOffset;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Input.InTransaction;
import io.kafkatrial.engine.embedded.replication.Input.Position;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import io.kafkatrial.engine.embedded.replication.Replication;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * The {@link DataPlane} over {@link Replication}: gives each request a token and keeps the question until
 * the output with that token comes. The node feeds the outputs in. Confined to the broker's loop.
 */
public final class ReplicationPlane implements DataPlane {

    private final Replication replication;
    private final Consumer<Input> step;
    private final LongSupplier tokens;
    private final Map<Long, CompletableFuture<Map<TopicIdPartition, ProduceResult>>> produces = new HashMap<>();
    private final Map<Long, CompletableFuture<Map<TopicIdPartition, FetchResult>>> fetches = new HashMap<>();
    private final Map<Long, CompletableFuture<Map<TopicPartition, DeletedRecords>>> deletions = new HashMap<>();
    private final Map<Long, CompletableFuture<VerificationGuard>> verifications = new HashMap<>();

    /**
     * Prepare the plane.
     *
     * @param step runs one step of {@code replication} with this input; may give its outputs to
     *     {@link #done} before it returns, or later
     * @param tokens a new number each time, unique among all requests given to {@code replication}
     */
    public ReplicationPlane(Replication replication, Consumer<Input> step, LongSupplier tokens) {
        this.replication = requireNonNull(replication, "replication");
        this.step = requireNonNull(step, "step");
        this.tokens = requireNonNull(tokens, "tokens");
    }

    /** Take the answer to a produce request. */
    public void done(Output.ProduceDone output) {
        CompletableFuture<Map<TopicIdPartition, ProduceResult>> waiting = produces.remove(output.token());
        if (waiting != null) {
            waiting.complete(output.results());
        }
    }

    /** Take the answer to a consumer's fetch. */
    public void done(Output.FetchDone output) {
        CompletableFuture<Map<TopicIdPartition, FetchResult>> waiting = fetches.remove(output.token());
        if (waiting != null) {
            waiting.complete(output.results());
        }
    }

    @Override
    public CompletionStage<Map<TopicIdPartition, ProduceResult>> produce(
            short acks,
            int timeoutMs,
            Map<TopicIdPartition, MemoryRecords> records,
            Optional<InTransaction> transaction) {
        long token = tokens.getAsLong();
        CompletableFuture<Map<TopicIdPartition, ProduceResult>> waiting = new CompletableFuture<>();
        produces.put(token, waiting);
        step.accept(new Input.Produce(token, acks, timeoutMs, records, transaction));
        return waiting;
    }

    @Override
    public CompletionStage<Map<TopicIdPartition, FetchResult>> fetch(
            FetchLimits limits, FetchReader reader, Map<TopicIdPartition, Position> partitions) {
        long token = tokens.getAsLong();
        CompletableFuture<Map<TopicIdPartition, FetchResult>> waiting = new CompletableFuture<>();
        fetches.put(token, waiting);
        step.accept(new Input.ConsumerFetch(
                token,
                limits.maxWaitMs(),
                limits.minBytes(),
                limits.maxBytes(),
                reader.isolation(),
                reader.onlyLeader(),
                reader.rack(),
                partitions));
        return waiting;
    }

    /** Take the answer to a verification. */
    public void done(Output.PartitionVerified output) {
        CompletableFuture<VerificationGuard> waiting = verifications.remove(output.token());
        if (waiting == null) {
            return;
        } else if (output.error() == Errors.NONE) {
            waiting.complete(output.guard());
        } else {
            waiting.completeExceptionally(output.error().exception());
        }
    }

    /**
     * Make sure the transaction coordinator knows that a transaction writes to a partition this broker leads.
     *
     * @return what to append with; fails if the transaction must not
     */
    public CompletionStage<VerificationGuard> verify(TopicPartition partition, Input.Transactional producer) {
        long token = tokens.getAsLong();
        CompletableFuture<VerificationGuard> waiting = new CompletableFuture<>();
        verifications.put(token, waiting);
        step.accept(new Input.VerifyPartition(token, partition, producer));
        return waiting;
    }

    /** Take the answer to a deletion of records. */
    public void done(Output.DeleteRecordsDone output) {
        CompletableFuture<Map<TopicPartition, DeletedRecords>> waiting = deletions.remove(output.token());
        if (waiting != null) {
            waiting.complete(output.results());
        }
    }

    @Override
    public CompletionStage<Map<TopicPartition, DeletedRecords>> deleteRecords(
            int timeoutMs, Map<TopicPartition, Long> before) {
        return delete(timeoutMs, before, false);
    }

    /**
     * Append to the local leader for a coordinator, with acks=all; ends with the error, NONE when the records are
     * committed.
     */
    public CompletionStage<Errors> appendAsCoordinator(int timeoutMs, TopicPartition partition, MemoryRecords records) {
        return append(token -> new Input.CoordinatorAppend(token, timeoutMs, partition, records));
    }

    @Override
    public CompletionStage<Errors> appendMarker(
            int timeoutMs, TopicPartition partition, MemoryRecords marker, short transactionVersion) {
        return append(token -> new Input.CoordinatorAppend(token, timeoutMs, partition, marker, transactionVersion));
    }

    private CompletionStage<Errors> append(LongFunction<Input> request) {
        long token = tokens.getAsLong();
        CompletableFuture<Map<TopicIdPartition, ProduceResult>> waiting = new CompletableFuture<>();
        produces.put(token, waiting);
        step.accept(request.apply(token));
        return waiting.thenApply(results -> results.values().iterator().next().error());
    }

    /** {@link #deleteRecords} for a coordinator, which may trim its own, internal, topic. */
    public CompletionStage<Map<TopicPartition, DeletedRecords>> deleteRecordsAsCoordinator(
            int timeoutMs, Map<TopicPartition, Long> before) {
        return delete(timeoutMs, before, true);
    }

    private CompletionStage<Map<TopicPartition, DeletedRecords>> delete(
            int timeoutMs, Map<TopicPartition, Long> before, boolean internalToo) {
        long token = tokens.getAsLong();
        CompletableFuture<Map<TopicPartition, DeletedRecords>> waiting = new CompletableFuture<>();
        deletions.put(token, waiting);
        step.accept(new Input.DeleteRecords(token, timeoutMs, before, internalToo));
        return waiting;
    }

    @Override
    public List<LocalLog> logs() {
        return replication.hosted().stream()
                .map(TopicIdPartition::topicPartition)
                .map(partition -> new LocalLog(
                        partition,
                        replication.sizeInBytes(partition).orElse(0),
                        Math.max(
                                0,
                                replication.highWatermark(partition).orElse(0)
                                        - replication.logEndOffset(partition).orElse(0))))
                .toList();
    }

    @Override
    public boolean hosts(TopicPartition partition) {
        return replication.leaderEpoch(partition).isPresent();
    }

    @Override
    public List<ProducerState> activeProducers(TopicPartition partition) {
        return replication.activeProducers(partition);
    }

    @Override
    public FoundOffset findOffset(
            TopicPartition partition,
            long timestamp,
            Optional<IsolationLevel> isolation,
            OptionalInt currentLeaderEpoch) {
        return replication.findOffset(partition, timestamp, isolation, currentLeaderEpoch);
    }

    @Override
    public EpochEnd endOfEpoch(TopicPartition partition, OptionalInt currentLeaderEpoch, int leaderEpoch) {
        return replication.endOfEpoch(partition, currentLeaderEpoch, leaderEpoch);
    }
}
