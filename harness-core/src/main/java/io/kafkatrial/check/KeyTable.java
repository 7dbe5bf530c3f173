/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Lane;
import org.jspecify.annotations.Nullable;

/**
 * A record for each key of each of some owners (topics, producers of a topic): in an array of all combinations where
 * that is small enough, else in one by key, for most keys have one owner, and in a map for keys with further ones.
 * Confined to one judgement.
 */
final class KeyTable {

    /** Bytes of a cell, of a key with its owner, of an entry of the map. */
    private static final long CELL = 4;

    private static final long SINGLE = 5;
    private static final long ENTRY = 24;

    private static final long SMALL = 1 << 16;

    private final int keys;
    private final int @Nullable [] cells;

    /** By key: the owner that came first, and its record. */
    private final Narrow owners;

    private final int[] firsts;
    private final LongIntMap others = new LongIntMap();

    KeyTable(History history, int owners) {
        keys = history.keys();
        long size = (long) owners * keys;
        long further = Math.max(0, Math.min(history.records() - (long) keys, size - keys));
        boolean dense =
                size <= SMALL || (size <= Integer.MAX_VALUE - 8 && CELL * size <= SINGLE * keys + ENTRY * further);
        cells = dense ? new int[(int) size] : null;
        this.owners = new Narrow(dense ? 0 : keys);
        firsts = new int[dense ? 0 : keys];
    }

    /** The record of this key; {@link LongIntMap#NONE} if none was set. */
    int get(int owner, int key) {
        int[] array = cells;
        if (array != null) {
            return array[owner * keys + key] - 1;
        }
        int first = owners.get(key);
        if (first == owner) {
            return firsts[key];
        }
        return first == Lane.NONE ? LongIntMap.NONE : others.get((long) owner << 32 | key);
    }

    void set(int owner, int key, int record) {
        int[] array = cells;
        if (array != null) {
            array[owner * keys + key] = record + 1;
            return;
        }
        int first = owners.get(key);
        if (first == Lane.NONE) {
            owners.set(key, owner);
        }
        if (first == Lane.NONE || first == owner) {
            firsts[key] = record;
        } else {
            others.put((long) owner << 32 | key, record);
        }
    }
}
