/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which levers a fault pulls. */
final class Needs {

    private Needs() {}

    static Set<Capability> of(Fault fault) {
        if (ProcessFault.of(fault)
                .filter(process -> isController(process.target()))
                .isPresent()) {
            return EnumSet.of(Capability.CONTROLLER_PROCESS);
        }
        if (fault instanceof Fault.OnClients || fault instanceof Fault.InApplication) {
            return EnumSet.noneOf(Capability.class);
        }
        if (fault instanceof Fault.LosePower || fault instanceof Fault.WipeDisk) {
            return EnumSet.of(Capability.POWER_LOSS);
        }
        if (fault instanceof Fault.SickDisk) {
            return EnumSet.of(Capability.DISK);
        }
        if (fault instanceof Fault.SkewClock) {
            return EnumSet.of(Capability.CLOCK);
        }
        if (fault instanceof Fault.Administer) {
            return EnumSet.of(Capability.ADMIN);
        }
        if (fault instanceof Fault.RollingRestart roll) {
            return EnumSet.of(isController(roll.target()) ? Capability.CONTROLLER_PROCESS : Capability.PROCESS);
        }
        if (fault instanceof Fault.SplitNetwork split) {
            return split(split.split());
        }
        if (fault instanceof Fault.ThrottleNetwork slow) {
            return and(link(slow.from(), slow.to()), Capability.THROTTLE);
        }
        if (fault instanceof Fault.ResetConnections reset) {
            return and(link(reset.from(), reset.to()), Capability.RESET);
        }
        if (fault instanceof Fault.AtCodePoint) {
            return EnumSet.of(Capability.CODE);
        }
        if (fault instanceof Fault.PauseBroker) {
            return EnumSet.of(Capability.PAUSE);
        }
        if (fault instanceof Fault.CutNetwork cut) {
            return link(cut.from(), cut.to());
        }
        if (fault instanceof Fault.DelayNetwork delay) {
            return link(delay.from(), delay.to());
        }
        if (fault instanceof Fault.OnRequests requests) {
            return requests(requests.requests());
        }
        return EnumSet.of(Capability.PROCESS);
    }

    /** What a trigger needs to be told. */
    static Set<Capability> of(Trigger trigger) {
        if (trigger instanceof Trigger.OnRequest request) {
            return requests(request.requests());
        }
        if (trigger instanceof Trigger.GroupState) {
            return EnumSet.of(Capability.GROUP_EVENTS);
        }
        if (trigger instanceof Trigger.TransactionState) {
            return EnumSet.of(Capability.TRANSACTION_EVENTS);
        }
        if (trigger instanceof Trigger.AtCodePoint) {
            return EnumSet.of(Capability.CODE);
        }
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        parts(trigger).forEach(part -> needs.addAll(of(part)));
        return needs;
    }

    /** The triggers a trigger is made of; none if it is of one piece. */
    static List<Trigger> parts(Trigger trigger) {
        if (trigger instanceof Trigger.Sequence sequence) {
            return sequence.steps();
        }
        if (trigger instanceof Trigger.AllOf all) {
            return all.parts();
        }
        return trigger instanceof Trigger.AnyOf any ? any.parts() : List.of();
    }

    private static Set<Capability> requests(Requests requests) {
        Set<Capability> needs = EnumSet.of(isClient(requests.from()) ? Capability.WIRE : Capability.NODE_WIRE);
        if (requests.from() instanceof Target.ClientId) {
            needs.add(Capability.CLIENT_IDS);
        }
        return needs;
    }

    private static Set<Capability> split(Split split) {
        Set<Capability> needs = EnumSet.of(Capability.BROKER_LINKS);
        if (split.controllers()) {
            needs.add(Capability.CONTROLLER_LINKS);
        }
        if (split.clients()) {
            needs.add(Capability.CLIENT_LINKS);
        }
        return needs;
    }

    private static Set<Capability> and(Set<Capability> needs, Capability more) {
        needs.add(more);
        return needs;
    }

    static boolean isClient(Target target) {
        return target instanceof Target.AllClients || target instanceof Target.ClientId;
    }

    private static Set<Capability> link(Target from, Target to) {
        if (from instanceof Target.ClientId || to instanceof Target.ClientId) {
            return EnumSet.of(Capability.CLIENT_LINKS, Capability.CLIENT_IDS);
        }
        if (from instanceof Target.AllClients || to instanceof Target.AllClients) {
            return EnumSet.of(Capability.CLIENT_LINKS);
        }
        return isController(from) || isController(to)
                ? EnumSet.of(Capability.CONTROLLER_LINKS)
                : EnumSet.of(Capability.BROKER_LINKS);
    }

    static boolean isController(Target target) {
        return target instanceof Target.ActiveController
                || target instanceof Target.AllControllers
                || target instanceof Target.ControllerId
                || target instanceof Target.MinorityOfControllers;
    }
}
