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
    SEND_INVOKED("SendInvoked", "", ""),
    /** {@link Event.SendAcked}. */
    SEND_ACKED("SendAcked", "", ""),
    /** {@link Event.SendFailed}. */
    SEND_FAILED("SendFailed", "", "error"),
    /** {@link Event.SendUnknown}. */
    SEND_UNKNOWN("SendUnknown", "", "error"),
    /** {@link Event.TombstoneSent}. */
    TOMBSTONE_SENT("TombstoneSent", "", ""),
    /** {@link Event.Derived}: the record is the output, the offset that of the input. */
    DERIVED("Derived", "", ""),
    /** {@link Event.Polled}. */
    POLLED("Polled", "consumer", ""),
    /** {@link Event.PollReturned}: how many records is where others have the offset. */
    POLL_RETURNED("PollReturned", "consumer", ""),
    /** {@link Event.Processed}. */
    PROCESSED("Processed", "by", ""),
    /** {@link Event.ShareAcknowledged}. */
    SHARE_ACKNOWLEDGED("ShareAcknowledged", "consumer", "how"),
    /** {@link Event.CommitInvoked}. */
    COMMIT_INVOKED("CommitInvoked", "consumer", ""),
    /** {@link Event.Committed}. */
    COMMITTED("Committed", "consumer", ""),
    /** {@link Event.GroupOffset}. */
    GROUP_OFFSET("GroupOffset", "", "leaderEpoch"),
    /** {@link Event.Found}. */
    FOUND("Found", "", ""),
    /** {@link Event.Hidden}. */
    HIDDEN("Hidden", "", ""),
    /** {@link Event.ReplicaFound}; the broker is {@link Lane#broker()}. */
    REPLICA_FOUND("ReplicaFound", "", "broker"),
    /** Any other event: ask {@link Cursor#event()}. */
    OTHER("", "", "");

    private final String event;
    private final String reader;
    private final String word;

    Kind(String event, String reader, String word) {
        this.event = event;
        this.reader = reader;
        this.word = word;
    }

    /** The name of its record in {@link Event}. */
    String event() {
        return event;
    }

    /** The component that names who read; empty if it has none. */
    String reader() {
        return reader;
    }

    /** One more component, the same for many events; empty if it has none. */
    String word() {
        return word;
    }

    boolean wordIsNumber() {
        return this == GROUP_OFFSET || this == REPLICA_FOUND;
    }

    /** The component that is kept as offset; empty if it has none. */
    String offset() {
        return switch (this) {
            case SEND_INVOKED, SEND_FAILED, SEND_UNKNOWN, TOMBSTONE_SENT, OTHER -> "";
            case POLL_RETURNED -> "records";
            default -> "offset";
        };
    }
}
