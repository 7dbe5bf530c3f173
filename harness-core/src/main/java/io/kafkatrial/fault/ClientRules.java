/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import java.time.Duration;

/** What makes a fault of clients, or one in the application's code, impossible. */
final class ClientRules {

    private final String name;

    ClientRules(String name) {
        this.name = name;
    }

    void check(Fault.OnClients fault) {
        Target who = fault.who();
        if (!Needs.isClient(who) && !(who instanceof Target.Member) && !(who instanceof Target.ProducerOf)) {
            throw Complaints.fault(
                    name,
                    "its target '" + who + "' is no client",
                    "Name one: member:GROUP, member:GROUP/1, producer:TRANSACTIONAL-ID, client:ID or clients");
        }
        checkPassages(fault.passages());
        ClientAct act = fault.act();
        if (act instanceof ClientAct.SlowHandler slow) {
            checkTime(slow.by());
        } else if (act instanceof ClientAct.SlowPoll slow) {
            checkTime(slow.by());
        } else if (act instanceof ClientAct.Storm storm) {
            checkStorm(storm, who);
        }
    }

    private void checkStorm(ClientAct.Storm storm, Target who) {
        if (!(who instanceof Target.Member)) {
            throw Complaints.fault(
                    name, "only groups are joined, and '" + who + "' names none", "Write member:GROUP as its target");
        }
        if (storm.joins() < 1) {
            throw Complaints.fault(name, "nobody joins: joins = " + storm.joins(), "Set joins to 1 or more");
        }
    }

    void check(ApplicationRule rule) {
        if (rule instanceof ApplicationRule.Raw raw) {
            if (!raw.text().contains("RULE") || !raw.text().contains("ENDRULE")) {
                throw Complaints.fault(name, "its rule is none", "Write all of it, from RULE to ENDRULE");
            }
            return;
        }
        ApplicationRule.AtMethod at = (ApplicationRule.AtMethod) rule;
        checkWhere(at.where());
        checkPassages(at.passages());
        if (at.act() instanceof ApplicationRule.Act.Delay delay) {
            checkTime(delay.time());
        } else if (at.act() instanceof ApplicationRule.Act.Throw thrown
                && !thrown.exception().matches("[\\w.$]+")) {
            throw Complaints.fault(
                    name,
                    "'" + thrown.exception() + "' is no name of an exception",
                    "Write the full name of a class, for example java.lang.IllegalStateException");
        }
    }

    void checkWhere(ApplicationRule.Where where) {
        if (where.className().isBlank() || where.method().isBlank()) {
            throw Complaints.fault(name, "its class or method is blank", "Name the class and the method");
        }
        if ((where.at() == ApplicationRule.At.LINE) != (where.line() > 0)) {
            throw Complaints.fault(
                    name, "it has a line without at = LINE, or the other way round", "Give both or neither");
        }
    }

    void checkPassages(Passages passages) {
        if (passages.skip() < 0 || passages.times() < 0) {
            throw Complaints.fault(name, "it skips or meets less than no passage", "Give numbers of zero or more");
        }
    }

    private void checkTime(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw Complaints.fault(name, "its delay is no time at all", "Give a time, for example 200ms");
        }
    }
}
