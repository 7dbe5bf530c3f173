/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What a planned fault really did. A fault that touched nothing did not bite, and a verdict over it
 * would be vacuous.
 *
 * @param planned the fault as it was declared
 * @param firedAt when it was pulled; empty if its trigger never came
 * @param healedAt when it ended; empty while it lasts
 * @param touched how much it touched: processes killed, messages stopped or delayed
 * @param evidence what it did, in words
 */
public record Bite(
        PlannedFault planned, Optional<Instant> firedAt, Optional<Instant> healedAt, long touched, String evidence) {
    public Bite {
        requireNonNull(planned, "planned");
        requireNonNull(firedAt, "firedAt");
        requireNonNull(healedAt, "healedAt");
        requireNonNull(evidence, "evidence");
    }

    /** Whether the fault fired and touched something. */
    public boolean bit() {
        return firedAt.isPresent() && touched > 0;
    }
}
