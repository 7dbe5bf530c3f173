/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.embedded.api.TransactionVerifier;
import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.quorum.BrokerSession;
import io.kafkatrial.engine.embedded.quorum.ControllerClient;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.txn.TxnInput;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a broker's replication wants outside of it: tells the groups what became of
 * {@code __consumer_offsets}, the harness what was acknowledged, and the controller what the in-sync set
 * should be. Confined to the broker's loop.
 */
final class BrokerEffects implements ReplicationDriver.Effects {

    private final NodeParts parts;
    private final ControllerClient controller;
    private final BrokerSession session;
    private final ClusterListener events;
    private final Runnable halt;
    private @Nullable Groups groups;
    private @Nullable TxnDriver transactions;
    private @Nullable TransactionVerifier verifier;
    private @Nullable Shares shares;

    BrokerEffects(
            NodeParts parts,
            ControllerClient controller,
            BrokerSession session,
            ClusterListener events,
            Runnable halt) {
        this.parts = parts;
        this.controller = controller;
        this.session = session;
        this.events = events;
        this.halt = halt;
    }

    void attach(
            Groups groupCoordinator,
            Shares shareGroups,
            TxnDriver transactionCoordinator,
            TransactionVerifier transactionVerifier) {
        verifier = transactionVerifier;
        groups = groupCoordinator;
        shares = shareGroups;
        transactions = transactionCoordinator;
    }

    @Override
    public void onLogDirFailed() {
        halt.run();
    }

    @Override
    public void onProduced(Output.ProduceDone done) {
        if (!done.byClient()) {
            return; // what coordinators write is nobody's acknowledged record
        }
        Instant at = Instant.ofEpochMilli(parts.fabric().clock().wallMs());
        done.results().forEach((partition, result) -> {
            if (result.error() == Errors.NONE && result.baseOffset() >= 0) {
                int count = (int) (result.lastOffset() - result.baseOffset() + 1);
                events.on(new ClusterEvent.Acked(
                        at,
                        new PartitionId(partition.topic(), partition.partition()),
                        parts.id(),
                        result.baseOffset(),
                        count));
            }
        });
    }

    @Override
    public void onHighWatermark(Output.HighWatermarkAdvanced advanced) {
        if (groups != null && isOffsets(advanced.partition())) {
            groups.onHighWatermark(advanced.partition().partition(), advanced.highWatermark());
        } else if (transactions != null && isTransactions(advanced.partition())) {
            transactions.feed(new TxnInput.HighWatermark(advanced.partition().partition(), advanced.highWatermark()));
        }
        if (shares != null) {
            shares.onHighWatermark(advanced);
        }
    }

    @Override
    public void onLeader(Output.BecameLeader leader) {
        if (groups != null && isOffsets(leader.partition())) {
            groups.onLeader(leader.partition().partition(), leader.leaderEpoch());
        } else if (transactions != null && isTransactions(leader.partition())) {
            transactions.onLeader(leader.partition().partition(), leader.leaderEpoch());
        }
        if (shares != null) {
            shares.onLeader(leader);
        }
    }

    @Override
    public void onFollower(Output.BecameFollower follower) {
        if (groups != null && isOffsets(follower.partition())) {
            groups.onResigned(follower.partition().partition(), OptionalInt.of(follower.leaderEpoch()));
        } else if (transactions != null && isTransactions(follower.partition())) {
            transactions.onResigned(follower.partition().partition());
        }
        if (shares != null) {
            shares.onFollower(follower);
        }
    }

    @Override
    public void onRemoved(Output.Removed removed) {
        if (groups != null && isOffsets(removed.partition())) {
            groups.onResigned(removed.partition().partition(), OptionalInt.empty());
        } else if (transactions != null && isTransactions(removed.partition())) {
            transactions.onResigned(removed.partition().partition());
        }
        if (shares != null) {
            shares.onRemoved(removed);
        }
    }

    private static boolean isTransactions(TopicIdPartition partition) {
        return partition.topic().equals(Topic.TRANSACTION_STATE_TOPIC_NAME);
    }

    private static boolean isOffsets(TopicIdPartition partition) {
        return partition.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME);
    }

    @Override
    public void verifyTransaction(Output.VerifyTransaction question, Consumer<Input.TransactionVerified> then) {
        requireNonNull(verifier).verify(question, then);
    }

    @Override
    public void alterPartition(Output.SendAlterPartition proposal, Consumer<Input.AlterPartitionEnded> then) {
        var partition = new AlterPartitionRequestData.PartitionData()
                .setPartitionIndex(proposal.partition().partition())
                .setLeaderEpoch(proposal.leaderEpoch())
                .setPartitionEpoch(proposal.partitionEpoch())
                .setNewIsrWithEpochs(proposal.isr().stream()
                        .map(member -> new AlterPartitionRequestData.BrokerState()
                                .setBrokerId(member.brokerId())
                                .setBrokerEpoch(member.brokerEpoch()))
                        .toList());
        var request = new AlterPartitionRequestData()
                .setBrokerId(parts.id())
                .setBrokerEpoch(session.brokerEpoch())
                .setTopics(List.of(new AlterPartitionRequestData.TopicData()
                        .setTopicId(proposal.partition().topicId())
                        .setPartitions(List.of(partition))));
        controller
                .alterPartition(request)
                .whenComplete((response, failure) -> then.accept(
                        failure == null ? ended(proposal, response) : failed(proposal, Errors.forException(failure))));
    }

    private static Input.AlterPartitionEnded failed(Output.SendAlterPartition proposal, Errors error) {
        return new Input.AlterPartitionEnded(proposal.requestId(), error, null);
    }

    private static Input.AlterPartitionEnded ended(
            Output.SendAlterPartition proposal, AlterPartitionResponseData response) {
        Errors top = Errors.forCode(response.errorCode());
        if (top != Errors.NONE) {
            return failed(proposal, top);
        }
        for (var topic : response.topics()) {
            for (var partition : topic.partitions()) {
                if (topic.topicId().equals(proposal.partition().topicId())
                        && partition.partitionIndex() == proposal.partition().partition()) {
                    Errors error = Errors.forCode(partition.errorCode());
                    return error != Errors.NONE
                            ? failed(proposal, error)
                            : new Input.AlterPartitionEnded(
                                    proposal.requestId(),
                                    Errors.NONE,
                                    new Input.IsrState(
                                            partition.leaderId(),
                                            partition.leaderEpoch(),
                                            partition.partitionEpoch(),
                                            partition.isr()));
                }
            }
        }
        return failed(proposal, Errors.UNKNOWN_SERVER_ERROR);
    }
}
