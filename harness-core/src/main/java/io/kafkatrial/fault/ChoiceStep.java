/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.util.ArrayList;
import java.util.List;

/** Waits for several at once: for all of them, or for the first. */
final class ChoiceStep implements Step {

    private final List<Step> parts;
    private final boolean all;
    private final List<Step> missing = new ArrayList<>();

    ChoiceStep(List<Step> parts, boolean all) {
        this.parts = List.copyOf(parts);
        this.all = all;
    }

    @Override
    public void begin() {
        missing.clear();
        missing.addAll(parts);
        parts.forEach(Step::begin);
    }

    @Override
    public boolean met(Signal signal) {
        missing.removeIf(part -> part.met(signal));
        return all ? missing.isEmpty() : missing.size() < parts.size();
    }

    @Override
    public String progress() {
        return all ? " (" + (parts.size() - missing.size()) + " of " + parts.size() + " came)" : "";
    }

    @Override
    public List<Look> looking() {
        return missing.stream().flatMap(part -> part.looking().stream()).toList();
    }

    @Override
    public void prepare() {
        parts.forEach(Step::prepare);
    }

    @Override
    public void refresh(ClusterEvent event) {
        parts.forEach(part -> part.refresh(event));
    }

    @Override
    public void end() {
        parts.forEach(Step::end);
    }
}
