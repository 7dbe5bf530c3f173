/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One partition as the history shows it: who was seen at which offset, how far it was read, who led it.
 * Confined to one judgement.
 */
final class Tape {

    /** Nobody was seen there. */
    static final int NOBODY = -1;

    /** Somebody without an identity was seen there. */
    static final int STRANGER = -2;

    private static final int FOUND = 1 << 31;

    final String topic;
    final int partition;

    /** Offset to whoever was seen there first, + 2 for a record, 1 for a stranger; FOUND if the final read saw it. */
    private final Pages cells = new Pages();

    /** Offset to whom the final read found there, where that is not whoever was seen there first. */
    private final Map<Long, Integer> others = new HashMap<>();

    /** Offset to the position of the first sighting of another record than the first one. */
    final Map<Long, Integer> clashes = new TreeMap<>();

    /** All {@link Event.LeaderChanged}. */
    final Positions leaders = new Positions();

    /** Group to the first offset it has not got beyond: behind the last delivered or committed. */
    private long[] reach = new long[4];

    private long firstSeen = Long.MAX_VALUE;
    private long endSeen;

    /** The widest complete final read. */
    Event.@Nullable Drained drained;

    int drainedAt = Positions.NONE;

    Tape(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    /** A reader saw this record ({@link #STRANGER} if it has no identity) at the offset. */
    void saw(long offset, int record, int position) {
        int[] page = cells.pageOf(offset);
        int index = Pages.index(offset);
        int cell = page[index];
        if (cell == 0) {
            page[index] = cell(record);
            extend(offset);
        } else if ((cell & ~FOUND) != cell(record)) {
            clashes.putIfAbsent(offset, position);
        }
    }

    /** The final read found this record there; false if it had found the same there before. */
    boolean found(long offset, int record, int position) {
        int[] page = cells.pageOf(offset);
        int index = Pages.index(offset);
        int cell = page[index];
        int its = cell(record);
        if (cell == 0 || cell == its) {
            page[index] = its | FOUND;
            extend(offset);
            return true;
        }
        int before = foundAt(offset);
        page[index] = cell | FOUND;
        if ((cell & ~FOUND) != its) {
            clashes.putIfAbsent(offset, position);
            if (before == NOBODY) {
                others.put(offset, record);
            }
        }
        return before != record;
    }

    private static int cell(int record) {
        return record == STRANGER ? 1 : record + 2;
    }

    private void extend(long offset) {
        firstSeen = Math.min(firstSeen, offset);
        endSeen = Math.max(endSeen, offset + 1);
    }

    /** The lowest offset at which anybody was seen; beyond all others if nobody was. */
    long firstSeen() {
        return firstSeen;
    }

    /** Behind the highest offset at which anybody was seen. */
    long endSeen() {
        return endSeen;
    }

    private static int who(int cell) {
        int value = cell & ~FOUND;
        return value == 0 ? NOBODY : value == 1 ? STRANGER : value - 2;
    }

    /** Whom readers saw first at an offset. */
    int seenAt(long offset) {
        return who(cells.get(offset));
    }

    /** Whom the final read found first at an offset. */
    int foundAt(long offset) {
        int cell = cells.get(offset);
        if ((cell & FOUND) == 0) {
            return NOBODY;
        }
        Integer other = others.isEmpty() ? null : others.get(offset);
        return other == null ? who(cell) : other;
    }

    /** What the final read found first at each offset, in the order of offsets. */
    void forEachFound(Pages.Visitor visitor) {
        cells.forEach((offset, cell) -> {
            if ((cell & FOUND) != 0) {
                visitor.visit(offset, others.isEmpty() ? who(cell) : foundAt(offset));
            }
        });
    }

    void drained(Event.Drained event, int position) {
        Event.Drained before = drained;
        if (before == null || event.from() <= before.from()) {
            drained = event;
            drainedAt = position;
        }
    }

    void reached(int group, long offset) {
        if (group >= reach.length) {
            reach = Arrays.copyOf(reach, group * 2);
        }
        reach[group] = Math.max(reach[group], offset);
    }

    long reach(int group) {
        return group < reach.length ? reach[group] : 0;
    }

    /** Whether the final read would have shown a record acknowledged at {@code offset} (-1: unknown). */
    boolean covers(long offset) {
        Event.Drained read = drained;
        return read != null && read.from() <= Math.max(offset, 0);
    }
}
