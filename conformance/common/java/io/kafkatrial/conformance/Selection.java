/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which rows are wanted: all, those of a subset, or those whose names contain one of some texts. A value. */
record Selection(boolean subset, List<String> parts) {

    /** From the word {@code all}, from the name of the subset, {@code ci}, or from texts with commas between. */
    static Selection of(String wanted) {
        return switch (wanted) {
            case "", "all" -> new Selection(false, List.of(""));
            case "ci" -> new Selection(true, List.of());
            default -> new Selection(false, List.of(wanted.split(",", -1)));
        };
    }

    boolean wants(String name) {
        return subset ? Subset.CI.contains(name) : parts.stream().anyMatch(name::contains);
    }

    /** Refuse a subset that names what is not there: a probe that was renamed must not silently drop out. */
    static void check(Collection<String> names) {
        Set<String> missing = new TreeSet<>(Subset.CI);
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the subset names rows that are not there: " + missing + ". Put right Subset.java.");
        }
    }
}
