/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name somebody may have meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate that takes the fewest letters to change, whatever their case; the first of equals. */
    static String to(String name, Stream<String> candidates) {
        return candidates
                .min(Comparator.comparingInt(it -> distance(lower(name), lower(it))))
                .orElseThrow();
    }

    /** The candidates that take the fewest letters to change, whatever their case; the nearest first. */
    public static List<String> some(String name, Collection<String> candidates, int most) {
        return candidates.stream()
                .sorted(Comparator.comparingInt(it -> distance(lower(name), lower(it))))
                .limit(most)
                .toList();
    }

    /** The nearest candidate, if no more than so many letters have to change. */
    public static Optional<String> within(int letters, String name, Collection<String> candidates) {
        return some(name, candidates, 1).stream()
                .filter(nearest -> distance(lower(name), lower(nearest)) <= letters)
                .findFirst();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
