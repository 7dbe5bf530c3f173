/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.time.Duration;
import java.util.function.BiConsumer;

/** Waits for a time to pass. */
final class TimeStep implements Step {

    private final Duration delay;
    private final BiConsumer<Duration, Signal> alarm;
    private Ring ring = new Ring();

    /** One beginning; an alarm set for an earlier one means nothing. */
    private static final class Ring implements Step {
        private boolean rung;

        @Override
        public void begin() {
            // it begins as it is made
        }

        @Override
        public boolean met(Signal signal) {
            rung |= signal instanceof Signal.Own own && own.step() == this;
            return rung;
        }
    }

    /**
     * Wait.
     *
     * @param alarm offers a signal to the watch when a time has passed
     */
    TimeStep(Duration delay, BiConsumer<Duration, Signal> alarm) {
        this.delay = delay;
        this.alarm = alarm;
    }

    @Override
    public void begin() {
        ring = new Ring();
        alarm.accept(delay, new Signal.Own(ring));
    }

    @Override
    public boolean met(Signal signal) {
        return ring.met(signal);
    }
}
