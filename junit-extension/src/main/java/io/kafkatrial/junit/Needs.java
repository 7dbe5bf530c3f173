/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import java.util.EnumSet;
import java.util.Set;

/** The levers a plan pulls. */
final class Needs {

    private Needs() {}

    static Set<Capability> of(Plan plan) {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        for (PlannedFault planned : plan.faults()) {
            needs.add(of(planned.fault()));
        }
        return needs;
    }

    private static Capability of(Fault fault) {
        if (fault instanceof Fault.CutNetwork cut) {
            return link(cut.from(), cut.to());
        }
        if (fault instanceof Fault.DelayNetwork delay) {
            return link(delay.from(), delay.to());
        }
        return fault instanceof Fault.PauseBroker ? Capability.PAUSE : Capability.PROCESS;
    }

    private static Capability link(Target from, Target to) {
        if (from instanceof Target.AllClients || to instanceof Target.AllClients) {
            return Capability.CLIENT_LINKS;
        }
        return isController(from) || isController(to) ? Capability.CONTROLLER_LINKS : Capability.BROKER_LINKS;
    }

    private static boolean isController(Target target) {
        return target instanceof Target.ActiveController || target instanceof Target.AllControllers;
    }
}
