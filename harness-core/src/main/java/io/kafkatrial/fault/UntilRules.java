/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.Complaints;

/** What makes the end of one fault impossible. */
final class UntilRules {

    private final PlannedFault planned;
    private final Shape shape;

    UntilRules(PlannedFault planned, Shape shape) {
        this.planned = planned;
        this.shape = shape;
    }

    void check(Trigger until) {
        Fault fault = planned.fault();
        if (isOverByItself(fault) && !(fault instanceof Fault.RollingRestart)) {
            throw Complaints.fault(
                    planned.name(), "it is over at once and has no end to wait for", "Leave out until (" + until + ")");
        }
        if (isSoAtOnce(until)) {
            throw Complaints.fault(
                    planned.name(),
                    "it would end before anyone could notice: what ends it (" + until + ") has come before it fires ("
                            + planned.trigger() + ")",
                    "Let it end by something that comes later");
        }
        if (takesEveryBroker(fault) && fault.lasts().isEmpty() && needsBrokers(until)) {
            throw Complaints.fault(
                    planned.name(),
                    "with it every broker is down until something comes (" + until + ") that only a broker can bring",
                    "Give it a time too (restartAfter, resumeAfter), or leave a broker alone");
        }
    }

    /** Whether a fault leaves nothing that had to be undone. */
    static boolean isOverByItself(Fault fault) {
        return fault instanceof Fault.ResetConnections
                || fault instanceof Fault.RollingRestart
                || (fault instanceof Fault.Administer admin && !isUndoable(admin.act()));
    }

    private static boolean isUndoable(AdminAct act) {
        return act instanceof AdminAct.MoveLeader
                || act instanceof AdminAct.Reassign
                || act instanceof AdminAct.CreateTopic
                || act instanceof AdminAct.SetTopicConfig
                || act instanceof AdminAct.SetBrokerConfig
                || act instanceof AdminAct.SetQuota;
    }

    /** Whether it has certainly come when the fault fires. */
    private boolean isSoAtOnce(Trigger until) {
        if (until instanceof Trigger.Immediately || until.equals(new Trigger.Following(planned.name()))) {
            return true;
        }
        if (until instanceof Trigger.AnyOf any) {
            return any.parts().stream().anyMatch(this::isSoAtOnce);
        }
        if (until instanceof Trigger.AllOf all) {
            return all.parts().stream().allMatch(this::isSoAtOnce);
        }
        if (until instanceof Trigger.Sequence sequence) {
            return sequence.steps().stream().allMatch(this::isSoAtOnce);
        }
        return cameWith(planned.trigger(), until);
    }

    /** Whether {@code until}, which may be so already, is so when the trigger has just come. */
    private static boolean cameWith(Trigger trigger, Trigger until) {
        if (trigger instanceof Trigger.Sequence sequence) {
            return cameWith(sequence.steps().get(sequence.steps().size() - 1), until);
        }
        if (trigger instanceof Trigger.AllOf all) {
            return all.parts().stream().anyMatch(part -> cameWith(part, until));
        }
        if (trigger instanceof Trigger.OffsetCommitted reached && until instanceof Trigger.OffsetCommitted end) {
            return reached.group().equals(end.group())
                    && reached.partition().equals(end.partition())
                    && end.offset() <= reached.offset();
        }
        boolean mayBeSoAlready = until instanceof Trigger.IsrSize
                || until instanceof Trigger.Following
                || until instanceof Trigger.Healed;
        return mayBeSoAlready && until.equals(trigger);
    }

    private boolean takesEveryBroker(Fault fault) {
        return ProcessFault.of(fault)
                .filter(process -> process.target() instanceof Target.AllBrokers
                        || (shape.brokers() == 1 && !Needs.isController(process.target())))
                .isPresent();
    }

    private static boolean needsBrokers(Trigger until) {
        if (until instanceof Trigger.AnyOf any) {
            return any.parts().stream().allMatch(UntilRules::needsBrokers);
        }
        if (until instanceof Trigger.AllOf || until instanceof Trigger.Sequence) {
            return Needs.parts(until).stream().anyMatch(UntilRules::needsBrokers);
        }
        return until instanceof Trigger.Acks
                || until instanceof Trigger.Commits
                || until instanceof Trigger.OffsetCommitted
                || until instanceof Trigger.GroupState
                || until instanceof Trigger.TransactionState
                || until instanceof Trigger.Delivered
                || until instanceof Trigger.LeaderElected;
    }
}
