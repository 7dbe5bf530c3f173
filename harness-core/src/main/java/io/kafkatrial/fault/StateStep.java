/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits until something is so, which it may be already. */
final class StateStep implements Step.Look {

    private final BooleanSupplier now;
    private final Predicate<Signal> becomes;
    private boolean come;

    /**
     * Wait.
     *
     * @param now whether it is so
     * @param becomes whether it is so by this signal
     */
    StateStep(BooleanSupplier now, Predicate<Signal> becomes) {
        this.now = now;
        this.becomes = becomes;
    }

    @Override
    public void begin() {
        come = false;
    }

    @Override
    public boolean met(Signal signal) {
        come |= (signal instanceof Signal.Own own && own.step() == this) || becomes.test(signal);
        return come;
    }

    @Override
    public boolean isSo() {
        return now.getAsBoolean();
    }
}
