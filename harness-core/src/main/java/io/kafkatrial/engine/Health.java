/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.ArrayList;
import java.util.List;

/** Says in words what keeps a cluster from being healthy. */
public final class Health {

    private static final int MOST = 6;

    private Health() {}

    /** What is missing now: nodes that do not run, a leader of the controllers, partitions without a leader or with a short in-sync set. */
    public static String missing(RunningCluster cluster) {
        List<String> missing = new ArrayList<>();
        for (int controller : cluster.controllers()) {
            NodeState state = cluster.state(Endpoint.controller(controller));
            if (state != NodeState.RUNNING) {
                missing.add("controller " + controller + " is " + state.word());
            }
        }
        if (cluster.activeController().isEmpty()) {
            missing.add("no controller leads");
        }
        for (int broker : cluster.brokers()) {
            NodeState state = cluster.state(broker);
            if (state != NodeState.RUNNING) {
                missing.add("broker " + broker + " is " + state.word());
            }
        }
        for (PartitionView view : cluster.partitions()) {
            if (view.leader().isEmpty()) {
                missing.add(view.partition() + " has no leader");
            } else if (view.isr().size() < view.replicas().size()) {
                missing.add("the ISR of " + view.partition() + " is " + view.isr() + " of " + view.replicas());
            }
        }
        if (missing.isEmpty()) {
            return "a broker has not registered again yet";
        }
        int more = missing.size() - MOST;
        return String.join("; ", missing.subList(0, Math.min(MOST, missing.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
