/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured, by name, in the order of measuring. Confined to the thread that reports. */
final class Samples {

    private final Map<String, List<Double>> all = new TreeMap<>();

    /** Lines {@code name value}; others are let be. */
    void add(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words.length == 2) {
                all.computeIfAbsent(words[0], name -> new ArrayList<>()).add(Double.valueOf(words[1]));
            }
        }
    }

    /** The median; not a number if nothing of the name was measured. */
    double median(String name) {
        return median(all.getOrDefault(name, List.of()));
    }

    /** The median of the ratios of what was measured in the same rounds. */
    double ratio(String these, String those) {
        List<Double> above = all.getOrDefault(these, List.of());
        List<Double> below = all.getOrDefault(those, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(above.size(), below.size()); round++) {
            ratios.add(above.get(round) / below.get(round));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }
}
