/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/**
 * What a directed link did to its traffic since the cluster started; evidence that a link fault bit.
 *
 * @param passed messages let through at once
 * @param delayed messages delivered late, by a delay or for want of bandwidth
 * @param stopped messages that met a cut: held back or lost
 * @param reset connections reset by {@link Lever.Reset}
 */
public record LinkCount(long passed, long delayed, long stopped, long reset) {
    public static final LinkCount NONE = new LinkCount(0, 0, 0);

    /** A link that has not lost a connection. */
    public LinkCount(long passed, long delayed, long stopped) {
        this(passed, delayed, stopped, 0);
    }

    /** The traffic since {@code earlier}. */
    public LinkCount since(LinkCount earlier) {
        return new LinkCount(
                passed - earlier.passed, delayed - earlier.delayed, stopped - earlier.stopped, reset - earlier.reset);
    }
}
