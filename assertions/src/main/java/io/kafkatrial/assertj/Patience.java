/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Waits for a state, and remembers what it saw meanwhile. A value.
 *
 * @param bound how long; zero looks once
 */
record Patience(Duration bound) {

    static final Patience USUAL = new Patience(Duration.ofSeconds(10));

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int MOST = 6;

    /** What was seen, and from when on. */
    private record Seen(String what, long fromMs) {}

    /**
     * Look until {@code wanted} is true of it.
     *
     * @return what was seen, in words, if it never was
     */
    <T> Optional<String> look(Supplier<T> at, Predicate<T> wanted) {
        List<Seen> seen = new ArrayList<>();
        if (bound.isZero()) {
            T now = at.get();
            return wanted.test(now) ? Optional.empty() : Optional.of("was " + now);
        }
        try {
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK_EVERY)
                    .atMost(bound)
                    .conditionEvaluationListener(condition ->
                            note(seen, String.valueOf(condition.getValue()), condition.getElapsedTimeInMS()))
                    .until(at::get, wanted);
            return Optional.empty();
        } catch (ConditionTimeoutException never) {
            return Optional.of(words(seen));
        }
    }

    private static void note(List<Seen> seen, String what, long elapsedMs) {
        if (seen.isEmpty() || !seen.get(seen.size() - 1).what.equals(what)) {
            seen.add(new Seen(what, elapsedMs));
        }
    }

    private String words(List<Seen> seen) {
        StringBuilder words = new StringBuilder();
        int first = Math.max(0, seen.size() - MOST);
        if (first > 0) {
            words.append(first).append(" other states, then ");
        }
        for (int i = first; i < seen.size(); i++) {
            words.append(i == seen.size() - 1 ? "was " : "").append(seen.get(i).what);
            words.append(" (from ").append(seen.get(i).fromMs).append(" ms on)");
            words.append(i == seen.size() - 1 ? "" : ", then ");
        }
        return words + ", all of " + bound.toMillis() + " ms";
    }
}
