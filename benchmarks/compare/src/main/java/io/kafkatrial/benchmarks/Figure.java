/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What was measured of one thing, for both; {@code kit} is empty where the kit has no such thing.
 *
 * @param goal the ratio, ours to theirs, that we want not to exceed; or the number itself; empty if none is set
 */
record Figure(String name, String what, String unit, String goal, List<Double> kit, List<Double> trial) {

    /** A row of the table. */
    String row() {
        return "| " + what + " | " + range(kit) + " | " + range(trial) + " | " + ratio() + " | " + goal + " |";
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "    {\"name\": \"%s\", \"unit\": \"%s\", \"kit\": %s, \"trial\": %s}",
                name,
                unit,
                kit,
                trial);
    }

    private String ratio() {
        return kit.isEmpty() ? "–" : String.format(Locale.ROOT, "%.3f", median(trial) / median(kit));
    }

    private String range(List<Double> values) {
        if (values.isEmpty()) {
            return "–";
        }
        double min = values.stream().mapToDouble(value -> value).min().orElseThrow();
        double max = values.stream().mapToDouble(value -> value).max().orElseThrow();
        String middle = "**" + number(median(values)) + "** " + unit;
        return values.size() == 1 ? middle : middle + " (" + number(min) + "–" + number(max) + ")";
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
    }
}
