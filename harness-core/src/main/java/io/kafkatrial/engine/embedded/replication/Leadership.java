/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What a leader does: follow the progress of its followers, move the high watermark, and propose in-sync
 * sets. The behaviour of Kafka's Partition. Confined to the loop.
 */
final class Leadership {
    /** How long Kafka waits before it repeats an AlterPartition request that failed. */
    private static final long ALTER_RETRY_MS = 50;

    private final Hosted hosted;
    private final PartitionLog log;
    private final ReplicationSettings settings;
    private final Brokers brokers;
    private final Turn turn;
    private final Proposals proposals;
    private final Map<Integer, FollowerProgress> followers = new TreeMap<>();
    private Isr isr = new Isr.Committed(List.of());
    private long epochStartOffset = -1;
    private long proposalId = -1;
    private boolean assigned;

    Leadership(Hosted hosted, ReplicationSettings settings, Brokers brokers, Turn turn, Proposals proposals) {
        this.hosted = hosted;
        this.log = hosted.log();
        this.settings = settings;
        this.brokers = brokers;
        this.turn = turn;
        this.proposals = proposals;
    }

    /** The log end when this leader epoch began. */
    long epochStartOffset() {
        return epochStartOffset;
    }

    List<Integer> isr() {
        return isr.committed();
    }

    @Nullable
    FollowerProgress follower(int broker) {
        return followers.get(broker);
    }

    Collection<FollowerProgress> followers() {
        return followers.values();
    }

    /**
     * Somebody else may have led since, unheard of, and have cut what the followers fetched here. Kafka goes on
     * with what it knew, and can take for committed what only the leader has.
     */
    void forgetFollowers() {
        assigned = false;
    }

    /** Take over the assignment and the in-sync set of the metadata; a proposal in flight no longer counts. */
    void assign(PartitionMetadata metadata, boolean newEpoch) {
        boolean newLeader = !assigned;
        assigned = true;
        for (int replica : metadata.replicas()) {
            if (replica != settings.brokerId()) {
                followers.computeIfAbsent(replica, FollowerProgress::new);
            }
        }
        followers.keySet().removeIf(replica -> !metadata.replicas().contains(replica));
        isr = new Isr.Committed(metadata.isr());
        proposalId = -1;
        if (newEpoch) {
            epochStartOffset = log.endOffset();
            log.startEpoch(metadata.leaderEpoch());
            for (FollowerProgress follower : followers.values()) {
                boolean inSync = metadata.isr().contains(follower.brokerId());
                follower.reset(turn.elapsedMs(), epochStartOffset, newLeader, inSync);
            }
        }
    }

    /** The smallest log start offset of the live replicas; what lies before it is deleted everywhere. */
    long lowWatermark() {
        long low = log.startOffset();
        for (FollowerProgress follower : followers.values()) {
            if (brokers.isAlive(follower.brokerId())) {
                low = Math.min(low, follower.startOffset());
            }
        }
        return low;
    }

    /** min.insync.replicas, but never more than there are replicas. */
    int minIsr() {
        return Math.min(log.config().minInSyncReplicas, followers.size() + 1);
    }

    /** Whether an append with acks=all has to be refused. */
    boolean isUnderMinIsr() {
        return isr.committed().size() < minIsr();
    }

    /** Whether the replicas that must be waited for are too few for acks=all. */
    boolean isMaximalIsrUnderMin() {
        return isr.maximalSize() < minIsr();
    }

    /**
     * Take note of a follower's fetch.
     *
     * @param leaderEndOffset the log end when the fetch was read
     * @return the error to answer, if the fetch comes from an earlier life of the follower
     */
    Errors onFetch(FollowerProgress follower, ReadAt position, long leaderEndOffset, long brokerEpoch) {
        if (brokers.isStale(follower.brokerId(), brokerEpoch)) {
            return Errors.NOT_LEADER_OR_FOLLOWER;
        }
        long before = follower.endOffset();
        follower.onFetch(position, leaderEndOffset, brokerEpoch, turn.elapsedMs());
        expandIsr(follower);
        if (before != follower.endOffset()) {
            advanceHighWatermark();
        }
        return Errors.NONE;
    }

    /**
     * Move the high watermark to the smallest log end of the replicas that must be waited for: the maximal
     * in-sync set, and followers that are caught up and about to join.
     */
    boolean advanceHighWatermark() {
        if (isUnderMinIsr() && !log.has(Bug.HIGH_WATERMARK_UNDER_MIN_ISR)) {
            return false;
        }
        long end = log.endOffset();
        long next = end;
        for (FollowerProgress follower : followers.values()) {
            if (follower.endOffset() < next && (mustWaitFor(follower.brokerId()) || isAboutToJoin(follower, end))) {
                next = follower.endOffset();
            }
        }
        if (log.has(Bug.HIGH_WATERMARK_ONE_TOO_FAR)) {
            next = Math.min(end, next + 1);
        }
        return next > log.highWatermark() && hosted.updateHighWatermark(next);
    }

