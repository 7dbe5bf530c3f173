/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.raft.Batch;

/**
 * What a voter keeps when its process dies: its epoch, its vote and its log. The log lives in memory and
 * shares its immutable batches with the other voters'.
 *
 * <p>Confined to the loop of the voter that owns it.
 *
 * @param <R> what a record of the log is
 */
public final class RaftDisk<R> {

    private final List<Batch<R>> batches = new ArrayList<>();
    private int epoch;
    private OptionalInt vote = OptionalInt.empty();

    /** An epoch and the offset after its last record in one log. */
    record EpochEnd(int epoch, long offset) {}

    /** The newest epoch this voter has heard of. */
    public int epoch() {
        return epoch;
    }

    /** Whom this voter voted for in its epoch. */
    OptionalInt vote() {
        return vote;
    }

    void enter(int newEpoch) {
        if (newEpoch <= epoch) {
            throw new IllegalStateException("epoch " + newEpoch + " does not follow epoch " + epoch);
        }
        epoch = newEpoch;
        vote = OptionalInt.empty();
    }

    void voteFor(int candidate) {
        vote = OptionalInt.of(candidate);
    }

    /** The offset after the last record. */
    public long endOffset() {
        return batches.isEmpty() ? 0 : last().lastOffset() + 1;
    }

    /** The epoch of the last record, 0 for none. */
    int lastEpoch() {
        return batches.isEmpty() ? 0 : last().epoch();
    }

    private Batch<R> last() {
        return batches.get(batches.size() - 1);
    }

    /** The newest epoch in the log up to {@code wanted}, and its end. */
    EpochEnd endOf(int wanted) {
        for (int i = batches.size() - 1; i >= 0; i--) {
            Batch<R> batch = batches.get(i);
            if (batch.epoch() <= wanted) {
                return new EpochEnd(batch.epoch(), batch.lastOffset() + 1);
            }
        }
        return new EpochEnd(0, 0);
    }

    void append(Batch<R> batch) {
        if (batch.baseOffset() != endOffset() || batch.epoch() < lastEpoch()) {
            throw new IllegalStateException("batch at " + batch.baseOffset() + " of epoch " + batch.epoch()
                    + " does not follow the log's end " + endOffset() + " of epoch " + lastEpoch());
        }
        batches.add(batch);
    }

    void truncateTo(long offset) {
        while (endOffset() > offset) {
            batches.remove(batches.size() - 1);
        }
    }

    /** The batches from {@code from} up to {@code to}, both ends of batches. */
    public List<Batch<R>> read(long from, long to) {
        int end = batches.size();
        while (end > 0 && batches.get(end - 1).lastOffset() >= to) {
            end--;
        }
        int start = end;
        while (start > 0 && batches.get(start - 1).lastOffset() >= from) {
            start--;
        }
        return List.copyOf(batches.subList(start, end));
    }
}
