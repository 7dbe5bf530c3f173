/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.util.List;

/**
 * A trigger, or a part of one, that is waited for. {@link #begin}, {@link #met}, {@link #looking} and {@link #progress}
 * are called under the lock of its {@link Watch}, by whatever thread learned something; the others by the plan's
 * worker alone.
 */
interface Step {

    /** Count from now on, from zero. */
    void begin();

    /** Take a signal into account; true if what is waited for has come, by this signal or an earlier one. */
    boolean met(Signal signal);

    /** How far it came, in words; empty if it does not count. */
    default String progress() {
        return "";
    }

    /** Those parts of it that may be so already, without a signal, and are waited for now. */
    default List<Look> looking() {
        return List.of();
    }

    /** Arm what is needed to be told of it, before it begins. */
    default void prepare() {}

    /** Something of the cluster changed, so that roles may mean others. */
    default void refresh(ClusterEvent event) {}

    /** Disarm. Idempotent. */
    default void end() {}

    /** A step that may be so already. */
    interface Look extends Step {

        /** Whether it is so now. Asks the cluster: never called under a lock. */
        boolean isSo();

        @Override
        default List<Look> looking() {
            return List.of(this);
        }
    }
}
