/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A replica on this broker: its log, its epochs, its role, and the requests that wait for it. Confined to the loop. */
final class Hosted {
    private final TopicIdPartition partition;
    private final PartitionLog log;
    private final Turn turn;
    private final Set<PendingProduce> produces = new LinkedHashSet<>();
    private final Set<PendingFetch> fetches = new LinkedHashSet<>();
    private int leader = -1;
    private int leaderEpoch = -1;
    private int partitionEpoch = -1;
    private boolean gone;
    private long alterInFlight = -1;
    private @Nullable Leadership leadership;

    Hosted(PartitionLog log, Turn turn) {
        this.partition = log.partition();
        this.log = log;
        this.turn = turn;
    }

    TopicIdPartition partition() {
        return partition;
    }

    PartitionLog log() {
        return log;
    }

    int leader() {
        return leader;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    int partitionEpoch() {
        return partitionEpoch;
    }

    void partitionEpoch(int epoch) {
        partitionEpoch = epoch;
    }

    /** What it knows as leader; {@code null} if it does not lead. */
    @Nullable
    Leadership leadership() {
        return leadership;
    }

    /** Whether this broker has no replica of the partition any more. */
    boolean isGone() {
        return gone;
    }

    Set<PendingProduce> produces() {
        return produces;
    }

    Set<PendingFetch> fetches() {
        return fetches;
    }

    /** The AlterPartition request that is not answered yet, {@code -1} for none. */
    long alterInFlight() {
        return alterInFlight;
    }

    void alterInFlight(long requestId) {
        alterInFlight = requestId;
    }

    /** Take the role of leader, or go on leading, as the metadata says. */
    void lead(PartitionMetadata metadata, Leadership next) {
        boolean newEpoch = metadata.leaderEpoch() > leaderEpoch;
        if (metadata.leaderEpoch() > leaderEpoch + 1) {
            next.forgetFollowers();
        }
        leadership = next;
        leader = metadata.leader();
        partitionEpoch = metadata.partitionEpoch();
        leaderEpoch = Math.max(leaderEpoch, metadata.leaderEpoch());
        next.assign(metadata, newEpoch);
        if (newEpoch) {
            turn.emit(new Output.BecameLeader(partition, leaderEpoch));
        }
        turn.touch(this);
        next.advanceHighWatermark();
    }

    /** Take the role of follower, or go on following; returns whether the leader epoch is new. */
    boolean follow(PartitionMetadata metadata) {
        boolean newEpoch = metadata.leaderEpoch() > leaderEpoch;
        leadership = null;
        leader = metadata.leader();
        leaderEpoch = metadata.leaderEpoch();
        partitionEpoch = metadata.partitionEpoch();
        if (newEpoch) {
            turn.emit(new Output.BecameFollower(partition, leader, leaderEpoch));
            if (log.has(Bug.TRUNCATE_TO_HIGH_WATERMARK)) {
                log.truncateTo(log.highWatermark(), turn.wallMs());
            }
        }
        turn.touch(this);
        return newEpoch;
    }

    /** Have no replica any more. */
    void leave() {
        gone = true;
        leadership = null;
        turn.touch(this);
        turn.emit(new Output.Removed(partition));
    }

    /** Records were appended; somebody may wait for them. */
    void onAppended() {
        turn.touch(this);
    }

    /** Move the high watermark and tell whoever waits for it. */
    boolean updateHighWatermark(long offset) {
        long before = log.highWatermark();
        if (!log.updateHighWatermark(offset)) {
            return false;
        }
        turn.touch(this);
        if (log.highWatermark() > before) {
            turn.emit(new Output.HighWatermarkAdvanced(partition, log.highWatermark()));
        }
        return true;
    }

    /** Compare the leader epoch a reader believes in with the one of this replica (KIP-320). */
    Errors checkEpoch(OptionalInt believed) {
        if (log.has(Bug.FETCH_EPOCH_UNCHECKED) || believed.isEmpty() || believed.getAsInt() == leaderEpoch) {
            return Errors.NONE;
        }
        return believed.getAsInt() < leaderEpoch ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
    }

    /** Whether it may be read under this epoch by someone who may insist on the leader. */
    Errors checkReadable(OptionalInt believedEpoch, boolean onlyLeader) {
        Errors error = checkEpoch(believedEpoch);
        if (error != Errors.NONE) {
            return error;
        }
        return gone || (onlyLeader && leadership == null) ? Errors.NOT_LEADER_OR_FOLLOWER : Errors.NONE;
    }

    Optional<LeaderHint> hint() {
        return Optional.of(new LeaderHint(leader, leaderEpoch));
    }
}
