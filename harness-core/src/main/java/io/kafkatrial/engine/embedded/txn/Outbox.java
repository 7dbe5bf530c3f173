/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

/**
 * Takes what a step wants done, in order. Called only while {@link Transactions#step} runs, on its thread;
 * must not call back into the {@link Transactions} before the step has returned.
 */
@FunctionalInterface
public interface Outbox {

    /** Take one output. */
    void add(TxnOutput output);
}
