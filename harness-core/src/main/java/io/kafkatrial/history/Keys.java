/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The keys of records, numbered from 0 in the order of their first mention, as UTF-8 in one place: there
 * may be as many as records. Only the encoder adds; others may read what was added before they got the
 * history.
 */
final class Keys {

    private byte[] bytes = new byte[1 << 10];
    private int[] starts = new int[64];
    private int[] table = new int[128];
    private int size;

    int intern(String key) {
        byte[] text = key.getBytes(UTF_8);
        return intern(text, 0, text.length);
    }

    int intern(byte[] text, int from, int end) {
        int mask = table.length - 1;
        int slot = hash(text, from, end) & mask;
        while (table[slot] != 0) {
            int known = table[slot] - 1;
            if (Arrays.equals(bytes, starts[known], starts[known + 1], text, from, end)) {
                return known;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = size + 1;
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
        int[] larger = new int[table.length * 2];
        int mask = larger.length - 1;
        for (int known = 0; known < size; known++) {
            int slot = hash(bytes, starts[known], starts[known + 1]) & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = known + 1;
        }
        table = larger;
    }

    private static int hash(byte[] text, int from, int end) {
        int hash = 1;
        for (int i = from; i < end; i++) {
            hash = hash * 31 + text[i];
        }
        return hash ^ (hash >>> 15);
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
