/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ints by offset, 0 where none was set: an array as far as offsets are dense, wherever they begin. Confined to
 * one judgement.
 */
final class Pages {

    private static final int SHIFT = 9;
    private static final int MASK = (1 << SHIFT) - 1;

    /** Pages further out than this, relative to how many there are, are kept in a map. */
    private static final int SPARE = 64;

    private int[] @Nullable [] dense = new int[4][];
    private final Map<Long, int[]> outliers = new HashMap<>();
    private int @Nullable [] last;
    private long lastNumber = Long.MIN_VALUE;

    int get(long offset) {
        int[] page = page(offset >> SHIFT);
        return page == null ? 0 : page[index(offset)];
    }

    void set(long offset, int value) {
        pageOf(offset)[index(offset)] = value;
    }

    /** The page on which the value of an offset is, at its {@link #index}; what is written there is set. */
    int[] pageOf(long offset) {
        long number = offset >> SHIFT;
        int[] page = page(number);
        if (page == null) {
            page = new int[MASK + 1];
            keep(number, page);
            last = page;
        }
        return page;
    }

    /** Where on its page the value of an offset is. */
    static int index(long offset) {
        return (int) offset & MASK;
    }

    private void keep(long number, int[] page) {
        if (number < 0 || number >= dense.length * 2L + SPARE) {
            outliers.put(number, page);
            return;
        }
        if (number >= dense.length) {
            dense = Arrays.copyOf(dense, (int) Math.max(number + 1, dense.length * 2L));
        }
        dense[(int) number] = page;
    }

    private int @Nullable [] page(long number) {
        if (number != lastNumber) {
            lastNumber = number;
            last = number >= 0 && number < dense.length ? dense[(int) number] : null;
            if (last == null && !outliers.isEmpty()) {
                last = outliers.get(number);
            }
        }
        return last;
    }

    /** Look at what is set, in the order of offsets. */
    void forEach(Visitor visitor) {
        long[] far =
                outliers.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        int next = 0;
        for (; next < far.length && far[next] < 0; next++) {
            visit(far[next], outliers.get(far[next]), visitor);
        }
        for (int number = 0; number < dense.length; number++) {
            for (; next < far.length && far[next] <= number; next++) {
                visit(far[next], outliers.get(far[next]), visitor);
            }
            visit(number, dense[number], visitor);
        }
        for (; next < far.length; next++) {
            visit(far[next], outliers.get(far[next]), visitor);
        }
    }

    private static void visit(long number, int @Nullable [] page, Visitor visitor) {
        for (int i = 0; page != null && i < page.length; i++) {
            if (page[i] != 0) {
                visitor.visit((number << SHIFT) + i, page[i]);
            }
        }
    }

    /** Sees an offset and what is set there. */
    interface Visitor {
        void visit(long offset, int value);
    }
}
