/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A moment until which something is waited for. Immutable. */
public final class Deadline {

    private static final long STEP_MS = 10;

    private final InstantSource clock;
    private final Instant end;

    private Deadline(InstantSource clock, Instant end) {
        this.clock = clock;
        this.end = end;
    }

    /** The moment that comes after {@code patience}. */
    public static Deadline in(Duration patience) {
        InstantSource clock = InstantSource.system();
        return new Deadline(clock, clock.instant().plus(patience));
    }

    /** Whether the moment has come. */
    public boolean isOver() {
        return !clock.instant().isBefore(end);
    }

    /** The milliseconds that are left, at least 1. */
    public long leftMs() {
        return Math.max(1, Duration.between(clock.instant(), end).toMillis());
    }

    /** Wait for the next look; gives back whether there is to be one. */
    public boolean next() {
        if (isOver() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(STEP_MS, leftMs())));
        return true;
    }

    /** Look again and again until it is so; gives back whether it came to be before the moment, and no interruption. */
    public boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!next()) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
