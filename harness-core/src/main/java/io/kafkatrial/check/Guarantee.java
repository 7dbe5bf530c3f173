/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Anomaly.Kind.ABORTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_BEYOND_PROCESSED;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_LOST;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_REGRESS;
import static io.kafkatrial.check.Anomaly.Kind.DAMAGED;
import static io.kafkatrial.check.Anomaly.Kind.DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.FALSE_FAILURE;
import static io.kafkatrial.check.Anomaly.Kind.KEY_SCATTERED;
import static io.kafkatrial.check.Anomaly.Kind.LOST_COMMIT;
import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.MISROUTED;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_EFFECT;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_TOMBSTONE;
import static io.kafkatrial.check.Anomaly.Kind.PHANTOM;
import static io.kafkatrial.check.Anomaly.Kind.POLL_REWIND;
import static io.kafkatrial.check.Anomaly.Kind.POLL_SKIP;
import static io.kafkatrial.check.Anomaly.Kind.PRECOMMITTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.REALTIME_VIOLATION;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_KEY;
import static io.kafkatrial.check.Anomaly.Kind.REPLICAS_DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.RESURRECTED_KEY;
import static io.kafkatrial.check.Anomaly.Kind.REWIND_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.SILENT_RESET;
import static io.kafkatrial.check.Anomaly.Kind.SKIP_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.TORN_OFFSETS;
import static io.kafkatrial.check.Anomaly.Kind.TORN_TRANSACTION;
import static io.kafkatrial.check.Anomaly.Kind.TRANSACTION_CYCLE;
import static io.kafkatrial.check.Anomaly.Kind.ZOMBIE_EFFECT;

import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What an application claims about its records: the ready-made {@link Claim}s. Combined with {@link
 * Claim#and}; those in time are {@link Claim#available} and {@link Claim#recovers}.
 *
 * <p>Each topic is judged at the strongest evidence the history has for it ({@link Checked.Evidence}): the
 * effects the application reported; without them what its groups were handed; without those the log
 * alone.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Guarantee implements Claim {

    /** No record takes effect twice. Records may get lost; losses are counted and reported. */
    AT_MOST_ONCE(DUPLICATE_APPEND, DUPLICATE_DELIVERY, DUPLICATE_EFFECT, PHANTOM, DAMAGED, MISROUTED, FALSE_FAILURE),

    /** Every acknowledged record takes effect at least once. Repetition is allowed. */
    AT_LEAST_ONCE(
            LOST_WRITE,
            LOST_COMMIT,
            MISSED_DELIVERY,
            MISSED_EFFECT,
            MISSED_TOMBSTONE,
            RESURRECTED_KEY,
            PHANTOM,
            DAMAGED,
            MISROUTED,
            REPLICAS_DIVERGED),

    /** Every acknowledged record takes effect exactly once, every other record at most once. */
    EXACTLY_ONCE(
            LOST_WRITE,
            LOST_COMMIT,
            MISSED_DELIVERY,
            MISSED_EFFECT,
            MISSED_TOMBSTONE,
            RESURRECTED_KEY,
            DUPLICATE_APPEND,
            DUPLICATE_DELIVERY,
            DUPLICATE_EFFECT,
            DIVERGED,
            REPLICAS_DIVERGED,
            PHANTOM,
            DAMAGED,
            MISROUTED,
            FALSE_FAILURE,
            TORN_TRANSACTION,
            ABORTED_READ,
            PRECOMMITTED_READ,
            TORN_OFFSETS,
            TRANSACTION_CYCLE,
            ZOMBIE_EFFECT),

    /**
     * What one producer sent to one partition, or under one key, is stored and read in the order of
     * sending. Says nothing about loss or repetition.
     */
    ORDERED_PER_KEY(
            REORDERED_APPEND,
            REORDERED_KEY,
            REALTIME_VIOLATION,
            POLL_SKIP,
            POLL_REWIND,
            SKIP_WITHIN_POLL,
            REWIND_WITHIN_POLL,
            KEY_SCATTERED,
            PHANTOM,
            DAMAGED,
            MISROUTED),

    /**
     * No group's committed offset passes a record that was not processed, goes back, gets lost or is replaced by
     * a reset: a crash at any moment loses nothing on the consumers' side.
     */
    NO_COMMIT_BEYOND_PROCESSED(COMMIT_BEYOND_PROCESSED, COMMIT_REGRESS, COMMIT_LOST, SILENT_RESET);

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<Anomaly.Kind> forbidden;

    Guarantee(Anomaly.Kind first, Anomaly.Kind... others) {
        this.forbidden = Set.copyOf(EnumSet.of(first, others));
    }

    @Override
    public Set<Anomaly.Kind> forbidden() {
        return forbidden;
    }
}
