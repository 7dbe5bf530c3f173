/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All samples, by contender and name. */
final class Samples {
    private final Map<String, Map<String, List<Double>>> byContender = new TreeMap<>();

    void add(String contender, Map<String, Double> samples) {
        Map<String, List<Double>> byName = byContender.computeIfAbsent(contender, absent -> new TreeMap<>());
        samples.forEach((name, value) ->
                byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(value));
    }

    List<Double> of(String contender, String name) {
        return byContender.getOrDefault(contender, Map.of()).getOrDefault(name, List.of());
    }

    /** An object of contenders, each an object of names, each an array of numbers. */
    String json() {
        return byContender.entrySet().stream()
                .map(contender -> "    \"" + contender.getKey() + "\": {\n"
                        + contender.getValue().entrySet().stream()
                                .map(named -> "      \"" + named.getKey() + "\": " + named.getValue())
                                .collect(Collectors.joining(",\n"))
                        + "\n    }")
                .collect(Collectors.joining(",\n", "{\n", "\n  }"));
    }
}
