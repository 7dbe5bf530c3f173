/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.common.utils.Time;

/** Tells Kafka's storage classes the time of the current step. Confined to the broker's loop. */
final class StepTime implements Time {
    private long wallMs;

    void set(long nowMs) {
        wallMs = nowMs;
    }

    @Override
    public long milliseconds() {
        return wallMs;
    }

    @Override
    public long nanoseconds() {
        return wallMs * 1_000_000;
    }

    @Override
    public void sleep(long ms) {
        throw new UnsupportedOperationException("a step does not sleep");
    }
}
