/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

/**
 * Takes what a step wants done, in order. Called only while {@link Replication#step} runs, on its
 * thread; must not call back into the {@link Replication} before the step has returned.
 */
@FunctionalInterface
public interface Outbox {

    /** Take one output. */
    void add(Output output);
}
