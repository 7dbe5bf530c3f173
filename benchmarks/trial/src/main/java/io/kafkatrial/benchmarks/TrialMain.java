/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import java.util.Map;

/** Kafka Trial, whichever engine {@code -Dtrial.engine} names: brokers and a controller. */
final class TrialMain implements Rival {
    private final ClusterBuilder spec;
    private Cluster cluster;

    private TrialMain(ClusterBuilder spec) {
        this.spec = spec;
    }

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(TrialMain::with).run(args, startedAt);
    }

    private static Rival with(int brokers, Map<String, String> config) {
        ClusterBuilder spec = Cluster.builder().brokers(brokers);
        config.forEach(spec::config);
        return new TrialMain(spec);
    }

    @Override
    public String start() {
        cluster = spec.start();
        return cluster.bootstrapServers();
    }

    @Override
    public AutoCloseable crash(int broker) {
        cluster.broker(broker).crash();
        return () -> cluster.broker(broker).restart();
    }

    @Override
    public void stop() {
        cluster.close();
    }
}
