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
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Complete fault runs, one after the other, of the engine that {@code -Dtrial.engine} names, on one warm pool. Asked by
 * the comparing process, {@code runs COUNT} a line; answers {@code runs=PER_MINUTE} and {@code done}.
 */
final class FaultRunsMain {
    private static final long SEED = 42;

    private FaultRunsMain() {}

    public static void main(String[] args) throws Exception {
        var runner = new ScenarioRunner(Optional.ofNullable(System.getProperty("trial.engine")), OptionalLong.of(SEED));
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("done");
        try (ClusterPool pool = new ClusterPool(1)) {
            for (String request = requests.readLine(); request != null; request = requests.readLine()) {
                int runs = Integer.parseInt(request.split(" ", -1)[1]);
                long begin = System.nanoTime();
                for (int i = 0; i < runs; i++) {
                    run(runner, pool);
                }
                System.out.println("runs=" + runs * 60e9 / (System.nanoTime() - begin));
                System.out.println("done");
            }
        }
    }

    private static void run(ScenarioRunner runner, ClusterPool pool) throws Exception {
        ScenarioResult result = runner.run(Scenarios.named("leader-crash"), Side.GUARDED, pool);
        if (!result.differences().isEmpty()) {
            throw new IllegalStateException(result.differences().toString());
        }
    }
}
