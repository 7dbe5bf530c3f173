/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Locale;

/** Whether a broker with TLS asks clients for their certificate; Kafka's {@code ssl.client.auth}. */
public enum ClientAuth {
    /** It does not ask. */
    NONE,
    /** It asks, and lets in who has none. */
    REQUESTED,
    /** It asks, and lets nobody in without (mutual TLS). */
    REQUIRED;

    /**
     * The value of this name, in any case.
     *
     * @throws TrialException if there is none
     */
    public static ClientAuth parse(String name) {
        try {
            return valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw SecurityComplaints.unknown("client authentication", name, values());
        }
    }

    /** Kafka's name. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
