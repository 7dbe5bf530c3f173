/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** The last events of a run, if anybody wants to know: a run that failed is repeated with its trace on. */
final class Trace {
    private static final int KEPT = Integer.getInteger("sim.trace", 120);

    private final Scheduler scheduler;
    private final boolean on;
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    Trace(Scheduler scheduler, boolean on) {
        this.scheduler = scheduler;
        this.on = on;
    }

    void add(Supplier<String> line) {
        if (on) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.add(String.format("%7d ms  %s", scheduler.nowMs(), line.get()));
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
