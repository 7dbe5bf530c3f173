/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.server.share.fetch.RecordState;
import org.jspecify.annotations.Nullable;

/**
 * The records of one share partition that were delivered and are not done with: everything before the
 * start offset is done, nothing behind the end offset was delivered. Batches may leave gaps: offsets the
 * log does not have. Follows the cache in Kafka's {@code SharePartition}. Confined to the broker's loop.
 */
final class InFlight {

    private final NavigableMap<Long, Batch> batches = new TreeMap<>();
    private long start;
    private long end;
    private int done;
    private boolean lookBack;
    private @Nullable Gap gap;
    private final Locks locks;

    /**
     * Offsets between batches that were read back from the coordinator: never delivered, perhaps.
     *
     * @param from the first offset nothing is known of
     * @param end the end offset as it was read back; when the end moves on the gap is no longer looked at
     */
    private record Gap(long from, long end) {}

    /**
     * @param locks of the share partition, for batches that are split
     */
    InFlight(Locks locks) {
        this.locks = locks;
    }

    /** Take what the coordinator remembers; {@code known} in the order of their offsets. */
    void restore(long startOffset, List<Batch> known) {
        start = startOffset;
        end = startOffset;
        long next = startOffset;
        long firstGap = -1;
        for (Batch batch : known) {
            if (firstGap < 0 && batch.first() > next) {
                firstGap = next;
            }
            next = batch.last() + 1;
            batches.put(batch.first(), batch);
            if (batch.whole().done()) {
                done += batch.size();
            }
        }
        if (!known.isEmpty()) {
            lookBack = true;
            end = next - 1;
            gap = firstGap < 0 ? null : new Gap(firstGap, end);
            moveStart();
        }
    }

    NavigableMap<Long, Batch> batches() {
        return batches;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** How many of the records from the start offset on are done: acknowledged or archived. */
    int done() {
        return done;
    }

    int size() {
        return batches.isEmpty() ? 0 : (int) (end - start + 1);
    }

    /** Something became available before the end offset. */
    void lookBack() {
        lookBack = true;
    }

    void countDone(long first, long last, int sign) {
        if (last >= start) {
            done += sign * (int) (last - Math.max(start, first) + 1);
        }
    }

    /** The offset of the next record to deliver: one that became available again, or the one after the last. */
    long next() {
        if (batches.isEmpty() || start > batches.lastEntry().getValue().last()) {
            lookBack = false;
            return end;
        }
        long found = lookBack ? firstFree() : -1;
        if (found >= 0) {
            return found;
        }
        lookBack = false;
        return end + 1;
    }

    private long firstFree() {
        Gap open = openGap();
        long unknown = open == null ? -1 : open.from;
        for (Batch batch : batches.values()) {
            if (open != null) {
                if (batch.first() > unknown) {
                    return unknown;
                }
                unknown = Math.max(batch.last() + 1, unknown);
            }
            long free = firstFree(batch);
            if (free >= 0) {
                return free;
            }
        }
        return -1;
    }

    private static long firstFree(Batch batch) {
        if (!batch.isSplit()) {
            return batch.whole().free() ? batch.first() : -1;
        }
        return batch.each().entrySet().stream()
                .filter(offset -> offset.getValue().free())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1L);
    }

    private @Nullable Gap openGap() {
        return gap != null && gap.end == end ? gap : null;
    }

    boolean hasOpenGap() {
        return openGap() != null;
    }

    /** Everything before this offset was looked at. */
    void closeGapUpTo(long offset) {
        Gap open = openGap();
        gap = open != null && offset <= open.end ? new Gap(offset, open.end) : null;
    }

    /** Take in records that were never delivered before. */
    void add(List<Batch> added, long first, long last) {
        added.forEach(batch -> batches.put(batch.first(), batch));
        if (batches.firstKey() == first) {
            start = first;
        }
        end = Math.max(end, last);
    }

