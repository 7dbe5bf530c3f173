/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import java.util.concurrent.Executor;

/**
 * Runs tasks one after another. All state of a broker is confined to its loop; tasks must not block.
 * {@link #execute} and {@link #schedule} may be called from any thread. After the loop has been killed
 * both do nothing.
 */
public interface Loop extends Executor {

    /** Run {@code task} once after {@code delayMs} milliseconds of this loop's clock, unless cancelled. */
    Cancellable schedule(long delayMs, Runnable task);

    /** Whether the caller is on this loop. */
    boolean inLoop();

    /** The clock of this loop. */
    LoopClock clock();

    /** A task that has not run yet. */
    interface Cancellable {
        /** Do not run it. Safe from any thread, idempotent; too late is not an error. */
        void cancel();
    }
}
