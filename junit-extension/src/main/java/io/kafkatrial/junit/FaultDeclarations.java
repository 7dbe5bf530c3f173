/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Turns the fault annotations of a test into one plan. Confined to one call of {@link #plan}. */
final class FaultDeclarations {

    private final String test;
    private final List<PlannedFault> faults = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private long seed;

    private FaultDeclarations(String test, long seed) {
        this.test = test;
        this.seed = seed;
    }

    /**
     * The plan of a test, checked against its cluster.
     *
     * @param elements where to look: the classes from the outermost to the innermost, then the method
     * @throws TrialException naming the annotation, the value, the cause and the fix
     */
    static Plan plan(String test, List<AnnotatedElement> elements, ClusterSpec spec) {
        FaultDeclarations found = new FaultDeclarations(test, spec.seed());
        elements.forEach(found::collect);
        Plan plan = new Plan(found.seed, found.faults);
        if (!plan.faults().isEmpty()) {
            found.inContext("on " + test, () -> {
                plan.check(spec);
                return plan;
            });
        }
        return plan;
    }

    /** Whether an element declares faults. */
    static boolean isOn(AnnotatedElement element) {
        return !FaultKind.on(element).isEmpty() || PlanFiles.on(element).isPresent();
    }

    private void collect(AnnotatedElement element) {
        inContext("@FromPlan on " + test, () -> PlanFiles.on(element)).ifPresent(plan -> {
            seed = plan.seed();
            plan.faults().forEach(planned -> names.merge(planned.name(), 1, Integer::sum));
            faults.addAll(plan.faults());
        });
        FaultKind.on(element).forEach(this::add);
    }

    private void add(FaultKind.Declared declared) {
        Attributes attributes = declared.attributes();
        String name = declared.name();
        String where = name.startsWith("@") ? name + " on " + test : "fault " + name + " on " + test;
        faults.add(inContext(
                where,
                () -> new PlannedFault(
                        unique(name),
                        declared.fault(),
                        Triggers.of(where, attributes.moments("when")).orElseGet(Trigger::immediately),
                        Triggers.of(where, attributes.moments("until")))));
    }

    private String unique(String name) {
        int count = names.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + " #" + count;
    }

    private <T> T inContext(String where, Supplier<T> step) {
        try {
            return step.get();
        } catch (TrialException mistake) {
            String message = String.valueOf(mistake.getMessage());
            throw message.startsWith("@") ? mistake : JunitComplaints.at(where, mistake);
        }
    }
}
