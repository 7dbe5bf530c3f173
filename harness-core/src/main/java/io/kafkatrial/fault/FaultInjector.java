/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.List;

/**
 * Runs plans against one cluster and undoes what they did. Levers pulled by hand go through it too, so
 * that {@link #heal} knows of them. Safe for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until the bodies land
public final class FaultInjector implements AutoCloseable {

    /** Work on {@code cluster}; listens to its events until closed. */
    public FaultInjector(RunningCluster cluster, FaultListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Put a plan to work and return at once; faults whose trigger is {@link Trigger.Immediately} have
     * fired when this returns.
     *
     * @throws io.kafkatrial.engine.TrialException if the plan cannot work on this cluster as it is
     */
    public Injection inject(Plan plan) {
        throw new UnsupportedOperationException();
    }

    /** Pull a lever by hand; healed with everything else. */
    public void pull(Lever lever) {
        throw new UnsupportedOperationException();
    }

    /**
     * End every plan and undo everything, by plan or by hand: links mended, paused brokers resumed,
     * crashed and stopped ones restarted; then wait until the cluster is healthy.
     *
     * @return the bites of the plans that were active
     * @throws io.kafkatrial.engine.TrialException if the cluster is not healthy within {@code bound}
     */
    public List<Bite> heal(Duration bound) {
        throw new UnsupportedOperationException();
    }

    /** End every plan without waiting for health. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
