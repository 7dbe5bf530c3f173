/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

/**
 * What a topic is judged by, the strongest the history has for it.
 */
public enum Evidence {
    /** Nobody read the topic but the final read: only the log is judged. */
    LOG,

    /** A consumer group read the topic; being handed a record counts as its effect. */
    DELIVERIES,

    /**
     * The application reported effects of the topic's records. Repeated appends and deliveries are then
     * excused, for the application may recognise them; its effects are what counts.
     */
    EFFECTS
}
