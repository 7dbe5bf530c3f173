/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;

/** What a fired fault holds broken until it is undone. Safe for use by several threads. */
interface Effect {

    /** What was done, in words, the moment it was done. */
    String detail();

    /** How much it has touched so far. */
    long touched();

    /** What it did, in words, so far. */
    String evidence();

    /** Take note of what follows from it. */
    void note(ClusterEvent event);

    /** Undo it. Returns how that went, in words. */
    String undo();
}
