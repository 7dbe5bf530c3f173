/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What crash, stop and pause have in common: nodes, a lever that takes them away and one that brings
 * them back.
 *
 * @param target whom
 * @param done the word for what was done, for evidence
 * @param undone the word for what undid it
 * @param takes the states of a node it can be done to
 * @param away the lever that does it
 */
record ProcessFault(Target target, String done, String undone, Set<NodeState> takes, Function<Endpoint, Lever> away) {

    /** The process fault in {@code fault}; empty if it is one of the network. */
    static Optional<ProcessFault> of(Fault fault) {
        Set<NodeState> running = Set.of(NodeState.RUNNING);
        if (fault instanceof Fault.CrashBroker crash) {
            Set<NodeState> alive = Set.of(NodeState.RUNNING, NodeState.PAUSED);
            return Optional.of(new ProcessFault(crash.target(), "killed", "restarted", alive, Lever.Crash::new));
        }
        if (fault instanceof Fault.StopBroker stop) {
            return Optional.of(new ProcessFault(stop.target(), "stopped", "restarted", running, Lever.Stop::new));
        }
        if (fault instanceof Fault.PauseBroker pause) {
            return Optional.of(new ProcessFault(pause.target(), "paused", "resumed", running, Lever.Pause::new));
        }
        if (fault instanceof Fault.LosePower loss) {
            return Optional.of(new ProcessFault(
                    loss.target(),
                    "lost power",
                    "restarted",
                    Set.of(NodeState.RUNNING, NodeState.PAUSED, NodeState.CRASHED),
                    node -> new Lever.PowerLoss(broker(node))));
        }
        if (fault instanceof Fault.WipeDisk wipe) {
            return Optional.of(new ProcessFault(
                    wipe.target(),
                    "wiped",
                    "restarted",
                    Set.of(NodeState.RUNNING, NodeState.PAUSED, NodeState.CRASHED, NodeState.STOPPED),
                    node -> new Lever.WipeDisk(broker(node))));
        }
        return Optional.empty();
    }

    private static int broker(Endpoint node) {
        if (node instanceof Endpoint.Broker broker) {
            return broker.id();
        }
        throw Complaints.noProcess(node);
    }
}
