/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.ClusterPool;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.Side;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Complete fault runs of the engine that {@code -Dtrial.engine} names, some at a time, on one warm pool, as {@code
 * kafka-trial:scenarios} runs them. Asked by the comparing process, {@code runs COUNT AT_ONCE} a line; answers {@code
 * runs.AT_ONCE=PER_MINUTE} and {@code done}.
 */
final class FaultRunsMain {
    private static final long SEED = 42;
    private static final int MOST_AT_ONCE = 64;

    private FaultRunsMain() {}

    public static void main(String[] args) throws Exception {
        var runner = new ScenarioRunner(Optional.ofNullable(System.getProperty("trial.engine")), OptionalLong.of(SEED));
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("done");
        try (ClusterPool pool = new ClusterPool(MOST_AT_ONCE)) {
            for (String request = requests.readLine(); request != null; request = requests.readLine()) {
                String[] words = request.split(" ", -1);
                int runs = Integer.parseInt(words[1]);
                int atOnce = Integer.parseInt(words[2]);
                run(runner, pool, atOnce, atOnce); // clusters that an earlier request did not need
                System.out.println("runs." + atOnce + "=" + runs * 60e9 / run(runner, pool, runs, atOnce));
                System.out.println("done");
            }
        }
    }

    /** In ns. */
    private static long run(ScenarioRunner runner, ClusterPool pool, int runs, int atOnce) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        long begin = System.nanoTime();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                all.add(threads.submit(() -> {
                    run(runner, pool);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        return System.nanoTime() - begin;
    }

    private static void run(ScenarioRunner runner, ClusterPool pool) throws Exception {
        ScenarioResult result = runner.run(Scenarios.named("leader-crash"), Side.GUARDED, pool);
        if (!result.differences().isEmpty()) {
            throw new IllegalStateException(result.differences().toString());
        }
    }
}
