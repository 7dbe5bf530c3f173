/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import org.apache.kafka.common.utils.Time;

/** Let Apache Kafka's code read a {@link LoopClock}. Never sleeps. Safe for use by several threads. */
public final class LoopTime implements Time {

    private final LoopClock clock;

    /** Read {@code clock}. */
    public LoopTime(LoopClock clock) {
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
