/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.server.share.fetch.RecordState;
import org.jspecify.annotations.Nullable;

/**
 * Records that were acquired together. As long as the same happens to all of them they have one
 * {@link Holding}; the first difference splits it into one for each offset. Confined to the loop.
 */
final class Batch {

    private final long first;
    private final long last;
    private @Nullable Holding whole;
    private @Nullable NavigableMap<Long, Holding> each;

    Batch(long first, long last, Holding whole) {
        this.first = first;
        this.last = last;
        this.whole = whole;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    int size() {
        return (int) (last - first + 1);
    }

    boolean isSplit() {
        return each != null;
    }

    /** What holds for all offsets; only while it is not split. */
    Holding whole() {
        if (whole == null) {
            throw new IllegalStateException("the batch " + first + "-" + last + " is split");
        }
        return whole;
    }

    /** What holds for each offset; only when it is split. */
    NavigableMap<Long, Holding> each() {
        if (each == null) {
            throw new IllegalStateException("the batch " + first + "-" + last + " is not split");
        }
        return each;
    }

    /** What holds for an offset of this batch. */
    Holding at(long offset) {
        if (each == null) {
            return whole();
        }
        Holding holding = each.get(offset);
        if (holding == null) {
            throw new IllegalArgumentException(offset + " is not in the batch " + first + "-" + last);
        }
        return holding;
    }

    boolean isWithin(long from, long to) {
        return first >= from && last <= to;
    }

    /** From now on each offset for itself; each gets what remains of the lock. */
    void split(Locks locks) {
        if (each == null) {
            split(locks, last);
        }
    }

    /** Split, and let go all offsets behind {@code lastHeld}: as if these had not been delivered this time. */
    void split(Locks locks, long lastHeld) {
        Holding common = whole();
        Lock lock = common.lock();
        TreeMap<Long, Holding> split = new TreeMap<>();
        for (long offset = first; offset <= last; offset++) {
            split.put(
                    offset,
                    offset <= lastHeld
                            ? new Holding(
                                    common.state(),
                                    common.deliveries(),
                                    common.member(),
                                    lock == null ? null : locks.takeOver(lock, offset))
                            : new Holding(RecordState.AVAILABLE, common.deliveries() - 1, Holding.NOBODY, null));
        }
        common.unlock();
        whole = null;
        each = split;
    }

    @Override
    public String toString() {
        return first + "-" + last + ": " + (each == null ? String.valueOf(whole) : each.toString());
    }
}
