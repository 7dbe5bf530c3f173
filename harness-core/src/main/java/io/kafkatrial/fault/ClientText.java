/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.util.Locale;

/** How faults of clients read in one line. */
final class ClientText {

    private ClientText() {}

    static String describe(Fault.OnClients fault) {
        String at = fault.at() == ClientPoint.ANYWHERE
                ? ""
                : " " + fault.at().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String skipped =
                fault.passages().skip() == 0 ? "" : " " + (fault.passages().skip() + 1);
        return what(fault.act(), fault.who().toString()) + at + skipped;
    }

    private static String what(ClientAct act, String who) {
        if (act instanceof ClientAct.Crash) {
            return "crash " + who;
        }
        if (act instanceof ClientAct.Leak) {
            return "leak " + who;
        }
        if (act instanceof ClientAct.Pause) {
            return "pause " + who;
        }
        if (act instanceof ClientAct.Twin) {
            return "start a twin of " + who;
        }
        if (act instanceof ClientAct.SlowHandler slow) {
            return "let " + who + " handle records slower by " + Durations.format(slow.by());
        }
        if (act instanceof ClientAct.FailHandler fail) {
            return "let " + who + " fail with '" + fail.message() + "'"
                    + fail.key().map(key -> " at key " + key).orElse("");
        }
        if (act instanceof ClientAct.SlowPoll slow) {
            return "let " + who + " poll later by " + Durations.format(slow.by());
        }
        return act instanceof ClientAct.Storm storm
                ? "let " + storm.joins() + " others join and leave beside " + who
                : "let " + who + " leave";
    }
}
