/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import org.jspecify.annotations.Nullable;

/**
 * An offset for each record: an int each while all are below two thousand million, a long each from then on.
 * Where none was set it is {@link #NONE}. Confined to one judgement.
 */
final class Offsets {

    /** No offset, not even an unknown one, which is -1. */
    static final long NONE = -2;

    private int[] narrow;
    private long @Nullable [] wide;

    Offsets(int size) {
        narrow = new int[size];
    }

    long get(int index) {
        long[] longs = wide;
        return (longs == null ? narrow[index] : longs[index]) + NONE;
    }

    void set(int index, long offset) {
        long value = offset - NONE;
        if (wide == null && (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE)) {
            widen();
        }
        long[] longs = wide;
        if (longs == null) {
            narrow[index] = (int) value;
        } else {
            longs[index] = value;
        }
    }

    private void widen() {
        long[] longs = new long[narrow.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = narrow[i];
        }
        wide = longs;
        narrow = new int[0];
    }
}
