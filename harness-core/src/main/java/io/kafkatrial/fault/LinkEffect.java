/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.RunningCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Links held cut, slow or narrow; its evidence is what they stopped or delayed since. */
final class LinkEffect implements Effect {

    private static final int MOST_NAMED = 4;

    private final RunningCluster cluster;
    private final Ledger ledger;
    private final LinkFault fault;
    private final Map<Direction, LinkCount> before = new LinkedHashMap<>();
    private final String detail;
    private volatile long finalTouched = -1;

    private LinkEffect(Site site, PlannedFault planned, LinkFault fault, List<Direction> directions) {
        this.cluster = site.cluster();
        this.ledger = site.ledger();
        this.fault = fault;
        directions.forEach(link -> before.put(link, cluster.linkCount(link.from(), link.to())));
        this.detail = fault.done() + named(directions) + fault.how() + " " + planned.trigger();
    }

    /** Pull the levers of a network fault. */
    static LinkEffect pull(Site site, PlannedFault planned, LinkFault fault) throws Unresolved {
        List<Direction> directions = LinkFault.directions(site.resolver(), planned.fault());
        LinkEffect effect = new LinkEffect(site, planned, fault, directions);
        try {
            site.ledger().hold(effect, directions.stream().map(fault.hold()).toList());
        } catch (RuntimeException failure) {
            site.ledger().release(effect, directions);
            throw failure;
        }
        return effect;
    }

    /** The links in words, if they are many only the first. */
    static String named(List<Direction> links) {
        int more = links.size() - MOST_NAMED;
        return links.stream().limit(MOST_NAMED).map(Direction::toString).collect(Collectors.joining(", "))
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
            touched += fault.touched().applyAsLong(now.since(link.getValue()));
        }
        return touched;
    }

    @Override
    public String evidence() {
        long touched = touched();
        return detail + "; " + touched + (touched == 1 ? " message " : " messages ") + fault.became();
    }

    @Override
    public String undo() {
        finalTouched = touchedNow();
        ledger.release(this, List.copyOf(before.keySet()));
        return "mended";
    }
}
