/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a small part of a list that still fails, by taking pieces away: halves first, then smaller ones. The end is
 * 1-minimal: take any one element away and it does not fail. Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input" (2002), by complements only: a subset is the complement of another at the last granularity.
 *
 * <p>A dialogue: {@link #next} proposes, {@link #answer} tells whether the proposal failed. Confined to one thread.
 *
 * @param <T> what the list is of
 */
final class Ddmin<T> {

    private List<T> current;
    private int pieces = 2;
    private int piece;

    /** Begin with a list that fails. */
    Ddmin(List<T> failing) {
        this.current = List.copyOf(failing);
    }

    /** The next list to try; empty when nothing more can be taken away. */
    Optional<List<T>> next() {
        if (current.size() < 2 || pieces > current.size()) {
            return Optional.empty();
        }
        return Optional.of(without(piece));
    }

    /** Whether the list proposed last failed as well. */
    void answer(boolean failed) {
        if (failed) {
            current = without(piece);
            pieces = Math.min(Math.max(pieces - 1, 2), Math.max(current.size(), 2));
            piece = 0;
        } else if (++piece == pieces) {
            pieces = pieces == current.size() ? current.size() + 1 : Math.min(pieces * 2, current.size());
            piece = 0;
        }
    }

    /** The smallest list known to fail. */
    List<T> smallest() {
        return current;
    }

    private List<T> without(int which) {
        int size = current.size();
        int from = (int) ((long) size * which / pieces);
        int to = (int) ((long) size * (which + 1) / pieces);
        List<T> rest = new ArrayList<>(current.subList(0, from));
        rest.addAll(current.subList(to, size));
        return rest;
    }
}
