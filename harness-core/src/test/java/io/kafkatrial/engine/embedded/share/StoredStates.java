/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.share.PersisterStateBatchCombiner;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateResult;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateParameters;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateResult;
import org.apache.kafka.server.share.persister.PartitionFactory;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryResult;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;

/** One share partition's coordinator, which keeps what it is told and merges it as Kafka's does. */
final class StoredStates implements Persister {

    private long startOffset = PartitionFactory.UNINITIALIZED_START_OFFSET;
    private List<PersisterStateBatch> batches = new ArrayList<>();
    private Errors answer = Errors.NONE;
    private boolean slow;
    private final List<Runnable> held = new ArrayList<>();
    private int writes;

    /** From now on answer with this error, and keep nothing. */
    void answer(Errors error) {
        answer = error;
    }

    /** Answer only with {@link #release}. */
    void slow() {
        slow = true;
    }

    void release() {
        slow = false;
        List.copyOf(held).forEach(Runnable::run);
        held.clear();
    }

    void begin(long start, PersisterStateBatch... known) {
        startOffset = start;
        batches = new ArrayList<>(List.of(known));
    }

    int writes() {
        return writes;
    }

    private <T> CompletableFuture<T> later(T value) {
        CompletableFuture<T> future = new CompletableFuture<>();
        if (slow) {
            held.add(() -> future.complete(value));
        } else {
            future.complete(value);
        }
        return future;
    }

    @Override
    public CompletableFuture<ReadShareGroupStateResult> readState(ReadShareGroupStateParameters asked) {
        var topic = asked.groupTopicPartitionData().topicsData().get(0);
        var state = PartitionFactory.newPartitionAllData(
                topic.partitions().get(0).partition(), 0, startOffset, answer.code(), answer.message(), batches);
        return later(new ReadShareGroupStateResult.Builder()
                .setTopicsData(List.of(new TopicData<>(topic.topicId(), List.of(state))))
                .build());
    }

    @Override
    public CompletableFuture<WriteShareGroupStateResult> writeState(WriteShareGroupStateParameters asked) {
        var topic = asked.groupTopicPartitionData().topicsData().get(0);
        var partition = topic.partitions().get(0);
        writes++;
        if (answer == Errors.NONE) {
            startOffset = Math.max(startOffset, partition.startOffset());
            batches = new PersisterStateBatchCombiner(batches, partition.stateBatches(), startOffset)
                    .combineStateBatches();
        }
        var end = PartitionFactory.newPartitionErrorData(partition.partition(), answer.code(), answer.message());
        return later(new WriteShareGroupStateResult.Builder()
                .setTopicsData(List.of(new TopicData<>(topic.topicId(), List.of(end))))
                .build());
    }

    @Override
    public CompletableFuture<InitializeShareGroupStateResult> initializeState(InitializeShareGroupStateParameters it) {
        throw new UnsupportedOperationException("the leader does not ask this");
    }

    @Override
    public CompletableFuture<DeleteShareGroupStateResult> deleteState(DeleteShareGroupStateParameters it) {
        throw new UnsupportedOperationException("the leader does not ask this");
    }

    @Override
    public CompletableFuture<ReadShareGroupStateSummaryResult> readSummary(ReadShareGroupStateSummaryParameters it) {
        throw new UnsupportedOperationException("the leader does not ask this");
    }

    @Override
    public void stop() {}
}
