/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

/** The time one node sees. Time enters the engine here and nowhere else. */
public interface LoopClock {

    /** Wall-clock time in milliseconds since the epoch: record timestamps, retention. */
    long wallMs();

    /**
     * Elapsed time in nanoseconds from an arbitrary origin: sessions, timeouts. Does not run while the
     * whole JVM stands still (a debugger's breakpoint, a long GC), so that a stall of the machine does
     * not look like the death of every broker.
     */
    long nanos();

    /**
     * Elapsed time in milliseconds for timers that Kafka takes from the wall clock: it jumps with that, but like
     * {@link #nanos()} does not run while the JVM stands still.
     */
    default long timersMs() {
        return millis();
    }

    /** {@link #nanos()} in milliseconds. */
    default long millis() {
        return nanos() / 1_000_000;
    }
}
