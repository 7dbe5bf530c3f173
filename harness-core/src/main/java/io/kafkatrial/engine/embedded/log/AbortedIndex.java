/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The aborted transactions of one log, by the offset of their markers: Kafka's transaction index, of all
 * segments together. Lies on the disk as the log does. Confined to the broker's loop.
 */
final class AbortedIndex {
    private final TreeMap<Long, AbortedTransaction> byMarker = new TreeMap<>();

    void add(AbortedTransaction aborted) {
        byMarker.put(aborted.lastOffset(), aborted);
    }

    /** Forget transactions whose marker is at {@code offset} or later: they are open again, or gone. */
    void truncateTo(long offset) {
        byMarker.tailMap(offset, true).clear();
    }

    /** Forget transactions whose marker was in a segment before {@code baseOffset}. */
    void dropBefore(long baseOffset) {
        byMarker.headMap(baseOffset, false).clear();
    }

    /** Of the markers below {@code upTo} keep only those, because nothing of the others is left. */
    void retain(long upTo, Set<Long> markers) {
        byMarker.headMap(upTo, false).keySet().retainAll(markers);
    }

    Collection<AbortedTransaction> all() {
        return byMarker.values();
    }

    /** Whether no transaction has a marker at or after {@code offset}. */
    boolean isEmptyFrom(long offset) {
        return byMarker.isEmpty() || byMarker.lastKey() < offset;
    }

    /** The transactions that overlap with a range, as Kafka's index finds them: by their markers. */
    List<AbortedTransaction> overlapping(long from, long upTo) {
        List<AbortedTransaction> found = new ArrayList<>();
        for (AbortedTransaction aborted : byMarker.tailMap(from, true).values()) {
            if (aborted.firstOffset() < upTo) {
                found.add(aborted);
            }
            if (aborted.lastStableOffset() >= upTo) {
                break;
            }
        }
        return found;
    }
}
