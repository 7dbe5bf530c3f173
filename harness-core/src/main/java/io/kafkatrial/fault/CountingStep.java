/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what rules note. Rules are armed at places from the beginning of the plan; what a rule notes counts while it is
 * one of those that the trigger means, and while the step is waited for.
 *
 * @param <P> where a rule works
 * @param <R> a rule that notes
 */
abstract class CountingStep<P, R> implements Step {

    /** Of the plan's worker. */
    final Map<P, R> armed = new LinkedHashMap<>();

    private final int nth;
    private volatile Set<R> meant = Set.of();
    private long counted;

    CountingStep(int nth) {
        this.nth = nth;
    }

    /** The rule that noted this; null if none did. */
    abstract @Nullable Object noted(ClusterEvent event);

    /** Arm rules where the trigger means them by now. */
    abstract void arm();

    abstract void disarm(R rule);

    final void mean(Collection<R> rules) {
        meant = Set.copyOf(rules);
    }

    @Override
    public final void begin() {
        counted = 0;
    }

    @Override
    public final boolean met(Signal signal) {
        if (signal instanceof Signal.OfCluster of) {
            Object rule = noted(of.event());
            if (rule != null && meant.contains(rule)) {
                counted++;
            }
        }
        return counted >= nth;
    }

    @Override
    public final String progress() {
        return " (counted " + counted + ")";
    }

    @Override
    public final void prepare() {
        arm();
    }

    @Override
    public void refresh(ClusterEvent event) {
        arm();
    }

    @Override
    public final void end() {
        armed.values().forEach(this::disarm);
        armed.clear();
        meant = Set.of();
    }
}
