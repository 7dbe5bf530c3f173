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

    private static final int SHIFT = 8;
    private static final int MASK = (1 << SHIFT) - 1;

    private final Map<Long, int[]> pages = new HashMap<>();
    private int @Nullable [] last;
    private long lastNumber = Long.MIN_VALUE;

    int get(long offset) {
        int[] page = page(offset >> SHIFT);
        return page == null ? 0 : page[(int) offset & MASK];
    }

    void set(long offset, int value) {
        long number = offset >> SHIFT;
        int[] page = page(number);
        if (page == null) {
            page = new int[MASK + 1];
            pages.put(number, page);
            last = page;
        }
        page[(int) offset & MASK] = value;
    }

    private int @Nullable [] page(long number) {
        if (number != lastNumber) {
            lastNumber = number;
            last = pages.get(number);
        }
        return last;
    }

    /** Look at what is set, in the order of offsets. */
    void forEach(Visitor visitor) {
        long[] numbers = pages.keySet().stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(numbers);
        for (long number : numbers) {
            int[] page = pages.get(number);
            for (int i = 0; page != null && i < page.length; i++) {
                if (page[i] != 0) {
                    visitor.visit((number << SHIFT) + i, page[i]);
                }
            }
        }
    }

    /** Sees an offset and what is set there. */
    interface Visitor {
        void visit(long offset, int value);
    }
}
