/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.ControlComplaints;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of one session. A rule is known to the cluster by its name, and two processes may have thought of the same
 * one: here each gets a name with the session's number in it, and back. Safe for use by several threads.
 */
final class Rules {

    private final String prefix;
    private final Map<String, WireRule> wire = new ConcurrentHashMap<>();
    private final Map<String, CodeRule> code = new ConcurrentHashMap<>();

    Rules(int session) {
        this.prefix = "s" + session + "/";
    }

    /** The lever by the names that the cluster knows. */
    Lever inside(Lever lever) {
        if (lever instanceof Lever.Intercept intercept) {
            wire.put(prefix + intercept.rule().name(), intercept.rule());
            return new Lever.Intercept(inside(intercept.rule()));
        } else if (lever instanceof Lever.Release release) {
            return new Lever.Release(inside(release.rule()));
        } else if (lever instanceof Lever.Arm arm) {
            code.put(prefix + arm.rule().name(), arm.rule());
            return new Lever.Arm(inside(arm.rule()));
        } else if (lever instanceof Lever.Disarm disarm) {
            return new Lever.Disarm(inside(disarm.rule()));
        }
        return lever;
    }

    private WireRule inside(WireRule rule) {
        return new WireRule(
                prefix + rule.name(), rule.match(), rule.act(), rule.skip(), rule.times(), prefix + rule.tally());
    }

    private CodeRule inside(CodeRule rule) {
        return new CodeRule(prefix + rule.name(), rule.node(), rule.point(), rule.act(), rule.skip(), rule.times());
    }

    /** The rule for requests that the session calls so, as the cluster knows it. */
    WireRule wireRule(String name) {
        WireRule rule = wire.get(prefix + name);
        if (rule == null) {
            throw ControlComplaints.unknownRule(name);
        }
        return inside(rule);
    }

    /** The rule in the code that the session calls so, as the cluster knows it. */
    CodeRule codeRule(String name) {
        CodeRule rule = code.get(prefix + name);
        if (rule == null) {
            throw ControlComplaints.unknownRule(name);
        }
        return inside(rule);
    }

    /** The event by the names of the session; empty if it is about a rule of somebody else. */
    Optional<ClusterEvent> outside(ClusterEvent event) {
        if (event instanceof ClusterEvent.RequestSeen seen) {
            return Optional.ofNullable(wire.get(seen.rule().name()))
                    .map(rule -> new ClusterEvent.RequestSeen(seen.at(), rule, seen.from(), seen.to()));
        } else if (event instanceof ClusterEvent.CodePointReached reached) {
            return Optional.ofNullable(code.get(reached.rule().name()))
                    .map(rule -> new ClusterEvent.CodePointReached(reached.at(), rule));
        }
        return Optional.of(event);
    }
}
