/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One row of the report.
 *
 * @param section the heading it stands under
 * @param name of the samples
 * @param what it is, for people
 * @param unit of the samples
 * @param isMoreBetter whether a larger one is better
 * @param goal of the ratio, or of the number itself; empty if none is set
 * @param against what the ratio is to
 */
record Figure(
        String section, String name, String what, String unit, boolean isMoreBetter, String goal, Against against) {

    /** What ours is set against. */
    sealed interface Against {
        /** The best median of all peers. */
        record BestPeer() implements Against {}

        /** The median of one contender, maybe of other samples of it. */
        record One(String contender, String name) implements Against {}
    }

    static Figure less(String section, String name, String what, String unit, String goal) {
        return new Figure(section, name, what, unit, false, goal, new Against.BestPeer());
    }

    static Figure more(String section, String name, String what, String unit, String goal) {
        return new Figure(section, name, what, unit, true, goal, new Against.BestPeer());
    }

    Figure against(String contender, String samples) {
        return new Figure(section, name, what, unit, isMoreBetter, goal, new Against.One(contender, samples));
    }

    /** A row of the table. */
    String row(List<Contender> contenders, Samples samples) {
        String cells = contenders.stream()
                .map(contender -> cell(samples.of(contender.id(), name)))
                .collect(Collectors.joining(" | "));
        return "| " + what + ", " + unit + " | " + cells + " | " + ratioText(contenders, samples) + " | " + goal + " |";
    }

    /** Ours, the last contender's, to what it is set against; empty if one of them was not measured. */
    OptionalDouble ratio(List<Contender> contenders, Samples samples) {
        OptionalDouble ours =
                median(samples.of(contenders.get(contenders.size() - 1).id(), name));
        OptionalDouble theirs = reference(contenders, samples);
        return ours.isEmpty() || theirs.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble());
    }

    /** Whether the ratio misses the goal, where both are there. */
    boolean isMissed(List<Contender> contenders, Samples samples) {
        OptionalDouble ratio = ratio(contenders, samples);
        return ratio.isPresent() && isMissedBy(ratio.getAsDouble());
    }

    /** Whether such a ratio would miss the goal, if there is one. */
    boolean isMissedBy(double ratio) {
        if (!goal.matches("[≤≥] [0-9.]+")) {
            return false;
        }
        double bound = Double.parseDouble(goal.substring(2));
        return goal.startsWith("≤") ? ratio > bound : ratio < bound;
    }

    private OptionalDouble reference(List<Contender> contenders, Samples samples) {
        if (against instanceof Against.One one) {
            return median(samples.of(one.contender(), one.name()));
        }
        var medians = contenders.stream()
                .filter(Contender::isPeer)
                .map(peer -> median(samples.of(peer.id(), name)))
                .flatMapToDouble(OptionalDouble::stream);
        return isMoreBetter ? medians.max() : medians.min();
    }

    private String ratioText(List<Contender> contenders, Samples samples) {
        OptionalDouble ratio = ratio(contenders, samples);
        return ratio.isEmpty() ? "–" : String.format(Locale.ROOT, "%.3f", ratio.getAsDouble());
    }

    private static String cell(List<Double> values) {
        OptionalDouble median = median(values);
        if (median.isEmpty()) {
            return "–";
        }
        double min = values.stream().mapToDouble(value -> value).min().orElseThrow();
        double max = values.stream().mapToDouble(value -> value).max().orElseThrow();
        String middle = "**" + number(median.getAsDouble()) + "**";
        return values.size() == 1 ? middle : middle + " (" + number(min) + "–" + number(max) + ")";
    }

    static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
    }
}
