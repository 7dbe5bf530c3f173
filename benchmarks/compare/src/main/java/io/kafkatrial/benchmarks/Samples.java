/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples of one contender, by name. */
final class Samples {
    private final Map<String, List<Double>> byName = new TreeMap<>();

    void add(Map<String, Double> samples) {
        samples.forEach((name, value) ->
                byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(value));
    }

    List<Double> of(String name) {
        return byName.getOrDefault(name, List.of());
    }
}
