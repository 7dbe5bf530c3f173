/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.history.RecordMark;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One record as it lies in the log of one replica, whether clients may see it or not.
 *
 * @param mark who it is and what its content was when it was sent, from its header; empty if it has none
 * @param content the checksum its content has now
 * @param batch what it has in common with the records it was sent with
 */
public record ReplicaRecord(long offset, Optional<RecordMark> mark, long content, Batch batch) {

    public ReplicaRecord {
        requireNonNull(mark, "mark");
        requireNonNull(batch, "batch");
    }

    /** Whether its content is not what was sent. */
    public boolean isDamaged() {
        OptionalLong seal = mark.map(RecordMark::seal).orElse(OptionalLong.empty());
        return seal.isPresent() && seal.getAsLong() != content;
    }

    /**
     * What records of one batch have in common.
     *
     * @param leaderEpoch the epoch of the leader that appended it
     * @param producerId of an idempotent producer; -1 for others
     * @param sequence of its first record; -1 without a producer id
     * @param transactional whether it belongs to a transaction
     * @param control whether it is a marker of a transaction, and holds no record of a client
     * @param codec how it is compressed, by Kafka's number
     * @param print what tells its content from that of other batches, whoever appended it and when
     */
    public record Batch(
            long baseOffset,
            int leaderEpoch,
            long producerId,
            short producerEpoch,
            int sequence,
            boolean transactional,
            boolean control,
            int codec,
            long print) {}
}
