/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Locale;

/** How a client proves who it is; by Kafka's names, which {@link #toString} gives. */
public enum SaslMechanism {
    /** Name and password in the clear (RFC 4616). */
    PLAIN,
    /** Salted challenge and response (RFC 5802); the credentials are kept in the cluster's metadata. */
    SCRAM_SHA_256,
    /** The same with a longer hash. */
    SCRAM_SHA_512,
    /** A bearer token (RFC 7628). Here the unsecured tokens Kafka has for tests: nobody signs them. */
    OAUTHBEARER;

    /** Whether it is one of the two that keep credentials in the cluster's metadata. */
    public boolean isScram() {
        return this == SCRAM_SHA_256 || this == SCRAM_SHA_512;
    }

    /**
     * The mechanism of this name, in any case, with dashes or underscores.
     *
     * @throws TrialException if there is none
     */
    public static SaslMechanism parse(String name) {
        try {
            return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw SecurityComplaints.unknown("SASL mechanism", name, values());
        }
    }

    /** Kafka's name, for example {@code SCRAM-SHA-512}. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
