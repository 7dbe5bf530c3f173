/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

/**
 * A fault and when it fires.
 *
 * @param name what complaints, events and the report call it; unique in its plan
 */
public record PlannedFault(String name, Fault fault, Trigger trigger) {
    public PlannedFault {
        requireNonNull(name, "name");
        requireNonNull(fault, "fault");
        requireNonNull(trigger, "trigger");
    }
}
