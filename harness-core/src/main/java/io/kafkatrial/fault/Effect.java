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
    default void note(ClusterEvent event) {}

    /** Whether there is nothing left to undo, so that it ends by itself. */
    default boolean isOver() {
        return false;
    }

    /** When it is undone, if everything is. */
    default Rank rank() {
        return Rank.LINKS;
    }

    /** Undo it. Returns how that went, in words. */
    String undo();

    /** The order of healing: a broker that comes back needs its disk, its clock and its controller. */
    enum Rank {
        LINKS,
        NODES_SICK,
        NODES_AWAY,
        SETTINGS,
        CLIENTS
    }
}
