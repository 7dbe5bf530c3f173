/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.RunningCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Links held cut or slow; its evidence is what they stopped or delayed since. */
final class LinkEffect implements Effect {

    private static final int MOST_NAMED = 4;

    private final RunningCluster cluster;
    private final Ledger ledger;
    private final Fault fault;
    private final Map<Direction, LinkCount> before = new LinkedHashMap<>();
    private final String detail;
    private volatile long finalTouched = -1;

    private LinkEffect(Site site, PlannedFault planned, List<Direction> directions) {
        this.cluster = site.cluster();
        this.ledger = site.ledger();
        this.fault = planned.fault();
        directions.forEach(link -> before.put(link, cluster.linkCount(link.from(), link.to())));
        this.detail = (fault instanceof Fault.DelayNetwork delay
                        ? "delayed " + named() + " by " + FaultText.latency(delay.latency(), delay.jitter())
                        : "cut " + named())
                + " " + planned.trigger();
    }

    /** Pull the levers of a network fault. */
    static LinkEffect pull(Site site, PlannedFault planned) throws Unresolved {
        List<Direction> directions = directions(site.resolver(), planned.fault());
        LinkEffect effect = new LinkEffect(site, planned, directions);
        try {
            site.ledger().hold(effect, directions.stream().map(effect::lever).toList());
        } catch (RuntimeException failure) {
            site.ledger().release(effect, directions);
            throw failure;
        }
        return effect;
    }

    private static List<Direction> directions(Resolver resolver, Fault fault) throws Unresolved {
        Target from = fault instanceof Fault.CutNetwork cut ? cut.from() : ((Fault.DelayNetwork) fault).from();
        Target to = fault instanceof Fault.CutNetwork cut ? cut.to() : ((Fault.DelayNetwork) fault).to();
        boolean bothWays =
                fault instanceof Fault.CutNetwork cut ? cut.bothWays() : ((Fault.DelayNetwork) fault).bothWays();
        List<Direction> directions = Direction.between(resolver.ends(from), resolver.ends(to), bothWays);
        if (directions.isEmpty()) {
            throw new Unresolved(from + " and " + to + " are the same node, which has no link to itself");
        }
        return directions;
    }

    private Lever lever(Direction link) {
        return fault instanceof Fault.DelayNetwork delay
                ? new Lever.Delay(link.from(), link.to(), delay.latency(), delay.jitter())
                : new Lever.Cut(link.from(), link.to());
    }

    private String named() {
        int more = before.size() - MOST_NAMED;
        return before.keySet().stream()
                        .limit(MOST_NAMED)
                        .map(Direction::toString)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more links" : "");
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return finalTouched >= 0 ? finalTouched : touchedNow();
    }

    private long touchedNow() {
        long touched = 0;
        for (Map.Entry<Direction, LinkCount> link : before.entrySet()) {
            LinkCount now =
                    cluster.linkCount(link.getKey().from(), link.getKey().to());
            LinkCount since = now.since(link.getValue());
            touched += fault instanceof Fault.DelayNetwork ? since.delayed() : since.stopped();
        }
        return touched;
    }

    @Override
    public String evidence() {
        long touched = touched();
        return detail + "; " + touched + (touched == 1 ? " message " : " messages ")
                + (fault instanceof Fault.DelayNetwork ? "delayed" : "stopped");
    }

    @Override
    public void note(ClusterEvent event) {
        // what a link did is in its counts
    }

    @Override
    public String undo() {
        finalTouched = touchedNow();
        ledger.release(this, List.copyOf(before.keySet()));
        return "mended";
    }
}
