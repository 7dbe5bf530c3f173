/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How long things may take. Anomalies that are a matter of time are looked for only where there is a limit.
 *
 * @param maxGap how long a client with work to do may get nothing done ({@code AVAILABILITY_GAP})
 * @param recovery how long after the last fault was lifted everything may take to be well again ({@code NOT_RECOVERED})
 * @param hanging how long the last stable offset may stand still below a growing log without any open
 *     transaction of a client ({@code HANGING_TRANSACTION})
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Limits(Optional<Duration> maxGap, Optional<Duration> recovery, Optional<Duration> hanging) {

    /** No limits. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());

    public Limits {
        maxGap.ifPresent(limit -> positive("maxGap", limit));
        recovery.ifPresent(limit -> positive("recovery", limit));
        hanging.ifPresent(limit -> positive("hanging", limit));
    }

    private static void positive(String what, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(what + " is " + limit + ": it must be longer than nothing");
        }
    }

    /** These and those; the shorter where both have one. */
    public Limits and(Limits other) {
        return new Limits(
                shorter(maxGap, other.maxGap), shorter(recovery, other.recovery), shorter(hanging, other.hanging));
    }

    private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> two) {
        if (one.isEmpty() || two.isEmpty()) {
            return one.or(() -> two);
        }
        return one.get().compareTo(two.get()) <= 0 ? one : two;
    }
}
