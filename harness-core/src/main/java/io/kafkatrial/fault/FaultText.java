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
        return fault instanceof Fault.DelayNetwork delay ? delay(delay) : more(fault);
    }

    private static String more(Fault fault) {
        if (fault instanceof Fault.LosePower loss) {
            return "cut the power of " + loss.target();
        }
        if (fault instanceof Fault.WipeDisk wipe) {
            return "wipe the disk of " + wipe.target();
        }
        if (fault instanceof Fault.SickDisk disk) {
            return "let the disk of " + disk.target() + " be " + disk.ailment();
        }
        if (fault instanceof Fault.SplitNetwork split) {
            return split.split().toString();
        }
        if (fault instanceof Fault.ThrottleNetwork slow) {
            return "throttle " + slow.from() + arrow(slow.bothWays()) + slow.to() + " to " + slow.bytesPerSecond()
                    + " bytes/s";
        }
        if (fault instanceof Fault.ResetConnections reset) {
            return "reset connections " + reset.from() + " -> " + reset.to();
        }
        if (fault instanceof Fault.SkewClock skew) {
            return "skew the clock of " + skew.target() + " by " + signed(skew.by());
        }
        if (fault instanceof Fault.Administer admin) {
            return AdminText.describe(admin.act());
        }
        if (fault instanceof Fault.RollingRestart roll) {
            return "restart " + roll.target() + " one by one" + (roll.crash() ? " by killing" : "")
                    + (roll.rounds() == 1 ? "" : ", " + roll.rounds() + " times");
        }
        if (fault instanceof Fault.OnClients clients) {
            return ClientText.describe(clients);
        }
        return "in the application: " + ((Fault.InApplication) fault).rule();
    }

    static String signed(Duration by) {
        return by.isNegative() ? "-" + Durations.format(by.negated()) : Durations.format(by);
    }

    private static String delay(Fault.DelayNetwork delay) {
        return "delay " + delay.from() + arrow(delay.bothWays()) + delay.to() + " by "
                + latency(delay.latency(), delay.jitter());
    }

    private static String at(Fault.AtCodePoint code) {
        String at = " " + code.target() + " at " + code.point();
        if (code.act() instanceof CodeRule.Act.Delay delay) {
            return "delay" + at + " by " + Durations.format(delay.time());
        }
        if (code.act() instanceof CodeRule.Act.Note) {
            return "watch" + at;
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
