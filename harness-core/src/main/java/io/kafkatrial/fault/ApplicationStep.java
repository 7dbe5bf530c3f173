/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts passages of a point in the code of the application under test. */
final class ApplicationStep implements Step {

    private static final AtomicLong RULES = new AtomicLong();

    private final Trigger.InApplication trigger;
    private final ApplicationCode code;
    private final Consumer<Signal> offer;
    private Optional<Ongoing> rule = Optional.empty();
    private long counted;

    /**
     * Count.
     *
     * @param offer gives a signal to the watch
     */
    ApplicationStep(Trigger.InApplication trigger, ApplicationCode code, Consumer<Signal> offer) {
        this.trigger = trigger;
        this.code = code;
        this.offer = offer;
    }

    @Override
    public void begin() {
        counted = 0;
    }

    @Override
    public boolean met(Signal signal) {
        if (signal instanceof Signal.Own own && own.step() == this) {
            counted++;
        }
        return counted >= trigger.nth();
    }

    @Override
    public String progress() {
        return " (counted " + counted + ")";
    }

    @Override
    public void prepare() {
        ApplicationRule note =
                new ApplicationRule.AtMethod(trigger.where(), new ApplicationRule.Act.Note(), Passages.all());
        rule = Optional.of(
                code.put("watch " + RULES.incrementAndGet(), note, () -> offer.accept(new Signal.Own(this))));
    }

    @Override
    public void end() {
        rule.ifPresent(Ongoing::undo);
        rule = Optional.empty();
    }
}
