/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of Apache Kafka the nodes of a cluster run, and how they come to others. */
record ClusterVersions(Cluster cluster, Engine engine) {

    SortedMap<Integer, String> now() {
        RunningCluster running = cluster.running();
        SortedMap<Integer, String> versions = new TreeMap<>();
        running.controllers().forEach(id -> running.version(Endpoint.controller(id))
                .ifPresent(version -> versions.put(id, version)));
        running.brokers()
                .forEach(id -> running.version(Endpoint.broker(id)).ifPresent(version -> versions.put(id, version)));
        return versions;
    }

    void upgrade(String version) {
        requireUpgrades(version);
        engine.requireVersion(version);
        new RollingUpgrade(cluster, version).run();
    }

    void raiseFeatures() {
        String newest = now().values().stream()
                .max(Comparator.comparing(Runtime.Version::parse))
                .orElse("");
        requireUpgrades(newest);
        cluster.pull(new Lever.RaiseFeatures(newest));
    }

    private void requireUpgrades(String version) {
        if (!engine.capabilities().contains(Capability.UPGRADE)) {
            throw CodeComplaints.noUpgrade(engine.name(), version);
        }
    }
}
