/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import io.kafkatrial.engine.embedded.loop.Loop;

/** The time a member has for the records it acquired (KIP-932). Confined to the broker's loop. */
final class Lock {

    private final Loop.Cancellable alarm;
    private final long untilMs;
    private boolean expired;

    /**
     * @param alarm rings when the time is up
     * @param untilMs when that is, by the clock of the loop
     */
    Lock(Loop.Cancellable alarm, long untilMs) {
        this.alarm = alarm;
        this.untilMs = untilMs;
    }

    long untilMs() {
        return untilMs;
    }

    /** Whether the time was up while an acknowledgement was being written. */
    boolean expired() {
        return expired;
    }

    void expire() {
        expired = true;
    }

    void cancel() {
        alarm.cancel();
    }
}
