/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import org.apache.kafka.common.utils.Time;

/** Kafka's view of the loop's clock. */
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
    public long nanoseconds() {
        return clock.nanos();
    }

    @Override
    public void sleep(long ms) {
        throw new UnsupportedOperationException("a loop does not sleep");
    }
}
