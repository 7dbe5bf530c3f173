/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What can be judged: a named set of anomalies that must not occur, and limits in time. One of the ready-made
 * {@link Guarantee}s, {@link #available}, {@link #recovers}, several together ({@link #and}), or one's own
 * ({@link #named}).
 *
 * <pre>{@code
 * Claim claim = EXACTLY_ONCE.and(ORDERED_PER_KEY).and(Claim.recovers(Duration.ofSeconds(30)));
 * Claim own = Claim.named("one owner at a time", ASSIGNMENT_OVERLAP, ZOMBIE_EFFECT);
 * }</pre>
 *
 * <p>The anomalies outside of the set are still looked for, and reported as information.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Claim permits Guarantee, Claim.Named {

    /** Its name, for messages. */
    String name();

    /** The kinds of anomaly that break it. */
    Set<Anomaly.Kind> forbidden();

    /** The limits in time it sets. */
    default Limits limits() {
        return Limits.NONE;
    }

    /** Whether it is broken by an anomaly of that kind. */
    default boolean forbids(Anomaly.Kind kind) {
        return forbidden().contains(kind);
    }

    /** This and that: broken by whatever breaks one of them. */
    default Claim and(Claim other) {
        return all(this, other);
    }

    /** All of them in one verdict: broken by whatever breaks one of them. */
    static Claim all(Claim first, Claim... others) {
        List<Claim> claims = Stream.concat(Stream.of(first), Stream.of(others)).toList();
        Set<Anomaly.Kind> forbidden = EnumSet.noneOf(Anomaly.Kind.class);
        claims.forEach(claim -> forbidden.addAll(claim.forbidden()));
        Limits limits = claims.stream().map(Claim::limits).reduce(Limits.NONE, Limits::and);
        return new Named(claims.stream().map(Claim::name).collect(Collectors.joining(" and ")), forbidden, limits);
    }

    /**
     * No client with work to do goes without a success for longer than this: a producer with an open send, a
     * group with an acknowledged record to read.
     */
    static Claim available(Duration maxGap) {
        Limits limits = new Limits(Optional.of(maxGap), Optional.empty(), Optional.empty());
        return new Named("AVAILABLE(" + words(maxGap) + ")", EnumSet.of(Anomaly.Kind.AVAILABILITY_GAP), limits);
    }

    /**
     * That long after the last fault was lifted all is well again: every partition has a leader and all its
     * replicas in sync, clients succeed, groups have read what was written before, no transaction hangs.
     */
    static Claim recovers(Duration within) {
        Limits limits = new Limits(Optional.empty(), Optional.of(within), Optional.of(within));
        return new Named(
                "RECOVERS(" + words(within) + ")",
                EnumSet.of(Anomaly.Kind.NOT_RECOVERED, Anomaly.Kind.HANGING_TRANSACTION),
                limits);
    }

    /** One's own: broken by these kinds of anomaly. */
    static Claim named(String name, Anomaly.Kind first, Anomaly.Kind... others) {
        return new Named(name, EnumSet.of(first, others), Limits.NONE);
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** A claim made of its parts. */
    record Named(String name, Set<Anomaly.Kind> forbidden, Limits limits) implements Claim {
        public Named {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a claim needs a name");
            }
            forbidden = Set.copyOf(forbidden);
            if (forbidden.isEmpty()) {
                throw new IllegalArgumentException(name + " forbids nothing: name the anomalies that break it");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
