/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.util.function.ToLongFunction;

/** Counts up to a number. */
final class CountStep implements Step {

    private final long needed;
    private final ToLongFunction<Signal> worth;
    private long counted;

    /**
     * Count.
     *
     * @param worth how much a signal counts for
     */
    CountStep(long needed, ToLongFunction<Signal> worth) {
        this.needed = needed;
        this.worth = worth;
    }

    static CountStep of(Trigger.Acks acks) {
        return new CountStep(
                acks.count(),
                signal -> signal instanceof Signal.OfCluster of
                                && of.event() instanceof ClusterEvent.Acked acked
                                && acks.topic()
                                        .map(acked.partition().topic()::equals)
                                        .orElse(true)
                        ? acked.count()
                        : 0);
    }

    static CountStep of(Trigger.Handled handled) {
        return new CountStep(
                handled.count(),
                signal -> signal instanceof Signal.OfClient of
                                && of.event() instanceof ClientEvent.Handled done
                                && handled.by().map(done.by()::equals).orElse(true)
                        ? 1
                        : 0);
    }

    static CountStep of(Trigger.Delivered delivered) {
        return new CountStep(
                delivered.count(),
                signal -> signal instanceof Signal.OfClient of
                                && of.event() instanceof ClientEvent.Delivered handed
                                && handed.group().equals(delivered.group())
                        ? 1
                        : 0);
    }

    @Override
    public void begin() {
        counted = 0;
    }

    @Override
    public boolean met(Signal signal) {
        counted += worth.applyAsLong(signal);
        return counted >= needed;
    }

    @Override
    public String progress() {
        return " (counted " + counted + ")";
    }
}
