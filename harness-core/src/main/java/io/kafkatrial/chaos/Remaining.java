/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is left of a plan when some of its faults are taken away: who fired after one that is gone fires when that one
 * would have.
 */
final class Remaining {

    private final Map<String, PlannedFault> all;
    private final Map<String, PlannedFault> left;

    private Remaining(Plan plan, List<PlannedFault> some) {
        this.all = byName(plan.faults());
        this.left = byName(some);
    }

    private static Map<String, PlannedFault> byName(List<PlannedFault> faults) {
        return faults.stream().collect(Collectors.toMap(PlannedFault::name, Function.identity()));
    }

    static Plan of(Plan plan, List<PlannedFault> some) {
        Remaining remaining = new Remaining(plan, some);
        List<PlannedFault> faults = new ArrayList<>();
        for (PlannedFault fault : some) {
            Optional<Trigger> until = fault.until().filter(remaining::canCome);
            faults.add(new PlannedFault(fault.name(), fault.fault(), remaining.trigger(fault.trigger()), until));
        }
        return new Plan(plan.seed(), faults);
    }

    /** An end that follows a fault that is gone never comes; the fault then lasts as long as it says itself. */
    private boolean canCome(Trigger until) {
        return followed(until).map(left::containsKey).orElse(true);
    }

    private Trigger trigger(Trigger trigger) {
        Trigger next = trigger;
        for (int hop = 0; hop < all.size(); hop++) {
            Optional<String> before = followed(next);
            if (before.isEmpty() || left.containsKey(before.get())) {
                return next;
            }
            PlannedFault gone = all.get(before.get());
            next = gone == null ? Trigger.immediately() : gone.trigger();
        }
        return next;
    }

    private static Optional<String> followed(Trigger trigger) {
        if (trigger instanceof Trigger.Following following) {
            return Optional.of(following.fault());
        }
        return trigger instanceof Trigger.Healed healed ? Optional.of(healed.fault()) : Optional.empty();
    }
}
