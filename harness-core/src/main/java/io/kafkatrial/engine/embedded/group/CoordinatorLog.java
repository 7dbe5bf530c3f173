/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * The partitions of {@code __consumer_offsets} this broker has replicas of, as the coordinator needs
 * them. Implemented by the node over its replication; called on the broker's loop only, and never while
 * a call into {@link Groups} made from a replication step is still on the stack.
 */
public interface CoordinatorLog {

    /**
     * Append to the local leader at once, without waiting for followers, as Kafka's coordinators do
     * (acks=1: the in-sync set is not asked). Committed when {@link Groups#onHighWatermark} reaches the
     * returned offset.
     *
     * @param records read only during the call: the coordinator uses the buffer again afterwards
     * @param transaction what verifies records of a transaction; of no meaning to others
     * @return the log end offset after the append
     * @throws org.apache.kafka.common.errors.ApiException NotLeaderOrFollowerException,
     *     RecordTooLargeException … as Kafka's replica manager gives them
     */
    long append(int partition, MemoryRecords records, InTransaction transaction);

    /**
     * What Kafka's coordinator says of a transaction it writes offsets or a marker for.
     *
     * @param guard from the verification before the append, {@link VerificationGuard#SENTINEL} without one
     * @param version the transaction version of the records
     */
    record InTransaction(VerificationGuard guard, short version) {}

    /**
     * Make sure the transaction coordinator knows that a transaction writes to this log, before it does (KIP-890).
     *
     * @param apiVersion of TxnOffsetCommit, which decides whether the partition is added or only verified
     * @return what to append with; fails as Kafka's replica manager does
     */
    CompletionStage<VerificationGuard> verify(int partition, OffsetsTransaction transaction, int apiVersion);

    /** The producer of a transaction that commits offsets. */
    record OffsetsTransaction(String transactionalId, long producerId, short producerEpoch) {}

    /**
     * Read the local leader's log up to its end, committed or not.
     *
     * @param offset between the start and the end offset
     * @param maxBytes the size to stay below, unless the first batch alone is larger
     * @return whole batches from the one that holds {@code offset} on; empty when there is none
     * @throws org.apache.kafka.common.errors.ApiException if the log cannot be read
     */
    MemoryRecords read(int partition, long offset, int maxBytes);

    /** The first offset of the local log; empty if there is none. */
    OptionalLong startOffset(int partition);

    /** The offset the next record gets; empty if this broker does not lead the partition. */
    OptionalLong endOffset(int partition);

    /** The high watermark of the local log; empty if there is none. */
    OptionalLong highWatermark(int partition);

    /** The largest batch the topic takes, in bytes ({@code max.message.bytes}). */
    int maxBatchBytes(int partition);

    /**
     * Delete the records before {@code offset} from all replicas; the coordinator asks for it to trim a
     * log that compaction would not. May be refused with an exceptional stage.
     */
    CompletionStage<Void> deleteRecords(int partition, long offset);
}
