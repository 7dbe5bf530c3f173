/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What makes a {@link Plan} impossible on a cluster, found before anything fires. */
final class PlanRules {

    private final Plan plan;
    private final Shape shape;
    private final Map<String, PlannedFault> byName = new HashMap<>();

    private PlanRules(Plan plan, Shape shape) {
        this.plan = plan;
        this.shape = shape;
    }

    static void check(Plan plan, Shape shape) {
        new PlanRules(plan, shape).check();
    }

    private void check() {
        for (PlannedFault planned : plan.faults()) {
            if (planned.name().isBlank()) {
                throw Complaints.fault("without a name", "its name is blank", "Give every fault a name");
            }
            if (byName.put(planned.name(), planned) != null) {
                throw Complaints.fault(
                        planned.name(), "another fault of the plan has the same name", "Give each its own name");
            }
        }
        for (PlannedFault planned : plan.faults()) {
            new FaultRules(planned.name(), shape).check(planned.fault());
            new TriggerRules(planned.name(), shape).check(planned.trigger());
            planned.until().ifPresent(until -> new TriggerRules(planned.name(), shape).check(until));
        }
        new Occurrences(plan).check();
        for (PlannedFault planned : plan.faults()) {
            planned.until().ifPresent(until -> new UntilRules(planned, shape).check(until));
        }
        checkContradictions();
        checkSomeoneIsLeft();
        checkControllersAreLeft();
    }

    private void checkContradictions() {
        Map<String, PlannedFault> byMoment = new HashMap<>();
        for (PlannedFault planned : plan.faults()) {
            ProcessFault.of(planned.fault()).ifPresent(process -> {
                PlannedFault other = byMoment.put(process.target() + " " + planned.trigger(), planned);
                if (other != null) {
                    throw Complaints.fault(
                            planned.name(),
                            "fault " + other.name() + " hits " + process.target() + " at the same moment ("
                                    + planned.trigger() + "), and only one of them can bite",
                            "Remove one, or give it another target or trigger");
                }
            });
        }
    }

    /** With every broker gone for good no client could ever finish. */
    private void checkSomeoneIsLeft() {
        Set<Integer> gone = new HashSet<>();
        for (PlannedFault planned : plan.faults()) {
            ProcessFault.of(planned.fault())
                    .filter(process -> planned.isForGood())
                    .ifPresent(process -> gone.addAll(certain(process.target())));
            if (gone.size() == shape.brokers()) {
                throw Complaints.fault(
                        planned.name(),
                        "with it every broker of the cluster is down and none comes back",
                        "Say when one of them returns (restartAfter, resumeAfter, until) or leave one alone");
            }
        }
    }

    /**
     * Without a majority of controllers a cluster still serves, but no broker is let in again and no
     * leader moves: crashing brokers too would only hang.
     */
    private void checkControllersAreLeft() {
        boolean brokersToo = plan.faults().stream().anyMatch(planned -> ProcessFault.of(planned.fault())
                .filter(process -> !Needs.isController(process.target()))
                .isPresent());
        for (PlannedFault planned : plan.faults()) {
            boolean forGood = ProcessFault.of(planned.fault())
                    .filter(process -> planned.isForGood())
                    .filter(process -> losesTheQuorum(process.target()))
                    .isPresent();
            if (forGood && brokersToo) {
                throw Complaints.fault(
                        planned.name(),
                        "with it no majority of the controllers is left and none comes back, so the brokers that the"
                                + " plan takes away have no successor and cannot return",
                        "Say when the controllers return (restartAfter, resumeAfter, until), start 3 controllers, or leave"
                                + " the brokers alone");
            }
        }
    }

    private boolean losesTheQuorum(Target target) {
        return target instanceof Target.AllControllers
                || (target instanceof Target.ActiveController && shape.controllers() < 3);
    }

    /** The brokers a target certainly means, whatever happens until it fires. */
    private Set<Integer> certain(Target target) {
        Set<Integer> certain = new HashSet<>();
        if (Needs.isController(target)) {
            return certain;
        }
        if (target instanceof Target.BrokerId broker) {
            certain.add(broker.id());
        } else if (target instanceof Target.AllBrokers || shape.brokers() == 1) {
            for (int id = 1; id <= shape.brokers(); id++) {
                certain.add(id);
            }
        }
        return certain;
    }
}
