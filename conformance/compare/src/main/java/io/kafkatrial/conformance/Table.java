/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of both sides beside each other, and what is wrong with them. Confined to one thread. */
final class Table {
    private static final int SHOWN = 160;
    private static final String LACKS = "has no levers for it";

    private final String truth;
    private final Map<String, String> known;
    private final List<String> rows = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int same;
    private int accounted;
    private int unasked;

    Table(String truth, Map<String, String> known) {
        this.truth = truth;
        this.known = known;
    }

    /**
     * Lay them side by side.
     *
     * @param whole whether all rows were wanted, so that a known difference must be among them
     */
    void compare(Map<String, String> embedded, Map<String, String> other, boolean whole) {
        embedded.forEach((row, ours) -> {
            String theirs = other.get(row);
            if (theirs == null || theirs.startsWith(LACKS)) {
                unasked(row, theirs == null ? "not asked: it has no levers" : theirs);
            } else {
                one(row, List.of(ours.split("; ")), List.of(theirs.split("; ")));
            }
        });
        other.keySet().stream().filter(row -> !embedded.containsKey(row)).forEach(row -> faults.add("NOT SEEN on the embedded engine: " + row));
        if (whole) {
            known.keySet().stream().filter(row -> !embedded.containsKey(row)).forEach(row -> faults.add("NO SUCH ROW in known-differences.tsv: " + row));
        }
        if (embedded.isEmpty()) {
            faults.add("NOTHING WAS COMPARED: no row has such a name");
        }
    }

    private void unasked(String row, String why) {
        unasked++;
        rows.add("| " + row + " | | " + why + " | |");
    }

    private void one(String row, List<String> ours, List<String> theirs) {
        boolean equal = ours.equals(theirs);
        if (Stream.concat(ours.stream(), theirs.stream()).anyMatch(seen -> seen.startsWith("ended with"))) {
            faults.add("DID NOT COME TO ITS END: " + row);
        }
        String reason = known.get(row);
        String embedded = cell(equal ? ours : without(ours, theirs));
        String other = equal ? "the same" : cell(without(theirs, ours));
        rows.add("| " + row + " | " + embedded + " | " + other + " | " + (equal ? "yes" : reason == null ? "**no**" : "known") + " |");
        if (equal) {
            same++;
            if (reason != null) {
                faults.add("DIFFERS NO MORE, take it from known-differences.tsv: " + row);
            }
        } else if (reason == null) {
            faults.add(String.join(System.lineSeparator(), "DIFFERS: " + row,
                    "  embedded: " + shown(ours, theirs), "  " + truth + ": " + shown(theirs, ours)));
        } else {
            accounted++;
            differences.addAll(List.of("* **" + row + "**: " + reason, "  - embedded: " + embedded, "  - " + truth + ": " + other));
        }
    }

    private static List<String> shown(List<String> some, List<String> others) {
        List<String> rest = without(some, others);
        return rest.isEmpty() ? some : rest;
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> rest = new ArrayList<>(some);
        others.forEach(rest::remove);
        return rest;
    }

    private static String cell(List<String> seen) {
        String text = String.join("; ", seen);
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return shown.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    /** In one line. */
    String summary() {
        int unaccounted = rows.size() - same - accounted - unasked;
        return rows.size() + " behaviours: " + same + " the same, " + accounted + " known to differ, " + unaccounted + " not accounted for"
                + (unasked == 0 ? "" : ", " + unasked + " not compared: " + truth + " has not the levers");
    }

    String truth() {
        return truth;
    }

    /** The lines of the table, without its head. */
    List<String> rows() {
        return rows;
    }

    /** Three lines for each known difference. */
    List<String> differences() {
        return differences;
    }

    /** What makes the run fail; may be added to. */
    List<String> faults() {
        return faults;
    }
}
