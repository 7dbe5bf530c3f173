/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one who pulls levers by hand has done to links, requests and processes, and not undone yet. Also the name under
 * which the {@link Ledger} knows him. Safe for use by several threads.
 */
final class ByHand {

    private final Set<Direction> links = new LinkedHashSet<>();
    private final Set<WireRule> rules = new LinkedHashSet<>();
    private final Set<Endpoint> away = new LinkedHashSet<>();

    /** Take note of a lever that was pulled. */
    synchronized void note(Lever pulled) {
        if (pulled instanceof Lever.Cut cut) {
            links.add(new Direction(cut.from(), cut.to()));
        } else if (pulled instanceof Lever.Delay delay) {
            links.add(new Direction(delay.from(), delay.to()));
        } else if (pulled instanceof Lever.Throttle throttle) {
            links.add(new Direction(throttle.from(), throttle.to()));
        } else if (pulled instanceof Lever.Mend mend) {
            links.remove(new Direction(mend.from(), mend.to()));
        } else if (pulled instanceof Lever.Intercept intercept) {
            rules.add(intercept.rule());
        } else if (pulled instanceof Lever.Release release) {
            rules.remove(release.rule());
        } else {
            noteProcess(pulled);
        }
    }

    private void noteProcess(Lever pulled) {
        if (pulled instanceof Lever.Crash crash) {
            away.add(crash.node());
        } else if (pulled instanceof Lever.Stop stop) {
            away.add(stop.node());
        } else if (pulled instanceof Lever.Pause pause) {
            away.add(pause.node());
        } else if (pulled instanceof Lever.PowerLoss loss) {
            away.add(Endpoint.broker(loss.broker()));
        } else if (pulled instanceof Lever.WipeDisk wipe) {
            away.add(Endpoint.broker(wipe.broker()));
        } else if (pulled instanceof Lever.FullDisk disk && disk.full()) {
            away.add(Endpoint.broker(disk.broker()));
        } else if (pulled instanceof Lever.FailedLogDir disk && disk.failed()) {
            away.add(Endpoint.broker(disk.broker()));
        } else if (pulled instanceof Lever.Restart restart) {
            away.remove(restart.node());
        } else if (pulled instanceof Lever.Resume resume) {
            away.remove(resume.node());
        }
    }

    /** The links that are held, for the last time. */
    synchronized List<Direction> takeLinks() {
        return take(links);
    }

    /** The rules for requests that work, for the last time. */
    synchronized List<WireRule> takeRules() {
        return take(rules);
    }

    /** The nodes that went away, or will by what was done to their disks, for the last time. */
    synchronized List<Endpoint> takeNodes() {
        return take(away);
    }

    private static <T> List<T> take(Set<T> all) {
        List<T> taken = new ArrayList<>(all);
        all.clear();
        return taken;
    }
}
