/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Wall clocks that go wrong; its evidence is whose. */
final class ClockEffect implements Effect {

    private final RunningCluster cluster;
    private final List<Endpoint> nodes;
    private final String detail;

    private ClockEffect(RunningCluster cluster, List<Endpoint> nodes, String detail) {
        this.cluster = cluster;
        this.nodes = List.copyOf(nodes);
        this.detail = detail;
    }

    static ClockEffect pull(Site site, PlannedFault planned) throws Unresolved {
        Fault.SkewClock fault = (Fault.SkewClock) planned.fault();
        List<Endpoint> skewed = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (Endpoint node : site.resolver().nodes(fault.target())) {
            NodeState state = site.cluster().state(node);
            if (state == NodeState.RUNNING || state == NodeState.PAUSED) {
                site.cluster().pull(new Lever.SkewClock(node, fault.by()));
                skewed.add(node);
            } else {
                passedOver.add(node + " was " + state.word() + " already");
            }
        }
        String whose = skewed.isEmpty()
                ? "nobody"
                : skewed.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
        String rest = passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver);
        return new ClockEffect(
                site.cluster(),
                skewed,
                "clock of " + whose + site.resolver().role(fault.target()) + " wrong by " + FaultText.signed(fault.by())
                        + " " + planned.trigger() + rest);
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return nodes.size();
    }

    @Override
    public String evidence() {
        return detail;
    }

    @Override
    public Rank rank() {
        return Rank.NODES_SICK;
    }

    @Override
    public String undo() {
        nodes.forEach(node -> cluster.pull(new Lever.SkewClock(node, Duration.ZERO)));
        return "right again";
    }
}
