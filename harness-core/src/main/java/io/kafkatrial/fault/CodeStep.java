/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Counts passages of a point in the code of nodes; a rule that notes them works in every node the trigger means. */
final class CodeStep implements Step {

    private static final AtomicLong RULES = new AtomicLong();

    private final Trigger.AtCodePoint trigger;
    private final RunningCluster cluster;
    private final Resolver resolver;
    private final Map<Endpoint, CodeRule> armed = new LinkedHashMap<>();
    private volatile Set<CodeRule> meant = Set.of();
    private long counted;

    CodeStep(Trigger.AtCodePoint trigger, RunningCluster cluster, Resolver resolver) {
        this.trigger = trigger;
        this.cluster = cluster;
        this.resolver = resolver;
    }

    @Override
    public void begin() {
        counted = 0;
    }

    @Override
    public boolean met(Signal signal) {
        if (signal instanceof Signal.OfCluster of
                && of.event() instanceof ClusterEvent.CodePointReached reached
                && meant.contains(reached.rule())) {
            counted++;
        }
        return counted >= trigger.nth();
    }

    @Override
    public String progress() {
        return " (counted " + counted + ")";
    }

    @Override
    public void prepare() {
        arm();
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

    private void arm() {
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
            meant = Set.copyOf(armed.values());
        }
    }

    @Override
    public void end() {
        armed.values().forEach(rule -> cluster.pull(new Lever.Disarm(rule)));
        armed.clear();
        meant = Set.of();
    }
}
