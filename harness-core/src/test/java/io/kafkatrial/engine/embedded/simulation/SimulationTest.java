/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.log.Bug;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the data plane through many seeds: {@code -Dsim.seeds=N} sets how many, {@code -Dsim.seed=S}
 * replays one with its trace.
 */
class SimulationTest {
    private static final long SEEDS = Long.getLong("sim.seeds", 2_000);
    private static final long ONE = Long.getLong("sim.seed", -1);

    @Test
    @Timeout(86_400)
    void nothingThatMustHoldIsEverViolated() {
        // Given
        LongStream seeds = ONE >= 0 ? LongStream.of(ONE) : LongStream.rangeClosed(1, SEEDS);
        AtomicLong events = new AtomicLong();
        AtomicLong acked = new AtomicLong();
        long startNs = System.nanoTime();
        // When
        List<Run.Result> failures = seeds.parallel()
                .mapToObj(seed -> Run.of(Options.of(seed), Bug.NONE))
                .peek(result -> {
                    events.addAndGet(result.events());
                    acked.addAndGet(result.acked());
                })
                .filter(result -> result.violation() != null)
                .toList();
        // Then
        double seconds = (System.nanoTime() - startNs) / 1e9;
        long count = ONE >= 0 ? 1 : SEEDS;
        System.out.printf(
                Locale.ROOT,
                "simulated %d seeds: %d events, %d records acknowledged, in %.1f s: %.0f seeds/s, %.0f events/s%n",
                count,
                events.get(),
                acked.get(),
                seconds,
                count / seconds,
                events.get() / seconds);
        assertThat(failures.stream().limit(3).map(SimulationTest::explain)).isEmpty();
        assertThat(acked.get()).isGreaterThan(count);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        for (long seed = 1; seed <= 20; seed++) {
            // When
            Run.Result once = Run.of(Options.of(seed), Bug.NONE);
            Run.Result again = Run.of(Options.of(seed), Bug.NONE, true);
            Run.Result other = Run.of(Options.of(seed + 1_000), Bug.NONE);
            // Then
            assertThat(again.digest()).isEqualTo(once.digest());
            assertThat(again.events()).isEqualTo(once.events());
            assertThat(other.digest()).isNotEqualTo(once.digest());
        }
    }

    /** Runs the seed again, this time with its trace. */
    static String explain(Run.Result failed) {
        Run.Result traced = Run.of(failed.options(), Bug.NONE, true);
        String same =
                traced.digest() == failed.digest() && Objects.nonNull(traced.violation()) ? "" : " (NOT REPLAYED)";
        return "seed " + failed.options().seed() + same + " violates: " + traced.violation() + "\n" + failed.options()
                + "\nits last events:\n" + traced.trace()
                + "\nreplay with: mvn -pl harness-core test -Dtest=SimulationTest -Dsim.seed="
                + failed.options().seed() + "\n";
    }
}
