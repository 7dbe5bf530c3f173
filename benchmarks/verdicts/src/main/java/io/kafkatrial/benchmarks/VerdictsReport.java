/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Collects figures and tells them. */
final class VerdictsReport {

    private final Map<String, DoubleStream.Builder> samples = new TreeMap<>();
    private final Map<String, double[]> figures = new TreeMap<>();
    private final Instant at = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES);
    private final double loadBefore = load();

    private VerdictsReport() {}

    static VerdictsReport begin() {
        return new VerdictsReport();
    }

    /** Lines {@code name value}. */
    void add(List<String> lines) {
        for (String line : lines) {
            int space = line.indexOf(' ');
            samples.computeIfAbsent(line.substring(0, space), name -> DoubleStream.builder())
                    .add(Double.parseDouble(line.substring(space + 1)));
        }
    }

    private double of(String name) {
        double[] sorted = figures.computeIfAbsent(
                name,
                any -> samples.getOrDefault(name, DoubleStream.builder())
                        .build()
                        .sorted()
                        .toArray());
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    String table() {
        double bytes = of("history.20M") + of("ledger.20M");
        double unique = of("history.2M.unique") + of("ledger.2M.unique");
        return """
                | | figure | goal |
                |---|---|---|
                """
                + row("judged from memory, 200,000 records", "%.1f M records/s", 1e3 / of("judge.200k"), "≥ 10 M/s")
                + row("judged from memory, 20,000,000 records", "%.1f M records/s", 1e3 / of("judge.20M"), "≥ 10 M/s")
                + row("cost of a record at 20 M against 200 k", "%.2f", of("judge.20M") / of("judge.200k"), "≤ 1.3")
                + row("read from the file and judged, 2,000,000 records", "%.1f M records/s", 1e3 / of("read.judge"),
                        "≥ 2 M/s")
                + row("read only", "%.1f M records/s", 1e3 / of("read"), "")
                + row("memory of history and judgement", "%.1f bytes a record", bytes, "≤ 64 bytes")
                + row("of it the history", "%.1f bytes a record", of("history.20M"), "")
                + row("the same if every record has a key of its own", "%.1f bytes a record", unique, "")
                + row("of it the history, keys included", "%.1f bytes a record", of("history.2M.unique"), "")
                + row("the file", "%.0f bytes a record", of("file.bytes"), "")
                + row("produced with a plain producer", "%,.0f records/s", of("plain"), "")
                + row("produced with a recording producer", "%,.0f records/s", of("recording"), "")
                + row("recording against plain", "%.3f", of("recording") / of("plain"), "≥ 0.95");
    }

    private static String row(String what, String format, double value, String goal) {
        return "| " + what + " | " + String.format(Locale.ROOT, format, value) + " | " + goal + " |\n";
    }

    String markdown() {
        return """
                # Benchmarks of verdicts

                Written by `mvn -B -Pbenchmarks verify -pl benchmarks/verdicts -am -DskipTests`; do not edit. Medians.

                %s
                %s; %s; load average %.1f before, %.1f after.

                **A record** is four events: sent, acknowledged, handed to a group, found by the final read. Four producers send in
                bursts, under 10,000 keys, to six partitions; a group of two polls up to 500 at a time and commits; a fault moves a
                leader. Nothing is wrong, so every check goes through to the end: a broken history costs more, for its evidence.

                **Judged** is by everything that can be forbidden: all guarantees together, limits in time included. One thread, serial
                collector, its processor time; the second half of the rounds, in a JVM for each sample.

                **Memory.** What the history weighs is the heap used after it was recorded, less that before. What a judgement weighs is
                everything its thread allocates, garbage included: an upper bound. The JVM of the 20 M has a heap of 64 bytes a record
                and 96 MB for itself, young generation included, for recording and judging: it would not end otherwise. Keys are kept
                as text, once each, so the length of keys counts where there are many.

                **From the file**: read and judged by one thread, processor time; the file is in the page cache.

                **Recording**: three brokers of the embedded engine in the same JVM, acks=all, 100-byte values, the producer's
                defaults; a new cluster for each measurement, plain and recording in turns, wall-clock time of sends and flush. What
                other work the machine has meanwhile blurs these two rows most.
                """
                .formatted(table(), at, machine(), loadBefore, load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String machine() {
        String processor = "";
        try {
            processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException notLinux) {
            processor = System.getProperty("os.arch");
        }
        return Runtime.getRuntime().availableProcessors() + " × " + processor + ", Java " + Runtime.version();
    }
}
