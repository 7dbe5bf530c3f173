/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether each fault of a plan can ever fire, and each {@code until} ever come, as far as faults wait for each other:
 * the least set of occurrences that follow from what needs no fault. What is outside of it waits for itself.
 */
final class Occurrences {

    private final Map<String, PlannedFault> byName = new LinkedHashMap<>();
    private final Set<String> firing = new HashSet<>();
    private final Set<String> ending = new HashSet<>();

    Occurrences(Plan plan) {
        plan.faults().forEach(planned -> byName.put(planned.name(), planned));
    }

    void check() {
        byName.values().forEach(planned -> {
            checkNames(planned.name(), planned.trigger());
            planned.until().ifPresent(until -> checkNames(planned.name(), until));
        });
        settle();
        for (PlannedFault planned : byName.values()) {
            if (!firing.contains(planned.name())) {
                throw never(planned, planned.trigger(), "");
            }
        }
        for (PlannedFault planned : byName.values()) {
            if (planned.until().isPresent() && !canCome(planned.until().get())) {
                throw never(planned, planned.until().get(), "its end never comes: ");
            }
        }
    }

    private void checkNames(String fault, Trigger trigger) {
        waitsFor(trigger).filter(name -> !byName.containsKey(name)).ifPresent(unknown -> {
            throw Complaints.fault(
                    fault,
                    "it " + (trigger instanceof Trigger.Following ? "follows" : "waits for the end of") + " fault "
                            + unknown + ", which the plan does not have",
                    "Name one of "
                            + String.join(
                                    ", ", byName.keySet().stream().sorted().toList()));
        });
        Needs.parts(trigger).forEach(part -> checkNames(fault, part));
    }

    /** The fault this very trigger waits for. */
    private static Optional<String> waitsFor(Trigger trigger) {
        if (trigger instanceof Trigger.Following following) {
            return Optional.of(following.fault());
        }
        return trigger instanceof Trigger.Healed healed ? Optional.of(healed.fault()) : Optional.empty();
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = false;
            for (PlannedFault planned : byName.values()) {
                if (canCome(planned.trigger())) {
                    more |= firing.add(planned.name());
                }
                if (firing.contains(planned.name()) && canEnd(planned)) {
                    more |= ending.add(planned.name());
                }
            }
        }
    }

    private boolean canEnd(PlannedFault planned) {
        return planned.fault().lasts().isPresent()
                || planned.until().filter(this::canCome).isPresent()
                || UntilRules.isOverByItself(planned.fault());
    }

    private boolean canCome(Trigger trigger) {
        if (trigger instanceof Trigger.Following following) {
            return firing.contains(following.fault());
        }
        if (trigger instanceof Trigger.Healed healed) {
            return ending.contains(healed.fault());
        }
        List<Trigger> parts = Needs.parts(trigger);
        return trigger instanceof Trigger.AnyOf
                ? parts.stream().anyMatch(this::canCome)
                : parts.stream().allMatch(this::canCome);
    }

    private RuntimeException never(PlannedFault planned, Trigger trigger, String what) {
        Optional<String> endless = blockers(trigger).stream()
                .filter(name -> firing.contains(name) && !ending.contains(name))
                .findFirst();
        if (endless.isPresent() && !endless.get().equals(planned.name())) {
            return Complaints.fault(
                    planned.name(),
                    what + "it waits for the end of fault " + endless.get() + ", which lasts until the end of the test",
                    "Let that one end (a time, or until), or wait for something else");
        }
        return Complaints.fault(
                planned.name(),
                what + "it waits for itself by way of "
                        + blockers(trigger).stream().findFirst().orElse(planned.name()),
                "Break the circle");
    }

    /** The faults without which the trigger cannot come. */
    private List<String> blockers(Trigger trigger) {
        List<String> blockers = new ArrayList<>();
        if (!canCome(trigger)) {
            waitsFor(trigger).ifPresent(blockers::add);
            Needs.parts(trigger).forEach(part -> blockers.addAll(blockers(part)));
        }
        return blockers;
    }
}
