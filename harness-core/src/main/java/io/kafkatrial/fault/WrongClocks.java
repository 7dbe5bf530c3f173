/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whose wall clocks were put wrong by hand. Safe for use by several threads. */
final class WrongClocks {

    private final RunningCluster cluster;
    private final Set<Endpoint> wrong = new LinkedHashSet<>();

    WrongClocks(RunningCluster cluster) {
        this.cluster = cluster;
    }

    /** Take note of a lever that was pulled. */
    synchronized void note(Lever pulled) {
        if (pulled instanceof Lever.SkewClock skew) {
            if (skew.by().isZero()) {
                wrong.remove(skew.node());
            } else {
                wrong.add(skew.node());
            }
        }
    }

    /** Put all of them right. */
    void setAll() {
        take().forEach(node -> cluster.pull(new Lever.SkewClock(node, Duration.ZERO)));
    }

    private synchronized List<Endpoint> take() {
        List<Endpoint> all = List.copyOf(wrong);
        wrong.clear();
        return all;
    }
}
