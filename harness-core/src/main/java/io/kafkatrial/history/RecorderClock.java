/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.lang.invoke.VarHandle;
import java.time.Instant;

/**
 * The clock that orders what threads write into their {@link Journal}s: it never goes back, for all threads alike, and
 * costs a few nanoseconds. Its readings become times of the wall clock when the recorder takes them in; a wall clock
 * that is set is followed from then on.
 *
 * <p>{@link #nanos} is safe from any thread, all else belongs to who holds the recorder.
 */
final class RecorderClock {

    /** A wall clock further off than this was set: slewing, which both clocks do, leaves no difference. */
    private static final long SET_NANOS = 20_000;

    private static final int TRIES = 16;

    private long offset = measure(TRIES);

    @SuppressWarnings("unused") // written so that the fence behind it waits for the reading
    private long latest;

    /** Now; of two readings of which one happened before the other, the later is not smaller. */
    static long nanos() {
        return System.nanoTime();
    }

    /**
     * Draw a line: what was read before this call is smaller, and whoever reads from now on gets no less. What the
     * caller looks at afterwards, it sees no earlier than that.
     */
    long line() {
        long now = nanos();
        long line = nanos();
        while (line - now <= 0) {
            line = nanos();
        }
        latest = line;
        VarHandle.fullFence();
        return line;
    }

    /** The wall clock's time of a reading, in nanoseconds since 1970. */
    long wall(long reading) {
        return reading + offset;
    }

    /** Look whether the wall clock was set. */
    void follow() {
        if (Math.abs(measure(1) - offset) > SET_NANOS) {
            long again = measure(TRIES);
            if (Math.abs(again - offset) > SET_NANOS) {
                offset = again;
            }
        }
    }

    /** The wall clock itself, in nanoseconds since 1970. */
    static long wallNanos() {
        return Parts.nanos(Instant.now());
    }

    /** What the wall clock is ahead: by the reading that took least time. */
    private static long measure(int tries) {
        long least = Long.MAX_VALUE;
        long ahead = 0;
        for (int i = 0; i < tries; i++) {
            long before = nanos();
            long wall = wallNanos();
            long took = nanos() - before;
            if (took < least) {
                least = took;
                ahead = wall - before - took / 2;
            }
        }
        return ahead;
    }
}
