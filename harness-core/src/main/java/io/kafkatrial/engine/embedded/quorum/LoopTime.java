/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import org.apache.kafka.common.utils.Time;

/** Lets Apache Kafka's code read a {@link LoopClock}. Never sleeps. Safe for use by several threads. */
final class LoopTime implements Time {

    private final LoopClock clock;

    LoopTime(LoopClock clock) {
        this.clock = clock;
    }

    @Override
    public long milliseconds() {
        return clock.wallMs();
    }

    @Override
    public long hiResClockMs() {
        return clock.millis();
    }

    @Override
    public long nanoseconds() {
        return clock.nanos();
    }

    @Override
    public void sleep(long ms) {
        throw new UnsupportedOperationException("the engine does not sleep");
    }
}
