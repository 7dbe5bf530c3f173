/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

/**
 * Which passages of a point: of a node's code, of the application's, or of what a client does.
 *
 * @param skip how many pass first
 * @param times how many are met at most; 0 is all
 */
public record Passages(int skip, int times) {

    /** Every passage. */
    public static Passages all() {
        return new Passages(0, 0);
    }

    /** The nth alone, counted from 1. */
    public static Passages nth(int nth) {
        return new Passages(nth - 1, 1);
    }
}
