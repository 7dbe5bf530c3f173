/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.util.function.Predicate;

/** Waits for one signal. */
final class EventStep implements Step {

    private final Predicate<Signal> awaited;
    private boolean come;

    EventStep(Predicate<Signal> awaited) {
        this.awaited = awaited;
    }

    @Override
    public void begin() {
        come = false;
    }

    @Override
    public boolean met(Signal signal) {
        come |= awaited.test(signal);
        return come;
    }
}
