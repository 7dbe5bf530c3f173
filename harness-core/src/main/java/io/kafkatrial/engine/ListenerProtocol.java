/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Locale;

/** How clients talk to brokers; Kafka's security protocols, by Kafka's names. */
public enum ListenerProtocol {
    /** In the clear, nobody proves who he is: every client is {@code User:ANONYMOUS}. */
    PLAINTEXT,
    /** In the clear, clients prove who they are. */
    SASL_PLAINTEXT,
    /** Encrypted; clients prove who they are if {@link ClientAuth} asks for their certificate. */
    SSL,
    /** Encrypted, clients prove who they are by SASL. */
    SASL_SSL;

    /** Whether clients prove who they are by SASL. */
    public boolean hasSasl() {
        return this == SASL_PLAINTEXT || this == SASL_SSL;
    }

    /** Whether connections are encrypted. */
    public boolean hasTls() {
        return this == SSL || this == SASL_SSL;
    }

    /**
     * The protocol of this name, in any case.
     *
     * @throws TrialException if there is none
     */
    public static ListenerProtocol parse(String name) {
        try {
            return valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw SecurityComplaints.unknown("protocol", name, values());
        }
    }
}
