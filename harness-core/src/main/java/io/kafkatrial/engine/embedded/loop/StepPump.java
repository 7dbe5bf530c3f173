/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives a step function on a loop: gives it inputs one at a time, has its outputs carried out before the next one,
 * and ticks it when it is due. What comes in while it is at work waits.
 *
 * <p>Confined to the loop.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
public final class StepPump<I, O> {

    /**
     * What is driven.
     *
     * @param step one step: the input, and where its outputs go
     * @param carryOut does what an output wants done
     * @param dueMs when a tick is due at the latest, on the loop's elapsed clock; empty for never
     * @param tick makes the input that is nothing but time
     */
    public record Machine<I, O>(
            BiConsumer<I, Consumer<O>> step, Consumer<O> carryOut, Supplier<OptionalLong> dueMs, Supplier<I> tick) {
        public Machine {
            requireNonNull(step, "step");
            requireNonNull(carryOut, "carryOut");
            requireNonNull(dueMs, "dueMs");
            requireNonNull(tick, "tick");
        }
    }

    private final Loop loop;
    private final Machine<I, O> machine;
    private final ArrayDeque<I> inputs = new ArrayDeque<>();
    private final ArrayDeque<O> outputs = new ArrayDeque<>();
    private boolean stepping;
    private Loop.@Nullable Cancellable tick;
    private long tickAtMs = Long.MAX_VALUE;

    /** A pump that stands still. */
    public StepPump(Loop loop, Machine<I, O> machine) {
        this.loop = requireNonNull(loop, "loop");
        this.machine = requireNonNull(machine, "machine");
    }

    /** Give it something, now or as soon as it is not at work. */
    public void feed(I input) {
        inputs.add(input);
        run();
    }

    /** Take an output of the machine that came of something else than a step; it waits for {@link #run()}. */
    public void take(O output) {
        outputs.add(output);
    }

    /** Carry out what came out, and go on with what waits. */
    public void run() {
        if (stepping) {
            return;
        }
        stepping = true;
        try {
            while (true) {
                O output = outputs.poll();
                if (output != null) {
                    machine.carryOut.accept(output);
                    continue;
                }
                I input = inputs.poll();
                if (input == null) {
                    break;
                }
                machine.step.accept(input, outputs::add);
            }
        } finally {
            stepping = false;
        }
        arm();
    }

    private void arm() {
        OptionalLong due = machine.dueMs.get();
        if (due.isEmpty() || due.getAsLong() >= tickAtMs) {
            return;
        }
        if (tick != null) {
            tick.cancel();
        }
        tickAtMs = due.getAsLong();
        tick = loop.schedule(Math.max(1, tickAtMs - loop.clock().millis()), this::onTick);
    }

    private void onTick() {
        tick = null;
        tickAtMs = Long.MAX_VALUE;
        feed(machine.tick.get());
    }
}
