/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The faults of one test, as a value that can be printed, checked, kept and run again.
 *
 * @param seed where every random choice of the plan comes from
 * @param faults in the order they were declared
 */
public record Plan(long seed, List<PlannedFault> faults) {
    public Plan {
        faults = List.copyOf(faults);
    }

    /** A plan of one fault. */
    public static Plan of(long seed, String name, Fault fault, Trigger trigger) {
        return new Plan(seed, List.of(new PlannedFault(name, fault, trigger)));
    }

    /**
     * Complain of everything in the plan that cannot work on such a cluster: unknown topics, partitions
     * and brokers, impossible numbers, faults that contradict each other. Call it before anything starts.
     *
     * @throws io.kafkatrial.engine.TrialException naming the fault, the value, the cause and the fix
     */
    public void check(ClusterSpec spec) {
        PlanRules.check(this, Shape.of(spec));
    }

    /** The same check against a cluster that runs, with the topics it has now. */
    public void check(RunningCluster cluster) {
        PlanRules.check(this, Shape.of(cluster));
    }

    /** What an engine must be able to do to run this plan; a test for one that cannot is skipped. */
    public Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        for (PlannedFault planned : faults) {
            needs.addAll(planned.fault().needs());
            needs.addAll(planned.trigger().needs());
            planned.until().ifPresent(until -> needs.addAll(until.needs()));
        }
        return needs;
    }
}
