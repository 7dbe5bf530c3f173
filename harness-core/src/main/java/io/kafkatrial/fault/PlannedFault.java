/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A fault, when it fires and when it ends.
 *
 * @param name what complaints, events and the report call it; unique in its plan
 * @param until what ends it, watched from the moment it fired; empty leaves it to {@link Fault#lasts}. With both the
 *     first to come ends it. A barrier: hold this until that
 */
public record PlannedFault(String name, Fault fault, Trigger trigger, Optional<Trigger> until) {
    public PlannedFault {
        requireNonNull(until, "until");
        requireNonNull(name, "name");
        requireNonNull(fault, "fault");
        requireNonNull(trigger, "trigger");
    }

    /** A fault that ends by its own time, or with its plan. */
    public PlannedFault(String name, Fault fault, Trigger trigger) {
        this(name, fault, trigger, Optional.empty());
    }

    /** Whether nothing but the end of its plan ends it. */
    boolean isForGood() {
        return fault.lasts().isEmpty() && until.isEmpty();
    }
}
