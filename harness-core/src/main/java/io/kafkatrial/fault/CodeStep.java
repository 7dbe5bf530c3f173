/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts passages of a point in the code of nodes; a rule that notes them works in every node the trigger means. */
final class CodeStep extends CountingStep<Endpoint, CodeRule> {

    private static final AtomicLong RULES = new AtomicLong();

    private final Trigger.AtCodePoint trigger;
    private final RunningCluster cluster;
    private final Resolver resolver;

    CodeStep(Trigger.AtCodePoint trigger, RunningCluster cluster, Resolver resolver) {
        super(trigger.nth());
        this.trigger = trigger;
        this.cluster = cluster;
        this.resolver = resolver;
    }

    @Override
    @Nullable
    Object noted(ClusterEvent event) {
        return event instanceof ClusterEvent.CodePointReached reached ? reached.rule() : null;
    }

    /** What was put into the code of a process ended with it. */
    @Override
    public void refresh(ClusterEvent event) {
        if (event instanceof ClusterEvent.NodeChanged node && node.state() != NodeState.PAUSED) {
            armed.remove(Endpoint.broker(node.broker()));
        } else if (event instanceof ClusterEvent.ControllerNodeChanged node && node.state() != NodeState.PAUSED) {
            armed.remove(Endpoint.controller(node.controller()));
        }
        arm();
    }

    @Override
    void arm() {
        try {
            for (Endpoint node : resolver.nodes(trigger.target())) {
                if (!armed.containsKey(node) && cluster.state(node) == NodeState.RUNNING) {
                    CodeRule rule = new CodeRule(
                            "watch " + RULES.incrementAndGet() + " at " + trigger.point(),
                            node,
                            trigger.point(),
                            new CodeRule.Act.Note());
                    cluster.pull(new Lever.Arm(rule));
                    armed.put(node, rule);
                }
            }
        } catch (Unresolved nobody) {
            return; // somebody may have the role later
        } finally {
            mean(armed.values());
        }
    }

    @Override
    void disarm(CodeRule rule) {
        cluster.pull(new Lever.Disarm(rule));
    }
}
