/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.platform.commons.support.AnnotationSupport;

/** Turns the fault annotations of a test into one plan. Confined to one call of {@link #plan}. */
final class FaultDeclarations {

    private final String test;
    private final List<PlannedFault> faults = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();

    private FaultDeclarations(String test) {
        this.test = test;
    }

    /**
     * The plan of a test, checked against its cluster.
     *
     * @param elements where to look: the classes from the outermost to the innermost, then the method
     * @throws TrialException naming the annotation, the value, the cause and the fix
     */
    static Plan plan(String test, List<AnnotatedElement> elements, ClusterSpec spec) {
        FaultDeclarations found = new FaultDeclarations(test);
        elements.forEach(found::collect);
        Plan plan = new Plan(spec.seed(), found.faults);
        if (!plan.faults().isEmpty()) {
            found.inContext("on " + test, () -> {
                plan.check(spec);
                return plan;
            });
        }
        return plan;
    }

    private void collect(AnnotatedElement element) {
        AnnotationSupport.findRepeatableAnnotations(element, CrashBroker.class).forEach(this::crash);
        AnnotationSupport.findRepeatableAnnotations(element, NetworkPartition.class)
                .forEach(this::partition);
        AnnotationSupport.findRepeatableAnnotations(element, NetworkDelay.class).forEach(this::delay);
        RequestFaults.on(element).forEach(one -> add(one.name(), one.when(), one.fault()));
        ClientFaultDeclarations.on(element).forEach(one -> add(one.name(), one.when(), one.fault()));
        AnnotationSupport.findRepeatableAnnotations(element, BrokerCodeFault.class)
                .forEach(this::code);
    }

    private void crash(CrashBroker crash) {
        List<String> targets = CrashTargets.given(crash);
        String name = "@CrashBroker(" + String.join(", ", targets) + ")";
        String where = name + " on " + test;
        if (targets.size() != 1) {
            throw JunitComplaints.crashTargets(where, targets);
        }
        add(name, crash.when(), () -> new Fault.CrashBroker(CrashTargets.of(crash), duration(crash.restartAfter())));
    }

    private void partition(NetworkPartition cut) {
        String name = "@NetworkPartition(from = " + cut.from() + ", to = " + cut.to() + ")";
        add(
                name,
                cut.when(),
                () -> new Fault.CutNetwork(
                        Target.parse(cut.from()), Target.parse(cut.to()), cut.bothWays(), duration(cut.healAfter())));
    }

    private void delay(NetworkDelay delay) {
        String name = "@NetworkDelay(from = " + delay.from() + ", to = " + delay.to() + ")";
        add(
                name,
                delay.when(),
                () -> new Fault.DelayNetwork(
                        Target.parse(delay.from()),
                        Target.parse(delay.to()),
                        delay.bothWays(),
                        Durations.parse(delay.latency()),
                        Durations.parse(delay.jitter()),
                        duration(delay.healAfter())));
    }

    private void code(BrokerCodeFault code) {
        String name = "@BrokerCodeFault(on = " + code.on() + ", at = " + code.at() + ")";
        List<String> acts = new ArrayList<>();
        if (code.crash()) {
            acts.add("crash = true");
        }
        if (!code.delay().isEmpty()) {
            acts.add("delay = " + code.delay());
        }
        if (!code.fail().isEmpty()) {
            acts.add("fail = " + code.fail());
        }
        if (acts.size() != 1) {
            throw JunitComplaints.codeActs(name + " on " + test, acts);
        }
        add(
                name,
                code.when(),
                () -> new Fault.AtCodePoint(
                        Target.parse(code.on()),
                        code.at(),
                        act(code),
                        new Passages(code.skip(), code.times()),
                        duration(code.healAfter())));
    }

    private static CodeRule.Act act(BrokerCodeFault code) {
        if (code.crash()) {
            return new CodeRule.Act.Halt();
        }
        return code.delay().isEmpty()
                ? new CodeRule.Act.Fail(code.fail())
                : new CodeRule.Act.Delay(Durations.parse(code.delay()));
    }

    private void add(String name, When when, Supplier<Fault> fault) {
        String where = name + " on " + test;
        PlannedFault planned =
                inContext(where, () -> new PlannedFault(unique(name), fault.get(), Triggers.of(where, when)));
        faults.add(planned);
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

    static Optional<Duration> duration(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(text));
    }
}
