/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallProofClockTest {

    private final ManualClock source = new ManualClock();
    private final StallProofClock clock = new StallProofClock(source);

    @Test
    void runsWithItsSourceWhileItIsTicked() {
        for (int i = 0; i < 100; i++) {
            source.nanos += Duration.ofMillis(10).toNanos();
            clock.tick();
        }
        assertThat(clock.millis()).isEqualTo(1000);
    }

    @Test
    void countsAStallOfTheJvmAsOneTickOnly() {
        source.nanos += Duration.ofHours(1).toNanos();
        assertThat(clock.nanos()).isEqualTo(StallProofClock.TICK_CAP_NANOS);
        clock.tick();
        assertThat(clock.nanos()).isEqualTo(StallProofClock.TICK_CAP_NANOS);
        source.nanos += 1;
        assertThat(clock.nanos()).isEqualTo(StallProofClock.TICK_CAP_NANOS + 1);
    }

    @Test
    void neverRunsBackwards() {
        source.nanos += 1000;
        clock.tick();
        source.nanos -= 500;
        assertThat(clock.nanos()).isEqualTo(1000);
    }
}
