/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys of records, numbered from 0 in the order of their first mention, and a table to find them by: there may be as
 * many as records. Others than the encoder get their {@link KeyText} only. Confined to the encoder.
 */
final class Keys {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long HIGH = -1L << Integer.SIZE;

    private final KeyText text = new KeyText();

    /** Where each key begins. */
    private int[] starts = new int[64];

    /** Open addressing: half of the hash, and the number + 1. */
    private long[] table = new long[128];

    private int size;

    int intern(String key) {
        byte[] utf8 = key.getBytes(UTF_8);
        return intern(utf8, 0, utf8.length);
    }

    int intern(byte[] utf8, int from, int end) {
        long hash = hash(utf8, from, end);
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        for (long entry = table[slot]; entry != 0; entry = table[slot]) {
            if ((entry ^ hash) >>> Integer.SIZE == 0) {
                int known = (int) entry - 1;
                if (text.is(starts[known], utf8, from, end)) {
                    return known;
                }
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = (hash & HIGH) | (size + 1);
        add(utf8, from, end);
        return size - 1;
    }

    private void add(byte[] utf8, int from, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size + (size >> 1));
        }
        starts[size++] = text.add(utf8, from, end);
        if (size * 2 > table.length) {
            grow();
        }
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        int mask = larger.length - 1;
        for (int known = 0; known < size; known++) {
            long hash = text.hash(starts[known]);
            int slot = (int) hash & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = (hash & HIGH) | (known + 1);
        }
        table = larger;
    }

    /** Eight bytes at a time; both halves of it are good. */
    static long hash(byte[] text, int from, int end) {
        long hash = (long) end - from;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(text, at)) * MIX;
            hash ^= hash >>> Integer.SIZE;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | (text[at] & 0xFF);
        }
        hash = (hash ^ rest) * MIX;
        return hash ^ (hash >>> Integer.SIZE);
    }

    /** These keys for those who only read: they do not see keys added later. */
    KeyText snapshot() {
        return text.snapshot();
    }

    int size() {
        return size;
    }
}
