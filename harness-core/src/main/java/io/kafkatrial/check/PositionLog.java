/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Arrays;

/**
 * The moves of consumers' positions that were not from one record to the next: from where to where, and between
 * which events. In arrays, for every marker of a transaction makes one. Confined to one judgement.
 */
final class PositionLog {

    /** Columns of a move. */
    static final int FROM = 0;

    static final int TO = 1;
    private static final int WIDTH = 2;

    private long[] offsets = new long[16];
    private int[] befores = new int[8];
    private int[] positions = new int[8];
    private boolean[] within = new boolean[8];
    private int size;

    /** A consumer that had read up to {@code from} got {@code to} next. */
    void add(long from, long to, int before, int position, boolean inOnePoll) {
        if (size == positions.length) {
            offsets = Arrays.copyOf(offsets, size * 2 * WIDTH);
            befores = Arrays.copyOf(befores, size * 2);
            positions = Arrays.copyOf(positions, size * 2);
            within = Arrays.copyOf(within, size * 2);
        }
        offsets[size * WIDTH + FROM] = from;
        offsets[size * WIDTH + TO] = to;
        befores[size] = before;
        positions[size] = position;
        within[size] = inOnePoll;
        size++;
    }

    int size() {
        return size;
    }

    long from(int move) {
        return offsets[move * WIDTH + FROM];
    }

    long to(int move) {
        return offsets[move * WIDTH + TO];
    }

    /** The delivery before. */
    int before(int move) {
        return befores[move];
    }

    /** The delivery after. */
    int position(int move) {
        return positions[move];
    }

    /** Whether both deliveries came from one poll. */
    boolean inOnePoll(int move) {
        return within[move];
    }
}
