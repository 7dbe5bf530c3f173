/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

/** What a fired fault holds broken outside the cluster, until it is undone. Safe for use by several threads. */
public interface Ongoing {

    /** What was done, in words, the moment it was done. */
    String detail();

    /** How much it has touched so far; 0 if nobody has met it yet. */
    long touched();

    /** What it did, in words, so far. */
    String evidence();

    /** Undo it; called once, also when the test is interrupted. Returns how that went, in words. */
    String undo();
}