    private boolean mustWaitFor(int broker) {
        if (log.has(Bug.HIGH_WATERMARK_WITHOUT_JOINING_REPLICA)) {
            return isr.committed().contains(broker);
        }
        return log.has(Bug.HIGH_WATERMARK_WITHOUT_LEAVING_REPLICA)
                ? isr.proposed().contains(broker)
                : isr.mustWaitFor(broker);
    }

    private boolean isAboutToJoin(FollowerProgress follower, long leaderEndOffset) {
        return !log.has(Bug.HIGH_WATERMARK_WITHOUT_JOINING_REPLICA)
                && follower.isCaughtUp(leaderEndOffset, turn.elapsedMs(), settings.replicaLagTimeMaxMs())
                && brokers.mayJoin(follower.brokerId(), follower.brokerEpoch());
    }

    private void expandIsr(FollowerProgress follower) {
        boolean committed = follower.endOffset() >= log.highWatermark() || log.has(Bug.ISR_EXPANDS_WITHOUT_CATCH_UP);
        boolean current = follower.endOffset() >= epochStartOffset
                || log.has(Bug.ISR_EXPANDS_BELOW_EPOCH_START)
                || log.has(Bug.ISR_EXPANDS_WITHOUT_CATCH_UP);
        if (isr instanceof Isr.Committed known
                && committed
                && current
                && !known.committed().contains(follower.brokerId())
                && brokers.mayJoin(follower.brokerId(), follower.brokerEpoch())) {
            propose(known.expand(follower.brokerId()));
        }
    }

    /** Propose to drop the followers that have not been caught up for replica.lag.time.max.ms. */
    void shrinkIsr() {
        if (!(isr instanceof Isr.Committed committed) || log.has(Bug.ISR_NEVER_SHRINKS)) {
            return;
        }
        List<Integer> outOfSync = committed.committed().stream()
                .filter(broker -> broker != settings.brokerId() && isOutOfSync(broker))
                .toList();
        if (!outOfSync.isEmpty()) {
            propose(committed.shrink(outOfSync));
        }
    }

    private boolean isOutOfSync(int broker) {
        FollowerProgress follower = followers.get(broker);
        return follower == null
                || !follower.isCaughtUp(log.endOffset(), turn.elapsedMs(), settings.replicaLagTimeMaxMs());
    }

    private void propose(Isr next) {
        if (hosted.alterInFlight() == -1) {
            isr = next;
            send();
        }
    }

    private void send() {
        proposalId = turn.nextRequestId();
        hosted.alterInFlight(proposalId);
        proposals.sent(proposalId, hosted);
        List<Output.IsrMember> members = isr.proposed().stream()
                .map(broker -> new Output.IsrMember(broker, epochOf(broker)))
                .toList();
        turn.emit(new Output.SendAlterPartition(
                proposalId, hosted.partition(), hosted.leaderEpoch(), hosted.partitionEpoch(), members));
    }

    private long epochOf(int broker) {
        if (broker == settings.brokerId()) {
            return brokers.ownEpoch();
        }
        FollowerProgress follower = followers.get(broker);
        return follower == null ? -1 : follower.brokerEpoch().orElse(-1);
    }

    /** Take the controller's answer. One to a proposal that no longer counts is ignored. */
    void onAnswer(Input.AlterPartitionEnded ended) {
        if (ended.requestId() != proposalId) {
            return;
        }
        Input.IsrState answer = ended.answer();
        if (ended.error() == Errors.NONE && answer != null) {
            commit(answer);
            return;
        }
        switch (ended.error()) {
            case OPERATION_NOT_ATTEMPTED, INELIGIBLE_REPLICA -> {
                isr = new Isr.Committed(isr.committed());
                proposalId = -1;
            }
            case UNKNOWN_TOPIC_OR_PARTITION,
                    UNKNOWN_TOPIC_ID,
                    FENCED_LEADER_EPOCH,
                    INVALID_UPDATE_VERSION,
                    INVALID_REQUEST,
                    NEW_LEADER_ELECTED -> {
                // The metadata that explains it is on its way and will settle the proposal.
            }
            default -> retry(ended.requestId());
        }
    }

    private void retry(long failed) {
        hosted.alterInFlight(failed);
        turn.deadlines().at(turn.elapsedMs() + ALTER_RETRY_MS, () -> {
            if (hosted.alterInFlight() == failed) {
                hosted.alterInFlight(-1);
            }
            if (proposalId == failed && hosted.leadership() == this && hosted.alterInFlight() == -1) {
                send();
            }
        });
    }

    private void commit(Input.IsrState answer) {
        if (answer.leaderEpoch() != hosted.leaderEpoch() || answer.partitionEpoch() < hosted.partitionEpoch()) {
            return;
        }
        isr = new Isr.Committed(answer.isr());
        proposalId = -1;
        hosted.partitionEpoch(answer.partitionEpoch());
        turn.touch(hosted);
        advanceHighWatermark();
    }
}
