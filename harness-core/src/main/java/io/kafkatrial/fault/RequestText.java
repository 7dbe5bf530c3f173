/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.WireRule;

/** How faults of single requests read. */
final class RequestText {

    private RequestText() {}

    /** The fault in one line. */
    static String what(Fault.OnRequests fault) {
        Requests requests = fault.requests();
        String count = fault.times() == 0 ? "all " : fault.times() + " ";
        String skipped = fault.skip() == 0 ? "" : " after " + fault.skip();
        return act(fault.act(), count + requests.kind(fault.times() == 1) + skipped, false) + " " + requests.from()
                + " -> " + requests.to();
    }

    /** What was done to requests: {@code dropped the answers of 2 Produce requests}. */
    static String did(WireRule.Act act, String requests) {
        return act(act, requests, true);
    }

    private static String act(WireRule.Act act, String requests, boolean past) {
        if (act instanceof WireRule.Act.DropRequest) {
            return (past ? "dropped " : "drop ") + requests;
        } else if (act instanceof WireRule.Act.DropResponse) {
            return (past ? "dropped" : "drop") + " the answers of " + requests;
        } else if (act instanceof WireRule.Act.HoldRequest) {
            return (past ? "held " : "hold ") + requests;
        } else if (act instanceof WireRule.Act.HoldResponse) {
            return (past ? "held" : "hold") + " the answers of " + requests;
        } else if (act instanceof WireRule.Act.Duplicate) {
            return (past ? "repeated " : "repeat ") + requests;
        } else if (act instanceof WireRule.Act.Refuse refuse) {
            return (past ? "refused " : "refuse ") + requests + " with " + refuse.error();
        } else if (act instanceof WireRule.Act.DelayRequest delay) {
            return (past ? "delayed " : "delay ") + requests + " by " + Durations.format(delay.time());
        } else if (act instanceof WireRule.Act.DelayResponse delay) {
            return (past ? "delayed" : "delay") + " the answers of " + requests + " by "
                    + Durations.format(delay.time());
        } else if (act instanceof WireRule.Act.Reorder) {
            return (past ? "reordered " : "reorder ") + requests;
        } else if (act instanceof WireRule.Act.Note) {
            return (past ? "saw " : "see ") + requests;
        }
        return (past ? "answered " : "answer ") + requests + " as before";
    }
}
