/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.CodeRule;
import java.time.Duration;

/** How a fault reads in one line. */
final class FaultText {

    private FaultText() {}

    static String describe(Fault fault) {
        return what(fault)
                + fault.lasts().map(lasts -> " for " + Durations.format(lasts)).orElse("");
    }

    private static String what(Fault fault) {
        if (fault instanceof Fault.CrashBroker crash) {
            return "crash " + crash.target();
        }
        if (fault instanceof Fault.StopBroker stop) {
            return "stop " + stop.target();
        }
        if (fault instanceof Fault.PauseBroker pause) {
            return "pause " + pause.target();
        }
        if (fault instanceof Fault.CutNetwork cut) {
            return "cut " + cut.from() + arrow(cut.bothWays()) + cut.to();
        }
        if (fault instanceof Fault.OnRequests requests) {
            return RequestText.what(requests);
        }
        if (fault instanceof Fault.AtCodePoint code) {
            return at(code);
        }
        Fault.DelayNetwork delay = (Fault.DelayNetwork) fault;
        return "delay " + delay.from() + arrow(delay.bothWays()) + delay.to() + " by "
                + latency(delay.latency(), delay.jitter());
    }

    private static String at(Fault.AtCodePoint code) {
        String at = " " + code.target() + " at " + code.point();
        if (code.act() instanceof CodeRule.Act.Delay delay) {
            return "delay" + at + " by " + Durations.format(delay.time());
        }
        return code.act() instanceof CodeRule.Act.Fail fail ? "fail" + at + " with " + fail.exception() : "halt" + at;
    }

    static String latency(Duration latency, Duration jitter) {
        String to = jitter.isZero() ? "" : " to " + Durations.format(latency.plus(jitter));
        return Durations.format(latency) + to;
    }

    private static String arrow(boolean bothWays) {
        return bothWays ? " <-> " : " -> ";
    }
}
