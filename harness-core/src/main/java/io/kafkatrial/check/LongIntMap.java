/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Arrays;

/** From longs to ints that are not negative, without objects. Confined to one judgement. */
final class LongIntMap {

    static final int NONE = -1;

    private long[] keys = new long[16];

    /** Values + 1, so that 0 is a free slot. */
    private int[] values = new int[16];

    private int size;

    int get(long key) {
        int mask = keys.length - 1;
        for (int slot = spread(key) & mask; values[slot] != 0; slot = (slot + 1) & mask) {
            if (keys[slot] == key) {
                return values[slot] - 1;
            }
        }
        return NONE;
    }

    /** Set the value of a key; what it was before, or {@link #NONE}. */
    int put(long key, int value) {
        int mask = keys.length - 1;
        int slot = spread(key) & mask;
        while (values[slot] != 0) {
            if (keys[slot] == key) {
                int before = values[slot] - 1;
                values[slot] = value + 1;
                return before;
            }
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        values[slot] = value + 1;
        if (++size * 3L > keys.length * 2L) {
            grow();
        }
        return NONE;
    }

    /** Set the value of a key unless it has a larger one. */
    void max(long key, int value) {
        if (get(key) < value) {
            put(key, value);
        }
    }

    int size() {
        return size;
    }

    /** All keys, in no order. */
    long[] keys() {
        long[] all = new long[size];
        int count = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (values[slot] != 0) {
                all[count++] = keys[slot];
            }
        }
        return all;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int slot = spread(oldKeys[i]) & mask;
                while (values[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static int spread(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) ^ (int) (hash >>> 12);
    }

    void clear() {
        Arrays.fill(values, 0);
        size = 0;
    }
}
