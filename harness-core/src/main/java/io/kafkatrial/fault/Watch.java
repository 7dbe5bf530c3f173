/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.util.List;

/** Waits for one trigger. Safe for use by several threads; signals are offered on the engine's. */
final class Watch {

    private final Trigger trigger;
    private final Step step;
    private boolean begun;
    private boolean come;

    Watch(Trigger trigger, Step step) {
        this.trigger = trigger;
        this.step = step;
    }

    Trigger trigger() {
        return trigger;
    }

    /** Count from now on; once more from zero if it began before. */
    synchronized void begin() {
        begun = true;
        come = false;
        step.begin();
    }

    /** Take a signal into account; true exactly once, when the trigger comes by it. */
    synchronized boolean offer(Signal signal) {
        if (!begun || come || !step.met(signal)) {
            return false;
        }
        come = true;
        return true;
    }

    /** See whether it is so already; true exactly once, as {@link #offer}. On the worker only. */
    boolean look() {
        for (Step.Look part : looking()) {
            if (part.isSo() && offer(new Signal.Own(part))) {
                return true;
            }
        }
        return false;
    }

    private synchronized List<Step.Look> looking() {
        return begun && !come ? step.looking() : List.of();
    }

    void prepare() {
        step.prepare();
    }

    void refresh(ClusterEvent event) {
        step.refresh(event);
    }

    void end() {
        step.end();
    }

    /** How far it came, in words. */
    synchronized String progress() {
        return trigger + step.progress();
    }
}
