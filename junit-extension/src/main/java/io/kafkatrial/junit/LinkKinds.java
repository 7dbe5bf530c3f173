/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import java.util.List;

/** Annotations for links. */
final class LinkKinds {

    private static final List<String> ENDS = List.of("from", "to");

    static final List<FaultKind> ALL = List.of(
            FaultKind.of(
                    NetworkPartition.class,
                    ENDS,
                    a -> new Fault.CutNetwork(a.target("from"), a.target("to"), a.flag("bothWays"), a.lasts())),
            FaultKind.of(
                    NetworkDelay.class,
                    ENDS,
                    a -> new Fault.DelayNetwork(
                            a.target("from"),
                            a.target("to"),
                            a.flag("bothWays"),
                            a.time("latency"),
                            a.time("jitter"),
                            a.lasts())),
            FaultKind.of(
                    NetworkThrottle.class,
                    ENDS,
                    a -> new Fault.ThrottleNetwork(
                            a.target("from"),
                            a.target("to"),
                            a.flag("bothWays"),
                            a.count("bytesPerSecond"),
                            a.lasts())),
            FaultKind.of(
                    ResetConnections.class, ENDS, a -> new Fault.ResetConnections(a.target("from"), a.target("to"))),
            FaultKind.of(NetworkSplit.class, List.of("shape"), a -> new Fault.SplitNetwork(split(a), a.lasts())));

    private LinkKinds() {}

    private static Split split(Attributes attributes) {
        return new Split(
                attributes.one("shape", Split.Shape.class),
                attributes.given("around").map(Target::parse),
                attributes.flag("controllers"),
                attributes.flag("clients"));
    }
}
