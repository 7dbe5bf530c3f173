/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The kinds of events that come as often as records do, and are kept in columns for it. Every other kind
 * of {@link Event} is {@link #OTHER}, and kept as it is.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public enum Kind {
    /** {@link Event.SendInvoked}. */
    SEND_INVOKED,
    /** {@link Event.SendAcked}. */
    SEND_ACKED,
    /** {@link Event.SendFailed}. */
    SEND_FAILED,
    /** {@link Event.SendUnknown}. */
    SEND_UNKNOWN,
    /** {@link Event.Polled}. */
    POLLED,
    /** {@link Event.Processed}. */
    PROCESSED,
    /** {@link Event.Found}. */
    FOUND,
    /** {@link Event.Committed}. */
    COMMITTED,
    /** {@link Event.GroupOffset}. */
    GROUP_OFFSET,
    /** Any other event: ask {@link Cursor#event()}. */
    OTHER
}
