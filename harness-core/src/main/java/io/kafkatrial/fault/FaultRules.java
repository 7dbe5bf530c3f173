/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.wire.WireTable;
import java.time.Duration;

/** What makes one fault impossible on a cluster, whatever else its plan holds. */
final class FaultRules {

    private final String name;
    private final Shape shape;
    private final TargetRules targets;

    FaultRules(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
        this.targets = new TargetRules(name, shape);
    }

    void check(Fault fault) {
        fault.lasts().ifPresent(this::checkLasts);
        ProcessFault.of(fault).ifPresent(process -> targets.checkProcess(process.target()));
        if (fault instanceof Fault.CutNetwork cut) {
            targets.checkLink(cut.from(), cut.to());
        } else if (fault instanceof Fault.DelayNetwork delay) {
            targets.checkLink(delay.from(), delay.to());
            checkDelay(delay.latency(), delay.jitter());
        } else if (fault instanceof Fault.OnRequests requests) {
            checkRequests(requests);
        } else if (fault instanceof Fault.AtCodePoint code) {
            checkCode(code);
        } else if (fault instanceof Fault.ThrottleNetwork slow) {
            targets.checkLink(slow.from(), slow.to());
            if (slow.bytesPerSecond() < 1) {
                throw Complaints.throttle(slow.bytesPerSecond());
            }
        } else if (fault instanceof Fault.ResetConnections reset) {
            targets.checkLink(reset.from(), reset.to());
        } else if (fault instanceof Fault.SplitNetwork split) {
            new SplitRules(name, shape).check(split.split());
        } else {
            checkNodes(fault);
        }
    }

    private void checkNodes(Fault fault) {
        if (fault instanceof Fault.LosePower loss) {
            targets.checkBrokers(loss.target());
        } else if (fault instanceof Fault.WipeDisk wipe) {
            targets.checkBrokers(wipe.target());
        } else if (fault instanceof Fault.SickDisk disk) {
            targets.checkBrokers(disk.target());
            if (disk.ailment() instanceof Ailment.Slow slow) {
                checkDelay(slow.latency(), Duration.ZERO);
            }
        } else if (fault instanceof Fault.SkewClock skew) {
            targets.checkProcess(skew.target());
            if (skew.by().isZero()) {
                throw Complaints.fault(
                        name, "a clock that is wrong by nothing is right", "Give a time, for example 10s or -10s");
            }
        } else if (fault instanceof Fault.RollingRestart roll) {
            targets.checkProcess(roll.target());
            if (roll.rounds() < 1) {
                throw Complaints.fault(
                        name, "rounds = " + roll.rounds() + " restarts nobody", "Set rounds to 1 or more");
            }
        } else if (fault instanceof Fault.Administer admin) {
            new AdminRules(name, shape).check(admin.act());
        } else if (fault instanceof Fault.OnClients clients) {
            new ClientRules(name).check(clients);
        } else if (fault instanceof Fault.InApplication application) {
            new ClientRules(name).check(application.rule());
        }
    }

    private void checkLasts(Duration lasts) {
        if (lasts.isNegative() || lasts.isZero()) {
            throw Complaints.fault(
                    name,
                    "it would last " + FaultText.signed(lasts) + " and be undone before anyone could notice",
                    "Give it a longer time, or none to last until the end of the test");
        }
    }

    private void checkCode(Fault.AtCodePoint code) {
        checkPoint(code.target(), code.point());
        new ClientRules(name).checkPassages(code.passages());
        if (code.act() instanceof CodeRule.Act.Delay delay
                && (delay.time().isNegative() || delay.time().isZero())) {
            throw Complaints.fault(name, "its delay is no time at all", "Give a time, for example 200ms");
        }
        if (code.act() instanceof CodeRule.Act.Fail fail && !fail.exception().matches("[\\w.$]+")) {
            throw Complaints.fault(
                    name,
                    "'" + fail.exception() + "' is no name of an exception",
                    "Write the full name of a class, for example java.lang.IllegalStateException");
        }
        if (code.act() instanceof CodeRule.Act.Note) {
            throw Complaints.fault(
                    name, "it breaks nothing", "Wait for a point with a trigger, or let something happen there");
        }
    }

    void checkPoint(Target target, String point) {
        targets.checkProcess(target);
        if (point.isBlank()) {
            throw Complaints.fault(name, "its point is blank", "Write a named point, or CLASS#METHOD");
        }
    }

    private void checkRequests(Fault.OnRequests fault) {
        checkRequests(fault.requests());
        if (fault.skip() < 0 || fault.times() < 0) {
            throw Complaints.wireCount(fault.skip(), fault.times());
        }
        checkAct(fault.act());
        try {
            WireTable.check(fault.requests().api(), fault.act());
        } catch (TrialException unknown) {
            throw Complaints.ofFault(name, unknown);
        }
    }

    private void checkAct(WireRule.Act act) {
        if (act instanceof WireRule.Act.DelayRequest delay) {
            checkDelay(delay.time(), Duration.ZERO);
        } else if (act instanceof WireRule.Act.DelayResponse delay) {
            checkDelay(delay.time(), Duration.ZERO);
        } else if (act instanceof WireRule.Act.Note) {
            throw Complaints.fault(
                    name, "it breaks nothing", "Wait for a request with a trigger, or let something happen to it");
        }
    }

    /** Which requests, for a fault or a trigger. */
    void checkRequests(Requests requests) {
        if (Needs.isClient(requests.to())) {
            throw Complaints.fault(
                    name, "nobody sends requests to clients", "Name who is asked, for example leader:TOPIC-PARTITION");
        }
        targets.checkLink(requests.from(), requests.to());
        requests.topic().ifPresent(new TriggerRules(name, shape)::checkTopic);
        try {
            WireTable.check(requests.api(), new WireRule.Act.Note());
        } catch (TrialException unknown) {
            throw Complaints.ofFault(name, unknown);
        }
    }

    private void checkDelay(Duration latency, Duration jitter) {
        if (latency.isNegative() || jitter.isNegative()) {
            throw Complaints.fault(name, "its latency or jitter is negative", "Give times of zero or more");
        }
        if (latency.isZero() && jitter.isZero()) {
            throw Complaints.fault(
                    name, "its latency and jitter are both zero and delay nothing", "Give a latency, for example 50ms");
        }
    }
}
