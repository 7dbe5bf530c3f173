/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionView;
import java.io.PrintStream;
import java.util.OptionalInt;

/** Tells what happens to the brokers and to one partition, a line for each event. Called by the cluster's threads. */
final class Storyteller implements ClusterListener {
    private final PrintStream out;
    private final String partition;

    Storyteller(PrintStream out, String partition, PartitionView now) {
        this.out = out;
        this.partition = partition;
        out.printf("leader of %s: %s, epoch %d%n", partition, leader(now.leader()), now.leaderEpoch());
    }

    @Override
    public void on(ClusterEvent event) {
        if (event instanceof ClusterEvent.NodeChanged changed) {
            boolean crashed = changed.state() == NodeState.CRASHED;
            out.printf(
                    "broker %d %s%n",
                    changed.broker(),
                    crashed ? "CRASHED" : "is " + changed.state().word());
        } else if (event instanceof ClusterEvent.LeaderChanged changed
                && partition.equals(changed.partition().toString())) {
            out.printf("new leader of %s: %s, epoch %d%n", partition, leader(changed.leader()), changed.leaderEpoch());
        }
    }

    private static String leader(OptionalInt broker) {
        return broker.isPresent() ? "broker " + broker.getAsInt() : "none";
    }
}
