/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Broker;
import io.kafkatrial.Cluster;
import org.jspecify.annotations.Nullable;

/** Kafka Trial's embedded engine as it is. */
final class TrialMain implements Subject {
    private @Nullable Cluster cluster;

    public static void main(String[] args) throws Exception {
        Probes.run(new TrialMain(), args);
    }

    private Cluster cluster() {
        return requireNonNull(cluster);
    }

    @Override
    public void start() {
        cluster = Cluster.builder().brokers(3).start();
    }

    @Override
    public String bootstrapServers() {
        return cluster().bootstrapServers();
    }

    @Override
    public int[] brokers() {
        return cluster().brokers().stream().mapToInt(Broker::id).toArray();
    }

    @Override
    public void stop(int broker) {
        cluster().broker(broker).stop();
    }

    @Override
    public void restart(int broker) {
        cluster().broker(broker).restart();
    }

    @Override
    public void close() {
        cluster().close();
    }
}
