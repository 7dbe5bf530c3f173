/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a mark in the timeline means, and so which colour it has. */
@API(status = Status.INTERNAL, since = "0.1.0")
public enum Tone {
    /** Somebody asked for something. */
    ASKED,
    /** It was granted. */
    ACKED,
    /** Nobody knows. */
    UNKNOWN,
    /** It was refused, or broke. */
    FAILED,
    /** A record was handed out. */
    READ,
    /** Its effect was done. */
    DONE,
    /** Progress was committed. */
    COMMITTED,
    /** The final read found a record. */
    FOUND,
    /** Something about the cluster or a client changed. */
    CHANGED
}
