/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/**
 * What a directed link did to its traffic since the cluster started; evidence that a link fault bit.
 *
 * @param passed messages let through at once
 * @param delayed messages delivered late
 * @param stopped messages that met a cut: held back or lost
 */
public record LinkCount(long passed, long delayed, long stopped) {
    public static final LinkCount NONE = new LinkCount(0, 0, 0);

    /** The traffic since {@code earlier}. */
    public LinkCount since(LinkCount earlier) {
        return new LinkCount(passed - earlier.passed, delayed - earlier.delayed, stopped - earlier.stopped);
    }
}
