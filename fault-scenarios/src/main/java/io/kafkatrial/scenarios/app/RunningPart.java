/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Optional;

/** A part of an application at work. Safe for use by several threads. */
interface RunningPart {

    /** What it is. */
    Part part();

    /** Whether it has ended. */
    boolean hasEnded();

    /** What is wrong with how it ended, if it was not told to end; empty if nothing is. */
    Optional<TrialException> trouble();

    /** Tell it to end. */
    void tell();

    /** End it, and all it has started, whether it wants or not. Idempotent. */
    void kill();

    /** The last it said. */
    List<String> lastLines();
}
