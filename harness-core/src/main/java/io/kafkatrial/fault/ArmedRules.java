/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which rules were put into the code of nodes by hand. Safe for use by several threads. */
final class ArmedRules {

    private final RunningCluster cluster;
    private final Set<CodeRule> armed = new LinkedHashSet<>();

    ArmedRules(RunningCluster cluster) {
        this.cluster = cluster;
    }

    /** Take note of a lever that was pulled. */
    synchronized void note(Lever pulled) {
        if (pulled instanceof Lever.Arm arm) {
            armed.add(arm.rule());
        } else if (pulled instanceof Lever.Disarm disarm) {
            armed.remove(disarm.rule());
        }
    }

    /** Take all of them out again. */
    void disarmAll() {
        take().forEach(rule -> cluster.pull(new Lever.Disarm(rule)));
    }

    private synchronized List<CodeRule> take() {
        List<CodeRule> all = List.copyOf(armed);
        armed.clear();
        return all;
    }
}
