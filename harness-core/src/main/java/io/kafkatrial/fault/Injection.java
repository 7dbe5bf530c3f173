/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.time.Duration;
import java.util.List;

/** A plan at work. Safe for use by several threads. */
public interface Injection extends AutoCloseable {

    /** The plan. */
    Plan plan();

    /** What every fault of the plan did so far, in the plan's order. */
    List<Bite> bites();

    /** Wait until every fault of the plan has fired; false if that took longer than {@code timeout}. */
    boolean awaitFired(Duration timeout);

    /** Wait until every fault of the plan has fired and ended; false if that took longer than {@code timeout}. */
    boolean awaitHealed(Duration timeout);

    /** End the plan: nothing more fires and everything it did is undone. Idempotent. Returns the final bites. */
    List<Bite> heal();

    /** The same as {@link #heal}. */
    @Override
    default void close() {
        heal();
    }
}
