/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.server.share.fetch.RecordState;

/**
 * Gives records that were just read to a member: those that became available again, and those nobody had
 * before. Whole batches of the log where possible, for these are cheap to acknowledge. A record that was
 * delivered often is given alone, so that it takes no others with it when it kills its consumer.
 *
 * <p>Used for one acquisition. Follows Kafka's {@code SharePartition#acquire}. Confined to the loop.
 */
final class Acquiring {

    /**
     * Who acquires.
     *
     * @param exactly not a record more than {@code maxRecords}
     * @param batchSize see {@link ShareRequest}
     */
    record Taker(String member, boolean exactly, int batchSize, int maxRecords) {}

    /**
     * The group's settings.
     *
     * @param deliveries so often a record is delivered at most
     * @param throttleFrom from so many deliveries on, records are given in small numbers
     * @param locks so many records may be in flight
     */
    record Limits(int deliveries, int throttleFrom, int locks) {}

    private final InFlight flight;
    private final Locks locks;
    private final Taker taker;
    private final Limits limits;
    private final Acquired acquired = new Acquired();
    private final List<RecordBatch> read = new ArrayList<>();
    private int most;
    private long last;

    Acquiring(InFlight flight, Locks locks, Taker taker, Limits limits) {
        this.flight = flight;
        this.locks = locks;
        this.taker = taker;
        this.limits = limits;
    }

    /**
     * Acquire.
     *
     * @param fetchOffset where the records were read from; the first batch may begin before it, or behind
     */
    Acquired from(long fetchOffset, MemoryRecords records) {
        records.batches().forEach(read::add);
        if (taker.maxRecords <= 0 || read.isEmpty()) {
            return acquired;
        }
        last = read.get(read.size() - 1).lastOffset();
        if (last < flight.start()) {
            return acquired;
        }
        limitByLocks(fetchOffset);
        if (most <= 0) {
            return acquired;
        }
        long firstRead = read.get(0).baseOffset();
        flight.archiveStale(fetchOffset, firstRead);
        acquire(firstRead, firstToTake(firstRead));
        return acquired;
    }

    /** At the limit nothing new is acquired, but what became available again may be. */
    private void limitByLocks(long fetchOffset) {
        most = Math.min(taker.maxRecords, limits.locks - flight.size());
        if (most <= 0 && fetchOffset <= flight.end()) {
            most = Math.min(taker.maxRecords, (int) (flight.end() - fetchOffset + 1));
            last = Math.min(last, flight.end());
        }
    }

    private long firstToTake(long firstRead) {
        Map.Entry<Long, Batch> floor = flight.batches().floorEntry(firstRead);
        if (floor == null) {
            return Math.max(firstRead, flight.start());
        }
        return floor.getValue().last() >= firstRead ? floor.getKey() : firstRead;
    }

    private void acquire(long firstRead, long firstToTake) {
        long from = Math.min(firstRead, firstToTake);
        if (from > last) {
            return;
        }
        NavigableMap<Long, Batch> overlap = flight.batches().subMap(from, true, last, true);
        if (overlap.isEmpty()) {
            acquireNew(firstToTake, last, most);
            return;
        }
        List<Batch> known = List.copyOf(overlap.values());
        long next = firstToTake;
        for (Batch batch : known) {
            if (left() > 0 && flight.hasOpenGap()) {
                if (next < batch.first()) {
                    acquireNew(next, batch.first() - 1, left());
                }
                next = batch.last() + 1;
            }
            if (left() <= 0 || !acquireAgain(batch, firstRead)) {
                break;
            }
        }
        long lastKnown = known.get(known.size() - 1).last();
        if (left() > 0 && lastKnown < last) {
            acquireNew(lastKnown + 1, last, left());
        }
        if (!acquired.isEmpty()) {
            flight.closeGapUpTo(
                    acquired.ranges().get(acquired.ranges().size() - 1).lastOffset() + 1);
        }
    }

    private int left() {
        return most - acquired.count();
    }

    /** Acquire what is available of a batch that was delivered before; say whether to go on with the next. */
    private boolean acquireAgain(Batch batch, long firstRead) {
        boolean throttled = isThrottled(batch, firstRead);
        if (throttled && !acquired.isEmpty()) {
            most = 0;
            return false;
        }
        boolean whole = batch.isWithin(firstRead, last)
                && !batch.isSplit()
                && !(taker.exactly && batch.size() > left())
                && !throttled;
        if (!batch.isSplit() && !batch.whole().free()) {
            return true;
        }
        if (whole) {
            batch.whole().acquire(taker.member, locks.take(batch.first(), batch.last()));
            acquired.add(batch.first(), batch.last(), batch.whole().deliveries());
            return true;
        }
        batch.split(locks);
        int before = acquired.count();
        acquired.addEach(acquireSome(batch, firstRead));
        if (throttled && acquired.count() > before) {
            most = 0;
            return false;
        }
        return true;
    }

