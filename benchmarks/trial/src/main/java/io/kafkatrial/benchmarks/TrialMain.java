/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.Broker;
import io.kafkatrial.Cluster;

/** Kafka Trial, embedded: three brokers and a controller in this JVM. */
final class TrialMain implements Rival {
    private final Cluster cluster = Cluster.builder().brokers(3).start();

    public static void main(String[] args) {
        long startedAt = System.nanoTime();
        new Bench(TrialMain::new, TrialMain::new).run(args, startedAt);
    }

    @Override
    public String start() {
        return cluster.bootstrapServers();
    }

    @Override
    public AutoCloseable crashLeaderOf(String topic) {
        Broker leader = cluster.leaderOf(topic, 0);
        leader.crash();
        return leader::restart;
    }

    @Override
    public void stop() {
        cluster.close();
    }
}
