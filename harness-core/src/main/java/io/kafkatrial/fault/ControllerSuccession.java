/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent.ControllerChanged;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.RunningCluster;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Who became the active controller after the one before was hit. Safe for use by several threads. */
final class ControllerSuccession {

    private final RunningCluster cluster;
    private final int before;
    private Optional<String> successor = Optional.empty();

    private ControllerSuccession(RunningCluster cluster, int before) {
        this.cluster = cluster;
        this.before = before;
    }

    /** Follow the active controller; empty if none of the nodes is it. */
    static Optional<ControllerSuccession> of(RunningCluster cluster, List<Endpoint> nodes) {
        OptionalInt active = cluster.activeController();
        return active.isPresent() && nodes.contains(Endpoint.controller(active.getAsInt()))
                ? Optional.of(new ControllerSuccession(cluster, active.getAsInt()))
                : Optional.empty();
    }

    synchronized void note(ControllerChanged event) {
        if (successor.isEmpty()
                && event.controller().isPresent()
                && event.controller().getAsInt() != before) {
            successor = Optional.of("controller " + event.controller().getAsInt() + " leads in epoch " + event.epoch());
        }
    }

    private synchronized Optional<String> successor() {
        return successor;
    }

    /** Who took over, in words. Asks the cluster without a lock that its events may wait for. */
    String inWords() {
        return successor().orElseGet(() -> {
            OptionalInt now = cluster.activeController();
            if (now.isEmpty()) {
                return "no controller leads";
            }
            return now.getAsInt() == before ? "no other controller leads" : "controller " + now.getAsInt() + " leads";
        });
    }
}
