/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Arrays;

/** A growing list of positions in a history; most have none or one. Confined to one judgement. */
final class Positions {

    static final int NONE = -1;

    private int first = NONE;
    private int size;
    private int[] more = new int[0];

    void add(int position) {
        if (size == 0) {
            first = position;
        } else {
            if (size > more.length) {
                more = Arrays.copyOf(more, more.length == 0 ? 2 : more.length * 2);
            }
            more[size - 1] = position;
        }
        size++;
    }

    int size() {
        return size;
    }

    int get(int i) {
        return i == 0 ? first : more[i - 1];
    }

    /** The index of the last position at or before {@code position} in an ascending list; -1 if none. */
    int lastAtOrBefore(int position) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (get(middle) <= position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
