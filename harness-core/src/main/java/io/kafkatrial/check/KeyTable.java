/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import org.jspecify.annotations.Nullable;

/**
 * A record for each key of each of some owners (topics, producers of a topic): in an array if there are not many
 * more combinations than records, else in a map. Confined to one judgement.
 */
final class KeyTable {

    /** Cells for each record up to which an array is smaller than a map would be, or not much larger. */
    private static final long ROOM = 5;

    private static final long SMALL = 1 << 16;

    private final int keys;
    private final int @Nullable [] cells;
    private final LongIntMap map = new LongIntMap();

    KeyTable(History history, int owners) {
        keys = history.keys();
        long size = (long) owners * keys;
        cells = size <= Math.max(SMALL, ROOM * history.records())
                ? new int[(int) Math.min(size, Integer.MAX_VALUE - 8)]
                : null;
    }

    /** The record of this key; {@link LongIntMap#NONE} if none was set. */
    int get(int owner, int key) {
        int[] array = cells;
        return array == null ? map.get((long) owner << 32 | key) : array[owner * keys + key] - 1;
    }

    void set(int owner, int key, int record) {
        int[] array = cells;
        if (array == null) {
            map.put((long) owner << 32 | key, record);
        } else {
            array[owner * keys + key] = record + 1;
        }
    }
}
