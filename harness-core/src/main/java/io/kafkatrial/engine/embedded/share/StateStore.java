/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.share.SharePartitionKey;
import org.apache.kafka.server.share.persister.GroupTopicPartitionData;
import org.apache.kafka.server.share.persister.PartitionAllData;
import org.apache.kafka.server.share.persister.PartitionFactory;
import org.apache.kafka.server.share.persister.PartitionInfoData;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;

/**
 * One share partition's place in Kafka's {@link Persister}, whose types are for many partitions at once.
 * Confined to the broker's loop.
 */
final class StateStore {

    private final Persister persister;
    private final SharePartitionKey key;
    private final int leaderEpoch;

    StateStore(Persister persister, SharePartitionKey key, int leaderEpoch) {
        this.persister = persister;
        this.key = key;
        this.leaderEpoch = leaderEpoch;
    }

    /** What is written: the start offset, how many are done behind it, and the records that changed. */
    record Write(int stateEpoch, long startOffset, int done, List<PersisterStateBatch> batches) {}

    /** Read the state; fails with the exception the member is to be told. */
    CompletableFuture<PartitionAllData> read() {
        var asked = PartitionFactory.newPartitionIdLeaderEpochData(key.partition(), leaderEpoch);
        return persister
                .readState(new ReadShareGroupStateParameters.Builder()
                        .setGroupTopicPartitionData(one(asked))
                        .build())
                .thenApply(result -> {
                    PartitionAllData state = only(result.topicsData());
                    refuseIf(state.errorCode(), state.errorMessage());
                    return state;
                });
    }

    /** Write a change; ended when the coordinator has it, replicated. */
    CompletableFuture<Void> write(Write write) {
        var changed = PartitionFactory.newPartitionStateBatchData(
                key.partition(), write.stateEpoch, write.startOffset, write.done, leaderEpoch, write.batches);
        return persister
                .writeState(new WriteShareGroupStateParameters.Builder()
                        .setGroupTopicPartitionData(one(changed))
                        .build())
                .thenAccept(result -> {
                    var answer = only(result.topicsData());
                    refuseIf(answer.errorCode(), answer.errorMessage());
                });
    }

    private <P extends PartitionInfoData> GroupTopicPartitionData<P> one(P partition) {
        return new GroupTopicPartitionData.Builder<P>()
                .setGroupId(key.groupId())
                .setTopicsData(List.of(new TopicData<>(key.topicId(), List.of(partition))))
                .build();
    }

    private <P extends PartitionInfoData> P only(List<TopicData<P>> topics) {
        if (topics.size() != 1 || topics.get(0).partitions().size() != 1) {
            throw new IllegalStateException("the share coordinator's answer is not about " + key + " alone: " + topics);
        }
        return topics.get(0).partitions().get(0);
    }

    /** As Kafka puts it to its members. */
    private static void refuseIf(short errorCode, String message) {
        KafkaException refusal =
                switch (Errors.forCode(errorCode)) {
                    case NONE -> null;
                    case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS ->
                        new CoordinatorNotAvailableException(message);
                    case GROUP_ID_NOT_FOUND -> new GroupIdNotFoundException(message);
                    case UNKNOWN_TOPIC_OR_PARTITION -> new UnknownTopicOrPartitionException(message);
                    case FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH -> new NotLeaderOrFollowerException(message);
                    default -> new UnknownServerException(message);
                };
        if (refusal != null) {
            throw refusal;
        }
    }
}
