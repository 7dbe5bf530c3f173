/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.Cluster;
import org.jspecify.annotations.Nullable;

/** Kafka Trial, embedded: three brokers and a controller in this JVM. */
final class TrialMain implements Rival {
    private @Nullable Cluster cluster;

    public static void main(String[] args) throws Exception {
        new Measurement(TrialMain::new).run(args);
    }

    @Override
    public String start() {
        cluster = Cluster.builder().brokers(3).start();
        return cluster.bootstrapServers();
    }

    @Override
    public void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
