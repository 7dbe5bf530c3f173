/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.util.List;

/** Waits for one after the other, each from when the one before came. */
final class SequenceStep implements Step {

    private final List<Step> steps;
    private final Runnable look;
    private int at;

    /**
     * Wait.
     *
     * @param look lets the watch see whether what it waits for next is so already, soon and on the worker
     */
    SequenceStep(List<Step> steps, Runnable look) {
        this.steps = List.copyOf(steps);
        this.look = look;
    }

    @Override
    public void begin() {
        at = 0;
        steps.get(0).begin();
    }

    @Override
    public boolean met(Signal signal) {
        if (at < steps.size() && steps.get(at).met(signal)) {
            at++;
            if (at < steps.size()) {
                steps.get(at).begin();
                look.run();
            }
        }
        return at == steps.size();
    }

    @Override
    public String progress() {
        String inner = at < steps.size() ? steps.get(at).progress() : "";
        return " (" + at + " of " + steps.size() + " came" + (inner.isEmpty() ? "" : "; the next" + inner) + ")";
    }

    @Override
    public List<Look> looking() {
        return at < steps.size() ? steps.get(at).looking() : List.of();
    }

    @Override
    public void prepare() {
        steps.forEach(Step::prepare);
    }

    @Override
    public void refresh(ClusterEvent event) {
        steps.forEach(step -> step.refresh(event));
    }

    @Override
    public void end() {
        steps.forEach(Step::end);
    }
}
