/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Capability;
import java.util.EnumSet;
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
            boolean ofClients = requests.requests().from() instanceof Target.AllClients;
            return EnumSet.of(ofClients ? Capability.WIRE : Capability.NODE_WIRE);
        }
        return EnumSet.of(Capability.PROCESS);
    }

    private static Set<Capability> link(Target from, Target to) {
        if (from instanceof Target.AllClients || to instanceof Target.AllClients) {
            return EnumSet.of(Capability.CLIENT_LINKS);
        }
        return isController(from) || isController(to)
                ? EnumSet.of(Capability.CONTROLLER_LINKS)
                : EnumSet.of(Capability.BROKER_LINKS);
    }

    static boolean isController(Target target) {
        return target instanceof Target.ActiveController || target instanceof Target.AllControllers;
    }
}
