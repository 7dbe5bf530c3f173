/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.Cluster;
import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.Drawing;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.chaos.Mix;
import io.kafkatrial.chaos.Search;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.scenarios.chaos.ChaosResult;
import io.kafkatrial.scenarios.chaos.ChaosRunner;
import io.kafkatrial.scenarios.chaos.Orders;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Measures complete chaotic runs a minute on the embedded engine: start of three brokers, 1,000 records by two producers,
 * booked once by a group of two, exactly three faults of the standard mix, healing, final read, verdict, stop. Every run
 * is of another seed; one that fails is printed, for it is a bug of ours.
 *
 * <p>Arguments: how many runs, how many at a time, where the page goes.
 */
final class ChaosMain {

    private static final Load LOAD = new Load(2, 2, 1_000, 50);
    private static final int FAULTS = 3;
    private static final long FIRST_SEED = 1_000;

    private ChaosMain() {}

    private record Rate(int parallel, int runs, double perMinute, double medianMs, int unproved) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %d | **%.0f** | %.0f ms | %d |%n",
                    parallel,
                    runs,
                    perMinute,
                    medianMs,
                    unproved);
        }
    }

    public static void main(String[] args) throws Exception {
        int runs = Integer.parseInt(args[0]);
        int parallel = Integer.parseInt(args[1]);
        List<Draft> drafts = drafts(runs + runs / 3);
        measure(drafts.subList(runs, drafts.size()), parallel); // not counted: the JVM warms up
        Rate alone = measure(drafts.subList(0, runs / 3), 1);
        Rate together = measure(drafts.subList(0, runs), parallel);
        String page = page(alone, together);
        System.out.println(page);
        Files.writeString(Path.of(args[2]), page);
    }

    private static List<Draft> drafts(int count) {
        ClusterSpec spec = new Orders().shape(Cluster.builder()).spec();
        Mix mix = new Mix(Mix.usual().kinds(), FAULTS, LOAD);
        Drawing drawing = new Drawing(spec, mix, Cluster.capabilitiesOf(Optional.empty()));
        return LongStream.iterate(FIRST_SEED, seed -> seed + 1)
                .mapToObj(drawing::draw)
                .filter(draft -> draft.plan().faults().size() == FAULTS)
                .map(draft -> new Draft(draft.plan(), LOAD))
                .limit(count)
                .toList();
    }

    private static Rate measure(List<Draft> drafts, int parallel) throws Exception {
        ChaosRunner runner = new ChaosRunner(new Search.Limits(1, 0, Duration.ofMinutes(1)));
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            return measure(drafts, parallel, runner, threads);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Rate measure(List<Draft> drafts, int parallel, ChaosRunner runner, ExecutorService threads)
            throws Exception {
        long began = System.nanoTime();
        List<Future<ChaosResult>> answers = new ArrayList<>();
        for (Draft draft : drafts) {
            answers.add(threads.submit(() -> runner.replay(new Orders(), draft)));
        }
        List<Double> tookMs = new ArrayList<>();
        int unproved = 0;
        for (int run = 0; run < drafts.size(); run++) {
            ChaosResult result = answers.get(run).get();
            unproved += result.unproved();
            tookMs.add(result.took().toNanos() / 1e6);
            long seed = drafts.get(run).seed();
            result.finding().ifPresent(found -> System.out.println("seed " + seed + " FAILED: " + found.failure()));
        }
        double minutes = (System.nanoTime() - began) / 60e9;
        tookMs.sort(null);
        return new Rate(parallel, drafts.size(), drafts.size() / minutes, tookMs.get(tookMs.size() / 2), unproved);
    }

    private static String page(Rate alone, Rate together) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return "# Chaotic runs a minute\n\n"
                + "`mvn -B -Pbenchmarks verify -pl benchmarks/chaos -am -DskipTests` writes this page. A run: three brokers\n"
                + "start, two producers send 1,000 records, a group of two books each once, exactly three faults of the\n"
                + "standard mix, healing, final read, verdict, stop. Goal: 150 a minute on two cores.\n\n"
                + "| at a time | runs | a minute | median of one | proved nothing |\n|---|---|---|---|---|\n"
                + alone.row()
                + together.row()
                + String.format(
                        Locale.ROOT,
                        "%n%d processors, Java %s, load average %.1f at the end (of all that ran there).%n",
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        load);
    }
}
