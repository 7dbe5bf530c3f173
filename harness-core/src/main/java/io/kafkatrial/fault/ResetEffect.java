/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.util.List;

/** Connections that were reset, once; its evidence is how many there were. */
final class ResetEffect implements Effect {

    private final String detail;
    private final long touched;

    private ResetEffect(String detail, long touched) {
        this.detail = detail;
        this.touched = touched;
    }

    static ResetEffect pull(Site site, PlannedFault planned) throws Unresolved {
        RunningCluster cluster = site.cluster();
        List<Direction> links = LinkFault.directions(site.resolver(), planned.fault());
        long before = count(cluster, links);
        links.forEach(link -> cluster.pull(new Lever.Reset(link.from(), link.to())));
        long touched = count(cluster, links) - before;
        return new ResetEffect(
                "reset " + touched + (touched == 1 ? " connection " : " connections ") + LinkEffect.named(links) + " "
                        + planned.trigger(),
                touched);
    }

    private static long count(RunningCluster cluster, List<Direction> links) {
        return links.stream()
                .mapToLong(link -> cluster.linkCount(link.from(), link.to()).reset())
                .sum();
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return touched;
    }

    @Override
    public String evidence() {
        return detail;
    }

    @Override
    public boolean isOver() {
        return true;
    }

    @Override
    public String undo() {
        return "over";
    }
}
