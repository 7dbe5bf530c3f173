/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Ailment;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Fault;
import java.time.Duration;
import java.util.List;

/** Annotations for processes, disks and clocks of nodes. */
final class NodeKinds {

    private static final List<String> ON = List.of("on");

    static final List<FaultKind> ALL = List.of(
            new FaultKind(
                    CrashBroker.class,
                    a -> a.shown(CrashTargets.shown(a)),
                    a -> new Fault.CrashBroker(CrashTargets.of((CrashBroker) a.annotation()), a.lasts())),
            FaultKind.of(StopBroker.class, ON, a -> new Fault.StopBroker(a.target("on"), a.lasts())),
            FaultKind.of(PauseBroker.class, ON, a -> new Fault.PauseBroker(a.target("on"), a.lasts())),
            FaultKind.of(LosePower.class, ON, a -> new Fault.LosePower(a.target("on"), a.lasts())),
            FaultKind.of(WipeDisk.class, ON, a -> new Fault.WipeDisk(a.target("on"), a.lasts())),
            FaultKind.of(FullDisk.class, ON, a -> sick(a, new Ailment.Full())),
            FaultKind.of(FailedDisk.class, ON, a -> sick(a, new Ailment.Failed())),
            FaultKind.of(SlowDisk.class, List.of("on", "latency"), a -> sick(a, new Ailment.Slow(a.time("latency")))),
            FaultKind.of(
                    ClockSkew.class,
                    List.of("on", "by"),
                    a -> new Fault.SkewClock(a.target("on"), signed(a.text("by")), a.lasts())),
            FaultKind.of(
                    RollingRestart.class,
                    ON,
                    a -> new Fault.RollingRestart(a.target("on"), a.flag("crash"), a.number("rounds"))));

    private NodeKinds() {}

    private static Fault sick(Attributes attributes, Ailment ailment) {
        return new Fault.SickDisk(attributes.target("on"), ailment, attributes.lasts());
    }

    private static Duration signed(String text) {
        return text.startsWith("-") ? Durations.parse(text.substring(1)).negated() : Durations.parse(text);
    }
}