    private boolean isThrottled(Batch batch, long firstRead) {
        if (!batch.isSplit()) {
            return batch.whole().free() && batch.whole().deliveries() >= limits.throttleFrom;
        }
        return batch.each().subMap(firstRead, true, Math.max(firstRead, last), true).values().stream()
                .filter(Holding::free)
                .anyMatch(holding -> holding.deliveries() >= limits.throttleFrom);
    }

    /** Offsets and how often they are delivered with this. */
    private List<long[]> acquireSome(Batch batch, long firstRead) {
        List<long[]> taken = new ArrayList<>();
        long some = taker.exactly ? left() : Long.MAX_VALUE;
        boolean throttled = false;
        for (Map.Entry<Long, Holding> offset : batch.each()
                .subMap(firstRead, true, Math.max(firstRead, last), true)
                .entrySet()) {
            Holding holding = offset.getValue();
            if (!holding.free()) {
                continue;
            }
            boolean lastChance = limits.deliveries > 2 && holding.deliveries() == limits.deliveries - 1;
            if (lastChance && !taken.isEmpty()) {
                break;
            }
            if (!throttled && holding.deliveries() >= limits.throttleFrom) {
                throttled = true;
                int halvings = holding.deliveries() - limits.throttleFrom + 1;
                some = Math.min(some, Math.max(1, batch.each().size() >> halvings));
            }
            holding.acquire(taker.member, locks.take(offset.getKey(), offset.getKey()));
            taken.add(new long[] {offset.getKey(), holding.deliveries()});
            if (lastChance || taken.size() >= some) {
                break;
            }
        }
        return taken;
    }

    /** Acquire records that were not delivered before. */
    private void acquireNew(long fromOffset, long toOffset, int atMost) {
        long first = flight.batches().isEmpty() ? Math.max(fromOffset, flight.end()) : fromOffset;
        long to = toOffset;
        if (atMost < to - first + 1) {
            to = endOfBatchWith(first + atMost - 1);
            if (flight.hasOpenGap()) {
                to = Math.min(to, toOffset);
            }
        }
        if (first > to) {
            return;
        }
        long lastTaken = to;
        if (taker.exactly && to - first + 1 > atMost) {
            lastTaken = first + atMost - 1;
            Batch batch = acquiredBatch(first, to);
            batch.split(locks, lastTaken);
            flight.lookBack();
            flight.add(List.of(batch), first, to);
            acquired.add(first, lastTaken, 1);
        } else {
            List<Batch> added = new ArrayList<>();
            for (long[] range : ranges(first, to)) {
                added.add(acquiredBatch(range[0], range[1]));
                acquired.add(range[0], range[1], 1);
            }
            flight.add(added, first, to);
        }
        flight.closeGapUpTo(lastTaken + 1);
    }

    private Batch acquiredBatch(long first, long to) {
        return new Batch(first, to, new Holding(RecordState.ACQUIRED, 1, taker.member, locks.take(first, to)));
    }

    /** Cut at batches of the log so that each range has the size the member acknowledges together. */
    private List<long[]> ranges(long first, long to) {
        List<long[]> ranges = new ArrayList<>();
        long next = first;
        if (!taker.exactly && to - first + 1 > taker.batchSize) {
            for (RecordBatch batch : read) {
                if (batch.baseOffset() > to) {
                    break;
                }
                if (batch.baseOffset() - next >= taker.batchSize) {
                    ranges.add(new long[] {next, batch.baseOffset() - 1});
                    next = batch.baseOffset();
                }
            }
        }
        ranges.add(new long[] {next, to});
        return ranges;
    }

    private long endOfBatchWith(long offset) {
        long lastOffset = offset;
        for (RecordBatch batch : read) {
            if (batch.baseOffset() <= offset) {
                lastOffset = Math.max(offset, batch.lastOffset());
            }
        }
        return lastOffset;
    }

    static Limits limits(ShareRules rules, String group) {
        return new Limits(rules.deliveryLimit(group), rules.throttleFrom(group), rules.recordLocks(group));
    }
}
