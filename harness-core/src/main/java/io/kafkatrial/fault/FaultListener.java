/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.time.Instant;

/** Told what becomes of the faults of a plan. Called on the plan's worker thread, in order. */
public interface FaultListener {

    /** The plan was injected; the fault waits for its trigger. */
    void declared(Instant at, PlannedFault fault);

    /** The fault was pulled. */
    void fired(Instant at, PlannedFault fault, String detail);

    /** A fault that was pulled is about to be undone; {@link #healed} follows when that is done. */
    void lifted(Instant at, PlannedFault fault);

    /** The fault ended, or its plan ended without it having fired. */
    void healed(Instant at, Bite bite);
}
