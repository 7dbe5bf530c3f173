/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Anomaly.Kind.DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.FALSE_FAILURE;
import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.MISROUTED;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.PHANTOM;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_KEY;

import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What an application claims about its records: a named set of anomalies that must not occur. The
 * anomalies outside the set are still looked for, and reported as information.
 *
 * <p>Each topic is judged at the strongest evidence the history has for it ({@link Checked.Evidence}): the
 * effects the application reported; without them what its groups were handed; without those the log
 * alone.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Guarantee {

    /** No record takes effect twice. Records may get lost; losses are counted and reported. */
    AT_MOST_ONCE(DUPLICATE_APPEND, DUPLICATE_DELIVERY, DUPLICATE_EFFECT, PHANTOM, MISROUTED, FALSE_FAILURE),

    /** Every acknowledged record takes effect at least once. Repetition is allowed. */
    AT_LEAST_ONCE(LOST_WRITE, MISSED_DELIVERY, MISSED_EFFECT, PHANTOM, MISROUTED),

    /** Every acknowledged record takes effect exactly once, every other record at most once. */
    EXACTLY_ONCE(
            LOST_WRITE,
            MISSED_DELIVERY,
            MISSED_EFFECT,
            DUPLICATE_APPEND,
            DUPLICATE_DELIVERY,
            DUPLICATE_EFFECT,
            DIVERGED,
            PHANTOM,
            MISROUTED,
            FALSE_FAILURE),

    /**
     * What one producer sent to one partition, or under one key, is stored and read in the order of
     * sending. Says nothing about loss or repetition.
     */
    ORDERED_PER_KEY(REORDERED_APPEND, REORDERED_KEY, PHANTOM, MISROUTED);

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<Anomaly.Kind> forbidden;

    Guarantee(Anomaly.Kind first, Anomaly.Kind... others) {
        this.forbidden = Set.copyOf(EnumSet.of(first, others));
    }

    /** Whether this guarantee is broken by an anomaly of that kind. */
    public boolean forbids(Anomaly.Kind kind) {
        return forbidden.contains(kind);
    }
}
