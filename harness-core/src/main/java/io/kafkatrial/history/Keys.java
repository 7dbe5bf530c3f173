/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys of records, numbered from 0 in the order of their first mention, as UTF-8 in one place: there
 * may be as many as records. Only the encoder adds; others may read what was added before they got the
 * history.
 */
final class Keys {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long HIGH = -1L << Integer.SIZE;

    private byte[] bytes = new byte[1 << 10];
    private int[] starts = new int[64];

    /** Open addressing: half of the hash, and the number + 1. */
    private long[] table = new long[128];

    private int size;

    int intern(String key) {
        byte[] text = key.getBytes(UTF_8);
        return intern(text, 0, text.length);
    }

    int intern(byte[] text, int from, int end) {
        long hash = hash(text, from, end);
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        for (long entry = table[slot]; entry != 0; entry = table[slot]) {
            if ((entry ^ hash) >>> Integer.SIZE == 0) {
                int known = (int) entry - 1;
                if (Arrays.equals(bytes, starts[known], starts[known + 1], text, from, end)) {
                    return known;
                }
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = (hash & HIGH) | (size + 1);
        add(text, from, end);
        return size - 1;
    }

    private void add(byte[] text, int from, int end) {
        int start = starts[size];
        int length = end - from;
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(start + length, bytes.length + (bytes.length >> 1)));
        }
        System.arraycopy(text, from, bytes, start, length);
        size++;
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size + (size >> 1));
        }
        starts[size] = start + length;
        if (size * 2 > table.length) {
            grow();
        }
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        int mask = larger.length - 1;
        for (int known = 0; known < size; known++) {
            long hash = hash(bytes, starts[known], starts[known + 1]);
            int slot = (int) hash & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = (hash & HIGH) | (known + 1);
        }
        table = larger;
    }

    /** Eight bytes at a time; both halves of it are good. */
    private static long hash(byte[] text, int from, int end) {
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

    String name(int key) {
        return new String(bytes, starts[key], starts[key + 1] - starts[key], UTF_8);
    }

    void put(int key, Text text) {
        text.string(bytes, starts[key], starts[key + 1]);
    }

    /** These keys for those who only read: it does not see keys added later. */
    Keys snapshot() {
        Keys copy = new Keys();
        copy.bytes = bytes;
        copy.starts = starts;
        copy.size = size;
        return copy;
    }

    int size() {
        return size;
    }
}
