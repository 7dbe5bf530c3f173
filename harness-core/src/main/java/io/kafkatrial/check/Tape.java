/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One partition as the history shows it: who was seen at which offset, how far it was read, who led it.
 * Confined to one judgement.
 */
final class Tape {

    /** A partition of a topic. */
    record Name(String topic, int partition) {}

    /** Offset to the position of the first {@link Event.Found} there. */
    final Map<Long, Integer> found = new HashMap<>();

    /** Offset to the position of the first {@link Event.Polled} or {@link Event.Found} there. */
    final Map<Long, Integer> seen = new HashMap<>();

    /** Offset to the position of the first sighting of another record than the first one. */
    final Map<Long, Integer> clashes = new TreeMap<>();

    /** All {@link Event.Found} of known records, in the order of the history. */
    final Positions finds = new Positions();

    /** All {@link Event.LeaderChanged}. */
    final Positions leaders = new Positions();

    /** Group to the first offset it has not got beyond: behind the last delivered or committed. */
    final Map<String, Long> reach = new HashMap<>();

    /** The widest complete final read. */
    Event.@Nullable Drained drained;

    int drainedAt = Positions.NONE;

    void drained(Event.Drained event, int position) {
        Event.Drained before = drained;
        if (before == null || event.from() <= before.from()) {
            drained = event;
            drainedAt = position;
        }
    }

    void reached(String group, long offset) {
        reach.merge(group, offset, Math::max);
    }

    /** Whether the final read would have shown a record acknowledged at {@code offset} (-1: unknown). */
    boolean covers(long offset) {
        Event.Drained read = drained;
        return read != null && read.from() <= Math.max(offset, 0);
    }
}
