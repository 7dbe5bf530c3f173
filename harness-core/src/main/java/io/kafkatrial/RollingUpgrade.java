/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves a cluster from one version to another as operators do: controllers before brokers, the active one last of
 * them, and a node only when the cluster has got over the one before. Used once, by one thread.
 */
final class RollingUpgrade {

    /** How long the cluster may take to be whole again after each node. */
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final RunningCluster running;
    private final String version;

    RollingUpgrade(Cluster cluster, String version) {
        this.cluster = cluster;
        this.running = cluster.running();
        this.version = version;
    }

    void run() {
        cluster.awaitHealthy(BOUND);
        for (Endpoint node : nodes()) {
            if (!running.version(node).equals(Optional.of(version))) {
                cluster.pull(new Lever.Upgrade(node, version));
                cluster.awaitHealthy(BOUND);
            }
        }
    }

    private List<Endpoint> nodes() {
        int active = cluster.activeController().orElse(-1);
        List<Endpoint> nodes = new ArrayList<>();
        running.controllers().stream()
                .filter(id -> !running.brokers().contains(id))
                .sorted(Comparator.comparing(id -> id == active))
                .forEach(id -> nodes.add(Endpoint.controller(id)));
        running.brokers().stream()
                .sorted(Comparator.comparing(id -> id == active))
                .forEach(id -> nodes.add(Endpoint.broker(id)));
        return nodes;
    }
}
