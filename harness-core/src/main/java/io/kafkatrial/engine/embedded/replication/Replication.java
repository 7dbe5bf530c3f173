/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Disk;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * The replicas of one broker: leads some partitions, follows others, keeps their logs on a {@link Disk}.
 *
 * <p>A step function: no thread, socket, clock or randomness of its own. Everything that happens comes
 * in by {@link #step}, everything it wants done goes to the {@link Outbox}, so that a simulation with
 * virtual time drives it exactly as a broker's loop does. Confined to that loop.
 */
public final class Replication {

    public Replication(ReplicationSettings settings, Disk disk) {}

    /** Take one input and say what follows from it. */
    public void step(Input input, Now now, Outbox out) {
        throw new UnsupportedOperationException();
    }

    /**
     * When, on the clock of {@link Now#elapsedMs()}, a {@link Input.Tick} is due at the latest; empty if
     * nothing waits for time. Ask again after every step and every append.
     */
    public OptionalLong nextDeadlineMs() {
        throw new UnsupportedOperationException();
    }

    /** Leave in good order: checkpoint all high watermarks and mark the disk clean. Takes no step afterwards. */
    public void shutDown() {
        throw new UnsupportedOperationException();
    }

    /** The topic id of a partition this broker has a replica of, or at least has heard of. */
    public Optional<TopicIdPartition> find(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /** All partitions this broker has a replica of. */
    public Collection<TopicIdPartition> hosted() {
        throw new UnsupportedOperationException();
    }

    /** Whether this broker leads the partition. */
    public boolean isLeader(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /** The leader epoch of a local replica; empty if there is none. */
    public OptionalInt leaderEpoch(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /** The first offset of a local replica; empty if there is none. */
    public OptionalLong logStartOffset(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /** The offset the next record of a local replica gets; empty if there is none. */
    public OptionalLong logEndOffset(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /** The high watermark of a local replica; empty if there is none. */
    public OptionalLong highWatermark(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /**
     * Find an offset for ListOffsets.
     *
     * @param timestamp -1 latest, -2 earliest, -3 of the largest timestamp, -4 earliest local, -5 latest
     *     tiered, -6 earliest pending upload (all as without tiered storage), or the first record not older than this
     * @param isolation what "latest" means to a consumer; empty for a replica, which may ask for the log end
     * @param currentLeaderEpoch the epoch the asker believes in, if it said
     */
    public FoundOffset findOffset(
            TopicPartition partition,
            long timestamp,
            Optional<IsolationLevel> isolation,
            OptionalInt currentLeaderEpoch) {
        throw new UnsupportedOperationException();
    }

    /** Find the end of a leader epoch for OffsetForLeaderEpoch; only the leader answers. */
    public EpochEnd endOfEpoch(TopicPartition partition, OptionalInt currentLeaderEpoch, int leaderEpoch) {
        throw new UnsupportedOperationException();
    }

    /**
     * Append for a coordinator that lives on this broker, at once. Committed when
     * {@link Output.HighWatermarkAdvanced} reaches the returned offset.
     *
     * @return the log end offset after the append
     * @throws org.apache.kafka.common.errors.ApiException as Kafka's ReplicaManager would answer with
     *     acks=all: NotLeaderOrFollowerException, NotEnoughReplicasException, RecordTooLargeException …
     */
    public long appendAsCoordinator(TopicPartition partition, MemoryRecords records, Now now, Outbox out) {
        throw new UnsupportedOperationException();
    }

    /**
     * Read a local leader's log up to its end, committed or not, as a coordinator does to load its state.
     *
     * @return whole batches from the one that holds {@code offset} on; empty at the end of the log
     * @throws org.apache.kafka.common.errors.ApiException NotLeaderOrFollowerException, OffsetOutOfRangeException
     */
    public MemoryRecords readForLoading(TopicPartition partition, long offset, int maxBytes) {
        throw new UnsupportedOperationException();
    }
}