    /** Move the start offset over what is done; say whether it moved. */
    boolean moveStart() {
        if (!startIsDone()) {
            return false;
        }
        long lastDone = lastDoneInARow();
        if (lastDone < 0) {
            return false;
        }
        long lastKnown = batches.lastEntry().getValue().last();
        if (lastDone == lastKnown) {
            start = lastKnown + 1;
            end = start;
            batches.clear();
            done = 0;
            return true;
        }
        int counted = doneUpTo(lastDone + 1);
        Batch batch = batches.floorEntry(lastDone).getValue();
        if (lastDone == batch.last()) {
            start = Math.max(start, batches.higherKey(lastDone));
            Gap open = openGap();
            if (open != null) {
                start = Math.min(open.from, start);
            }
            batches.headMap(batch.first(), true).clear();
        } else {
            start = Math.max(start, lastDone + 1);
            batches.headMap(batch.first(), false).clear();
        }
        done -= counted;
        return true;
    }

    private boolean startIsDone() {
        Map.Entry<Long, Batch> floor = batches.floorEntry(start);
        if (floor == null) {
            return false;
        }
        // In a gap of the log the batch before it decides.
        Holding first = floor.getValue().at(Math.min(start, floor.getValue().last()));
        return first.done() && !first.changing();
    }

    private long lastDoneInARow() {
        long last = -1;
        Gap open = openGap();
        for (Batch batch : batches.values()) {
            if (open != null && batch.last() >= open.from) {
                return last;
            }
            if (!batch.isSplit()) {
                if (!isDone(batch.whole())) {
                    return last;
                }
                last = batch.last();
                continue;
            }
            for (Map.Entry<Long, Holding> offset : batch.each().entrySet()) {
                if (!isDone(offset.getValue())) {
                    return last;
                }
                last = offset.getKey();
            }
        }
        return last;
    }

    private static boolean isDone(Holding holding) {
        return holding.done() && !holding.changing();
    }

    private int doneUpTo(long before) {
        int count = 0;
        for (Batch batch : batches.headMap(before, false).values()) {
            if (batch.isSplit()) {
                count += (int) batch.each().subMap(Math.max(start, batch.first()), before).values().stream()
                        .filter(Holding::done)
                        .count();
            } else if (batch.whole().done() && batch.last() >= start) {
                count += (int) (Math.min(before - 1, batch.last()) - Math.max(start, batch.first()) + 1);
            }
        }
        return count;
    }

    /** The log begins at a later offset now: what is before it is gone. */
    void logStartMovedTo(long logStart) {
        if (logStart <= start) {
            return;
        }
        if (batches.isEmpty()) {
            start = logStart;
            end = logStart;
            done = 0;
            return;
        }
        int counted = doneUpTo(logStart);
        archive(start, logStart, batches, RecordState.AVAILABLE);
        start = logStart;
        done -= counted;
        end = Math.max(end, start);
    }

    /** The log has nothing from {@code from} up to {@code before} any more, compacted away perhaps. */
    void archiveStale(long from, long before) {
        if (batches.isEmpty() || from >= before) {
            return;
        }
        Map.Entry<Long, Batch> floor = batches.floorEntry(from);
        long first = floor != null && floor.getValue().last() >= from ? floor.getKey() : from;
        int archived = archive(from, before, batches.subMap(first, true, before, false), RecordState.AVAILABLE);
        done += archived;
    }

    /** Archive what is in this state; say how many records. */
    int archive(long from, long before, NavigableMap<Long, Batch> among, RecordState inState) {
        int archived = 0;
        for (Batch batch : among.headMap(before, false).values()) {
            if (batch.isWithin(from, before - 1) && !batch.isSplit()) {
                if (batch.whole().state() == inState) {
                    batch.whole().archive();
                    archived += batch.size();
                }
                continue;
            }
            if (batch.last() < from || (!batch.isSplit() && batch.whole().state() != inState)) {
                continue;
            }
            archived += archiveSome(batch, from, before, inState);
        }
        if (archived > 0) {
            lookBack = true;
        }
        return archived;
    }

    private int archiveSome(Batch batch, long from, long before, RecordState inState) {
        batch.split(locks);
        List<Holding> some = batch
                .each()
                .subMap(Math.max(from, batch.first()), true, Math.min(before - 1, batch.last()), true)
                .values()
                .stream()
                .filter(holding -> holding.state() == inState)
                .toList();
        some.forEach(Holding::archive);
        return some.size();
    }

    void countArchived(int archived) {
        done += archived;
    }

    /** Stop the clocks of all locks: nobody will give these records back. */
    void unlockAll() {
        for (Batch batch : batches.values()) {
            if (batch.isSplit()) {
                batch.each().values().forEach(Holding::unlock);
            } else {
                batch.whole().unlock();
            }
        }
    }
}
