/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.server.share.SharePartitionKey;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateResult;
import org.apache.kafka.server.share.persister.GroupTopicPartitionData;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateParameters;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateResult;
import org.apache.kafka.server.share.persister.PartitionAllData;
import org.apache.kafka.server.share.persister.PartitionErrorData;
import org.apache.kafka.server.share.persister.PartitionIdData;
import org.apache.kafka.server.share.persister.PartitionIdLeaderEpochData;
import org.apache.kafka.server.share.persister.PartitionInfoData;
import org.apache.kafka.server.share.persister.PartitionStateBatchData;
import org.apache.kafka.server.share.persister.PartitionStateData;
import org.apache.kafka.server.share.persister.PartitionStateSummaryData;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryResult;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;

/**
 * Keeps the state of share partitions with their share coordinators, wherever these are: Initialize-,
 * Read-, Write-, DeleteShareGroupState and ReadShareGroupStateSummary (API keys 83 to 87), each for one
 * share partition, from broker to broker. Clients are not served these.
 *
 * <p>Confined to the broker's loop, where its futures complete.
 */
public final class StatePersister implements Persister {

    private final StateCalls calls;

    public StatePersister(StateCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletableFuture<InitializeShareGroupStateResult> initializeState(
            InitializeShareGroupStateParameters asked) {
        return each(asked.groupTopicPartitionData(), this::initialize)
                .thenApply(topics -> new InitializeShareGroupStateResult.Builder()
                        .setTopicsData(topics)
                        .build());
    }

    private CompletableFuture<List<TopicData<PartitionErrorData>>> initialize(
            SharePartitionKey key, PartitionStateData partition) {
        var request = new InitializeShareGroupStateRequestData()
                .setGroupId(key.groupId())
                .setTopics(List.of(new InitializeShareGroupStateRequestData.InitializeStateData()
                        .setTopicId(key.topicId())
                        .setPartitions(List.of(new InitializeShareGroupStateRequestData.PartitionData()
                                .setPartition(key.partition())
                                .setStateEpoch(partition.stateEpoch())
                                .setStartOffset(partition.startOffset())))));
        return calls.call(key, StateQuestions.INITIALIZE, request)
                .thenApply(response ->
                        InitializeShareGroupStateResult.from(response).topicsData());
    }

    @Override
    public CompletableFuture<ReadShareGroupStateResult> readState(ReadShareGroupStateParameters asked) {
        return each(asked.groupTopicPartitionData(), this::read)
                .thenApply(topics -> new ReadShareGroupStateResult.Builder()
                        .setTopicsData(topics)
                        .build());
    }

    private CompletableFuture<List<TopicData<PartitionAllData>>> read(
            SharePartitionKey key, PartitionIdLeaderEpochData partition) {
        var request = new ReadShareGroupStateRequestData()
                .setGroupId(key.groupId())
                .setTopics(List.of(new ReadShareGroupStateRequestData.ReadStateData()
                        .setTopicId(key.topicId())
                        .setPartitions(List.of(new ReadShareGroupStateRequestData.PartitionData()
                                .setPartition(key.partition())
                                .setLeaderEpoch(partition.leaderEpoch())))));
        return calls.call(key, StateQuestions.READ, request)
                .thenApply(response -> ReadShareGroupStateResult.from(response).topicsData());
    }

    @Override
    public CompletableFuture<WriteShareGroupStateResult> writeState(WriteShareGroupStateParameters asked) {
        return each(asked.groupTopicPartitionData(), this::write)
                .thenApply(topics -> new WriteShareGroupStateResult.Builder()
                        .setTopicsData(topics)
                        .build());
    }

    private CompletableFuture<List<TopicData<PartitionErrorData>>> write(
            SharePartitionKey key, PartitionStateBatchData partition) {
        var batches = partition.stateBatches().stream()
                .map(batch -> new WriteShareGroupStateRequestData.StateBatch()
                        .setFirstOffset(batch.firstOffset())
                        .setLastOffset(batch.lastOffset())
                        .setDeliveryState(batch.deliveryState())
                        .setDeliveryCount(batch.deliveryCount()))
                .toList();
        var request = new WriteShareGroupStateRequestData()
                .setGroupId(key.groupId())
                .setTopics(List.of(new WriteShareGroupStateRequestData.WriteStateData()
                        .setTopicId(key.topicId())
                        .setPartitions(List.of(new WriteShareGroupStateRequestData.PartitionData()
                                .setPartition(key.partition())
                                .setStateEpoch(partition.stateEpoch())
                                .setLeaderEpoch(partition.leaderEpoch())
                                .setStartOffset(partition.startOffset())
                                .setDeliveryCompleteCount(partition.deliveryCompleteCount())
                                .setStateBatches(batches)))));
        return calls.call(key, StateQuestions.WRITE, request)
                .thenApply(response -> WriteShareGroupStateResult.from(response).topicsData());
    }

    @Override
    public CompletableFuture<DeleteShareGroupStateResult> deleteState(DeleteShareGroupStateParameters asked) {
        return each(asked.groupTopicPartitionData(), this::delete)
                .thenApply(topics -> new DeleteShareGroupStateResult.Builder()
                        .setTopicsData(topics)
                        .build());
    }

    private CompletableFuture<List<TopicData<PartitionErrorData>>> delete(
            SharePartitionKey key, PartitionIdData partition) {
        var request = new DeleteShareGroupStateRequestData()
                .setGroupId(key.groupId())
                .setTopics(List.of(new DeleteShareGroupStateRequestData.DeleteStateData()
                        .setTopicId(key.topicId())
                        .setPartitions(List.of(
                                new DeleteShareGroupStateRequestData.PartitionData().setPartition(key.partition())))));
        return calls.call(key, StateQuestions.DELETE, request)
                .thenApply(
                        response -> DeleteShareGroupStateResult.from(response).topicsData());
    }

    @Override
    public CompletableFuture<ReadShareGroupStateSummaryResult> readSummary(ReadShareGroupStateSummaryParameters asked) {
        return each(asked.groupTopicPartitionData(), this::readSummary)
                .thenApply(topics -> new ReadShareGroupStateSummaryResult.Builder()
                        .setTopicsData(topics)
                        .build());
    }

    private CompletableFuture<List<TopicData<PartitionStateSummaryData>>> readSummary(
            SharePartitionKey key, PartitionIdLeaderEpochData partition) {
        var request = new ReadShareGroupStateSummaryRequestData()
                .setGroupId(key.groupId())
                .setTopics(List.of(new ReadShareGroupStateSummaryRequestData.ReadStateSummaryData()
                        .setTopicId(key.topicId())
                        .setPartitions(List.of(new ReadShareGroupStateSummaryRequestData.PartitionData()
                                .setPartition(key.partition())
                                .setLeaderEpoch(partition.leaderEpoch())))));
        return calls.call(key, StateQuestions.SUMMARY, request)
                .thenApply(response ->
                        ReadShareGroupStateSummaryResult.from(response).topicsData());
    }

    /** Ask for each partition and put the answers together, by topic again. */
    private static <Q extends PartitionInfoData & PartitionIdData, A extends PartitionInfoData>
            CompletableFuture<List<TopicData<A>>> each(
                    GroupTopicPartitionData<Q> asked,
                    BiFunction<SharePartitionKey, Q, CompletableFuture<List<TopicData<A>>>> ask) {
        List<CompletableFuture<List<TopicData<A>>>> answers = new ArrayList<>();
        for (TopicData<Q> topic : asked.topicsData()) {
            for (Q partition : topic.partitions()) {
                answers.add(ask.apply(
                        SharePartitionKey.getInstance(asked.groupId(), topic.topicId(), partition.partition()),
                        partition));
            }
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        merged(answers.stream().map(CompletableFuture::join).toList()));
    }

    private static <A extends PartitionInfoData> List<TopicData<A>> merged(List<List<TopicData<A>>> answers) {
        Map<Uuid, List<A>> byTopic = new LinkedHashMap<>();
        for (List<TopicData<A>> answer : answers) {
            for (TopicData<A> topic : answer) {
                byTopic.computeIfAbsent(topic.topicId(), id -> new ArrayList<>())
                        .addAll(topic.partitions());
            }
        }
        List<TopicData<A>> topics = new ArrayList<>();
        byTopic.forEach((id, partitions) -> topics.add(new TopicData<>(id, partitions)));
        return topics;
    }

    /** Nothing to stop: what waits ends with the loop. */
    @Override
    public void stop() {}
}
