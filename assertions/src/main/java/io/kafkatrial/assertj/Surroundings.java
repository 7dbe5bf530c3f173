/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Health;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;

/** What a cluster is like, for a message. */
final class Surroundings {

    static final String HEALTHY = "healthy";

    private Surroundings() {}

    /** What is missing for a healthy cluster, in words; {@link #HEALTHY} if nothing is. */
    static String health(Cluster cluster) {
        RunningCluster running = cluster.running();
        boolean allRun = running.brokers().stream().allMatch(broker -> running.state(broker) == NodeState.RUNNING);
        return allRun && running.awaitHealthy(Duration.ZERO) ? HEALTHY : Health.missing(running);
    }

    /** What is wrong with the cluster, as the end of a message; empty if nothing is. */
    static String of(Cluster cluster) {
        String health = health(cluster);
        return health.equals(HEALTHY) ? "" : "\nin the cluster: " + health;
    }
}
