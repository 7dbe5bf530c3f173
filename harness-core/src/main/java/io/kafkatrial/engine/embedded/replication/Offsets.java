/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.LeaderEpochs;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import io.kafkatrial.engine.embedded.log.TimedOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Answers ListOffsets and OffsetForLeaderEpoch as Kafka's Partition does. Confined to the loop. */
final class Offsets {
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;
    private static final TimedOffset NONE = new TimedOffset(-1, -1, -1);

    private final Replicas replicas;

    Offsets(Replicas replicas) {
        this.replicas = replicas;
    }

    FoundOffset find(
            TopicPartition partition, long timestamp, Optional<IsolationLevel> isolation, OptionalInt believedEpoch) {
        Hosted replica = replicas.find(partition);
        Leadership leadership = replica == null ? null : replica.leadership();
        Errors error = check(partition, replica, believedEpoch);
        if (replica == null || leadership == null || error != Errors.NONE) {
            return new FoundOffset(error, -1, -1, -1);
        }
        if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            return found(replica.log().search().earliest());
        }
        // After an election the leader does not know yet what is committed; the client asks again.
        boolean unsure = isolation.isPresent()
                && leadership.epochStartOffset() > replica.log().highWatermark();
        long end = lastFetchable(replica.log(), isolation);
        if (timestamp == LATEST) {
            return unsure ? notAvailable() : found(new TimedOffset(-1, end, replica.leaderEpoch()));
        }
        TimedOffset found = search(replica.log(), timestamp);
        if (found.offset() >= 0 && found.offset() < end) {
            return found(found);
        }
        return unsure ? notAvailable() : found(NONE);
    }

    private static long lastFetchable(PartitionLog log, Optional<IsolationLevel> isolation) {
        if (isolation.isEmpty()) {
            return log.endOffset();
        }
        return isolation.get() == IsolationLevel.READ_COMMITTED ? log.lastStableOffset() : log.highWatermark();
    }

    private static TimedOffset search(PartitionLog log, long timestamp) {
        if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
            return NONE;
        }
        return (timestamp == MAX_TIMESTAMP
                        ? log.search().maxTimestamp()
                        : log.search().firstNotBefore(timestamp))
                .orElse(NONE);
    }

    private static FoundOffset found(TimedOffset offset) {
        return new FoundOffset(Errors.NONE, offset.timestamp(), offset.offset(), offset.leaderEpoch());
    }

    private static FoundOffset notAvailable() {
        return new FoundOffset(Errors.OFFSET_NOT_AVAILABLE, -1, -1, -1);
    }

    EpochEnd endOfEpoch(TopicPartition partition, OptionalInt believedEpoch, int leaderEpoch) {
        Hosted replica = replicas.find(partition);
        Errors error = check(partition, replica, believedEpoch);
        if (replica == null || error != Errors.NONE) {
            return new EpochEnd(error, -1, -1);
        }
        LeaderEpochs.EpochOffset end = replica.log().endOfEpoch(leaderEpoch);
        return new EpochEnd(Errors.NONE, end.epoch(), end.offset());
    }

    private Errors check(TopicPartition partition, @Nullable Hosted replica, OptionalInt believedEpoch) {
        return replica == null ? replicas.whyMissing(partition) : replica.checkReadable(believedEpoch, true);
    }
}
