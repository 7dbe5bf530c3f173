/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import java.util.Arrays;

/** A growing column of numbers. Confined to one rendering. */
final class Longs {

    private long[] values = new long[1024];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }
}
