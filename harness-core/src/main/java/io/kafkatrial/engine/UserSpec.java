/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/**
 * A user and its password.
 *
 * @param name what brokers know it by
 * @param password what it logs in with; means nothing where there is no SASL
 */
public record UserSpec(String name, String password) {

    private static final String NO_PASSWORD = "unused";

    /**
     * Read a text such as {@code alice:wonder}; the name alone will do where nobody logs in with a password.
     *
     * @throws TrialException if a password is missing
     */
    public static UserSpec parse(String text, ListenerProtocol protocol) {
        String[] parts = text.strip().split(":", 2);
        if (parts.length == 1 && protocol.hasSasl()) {
            throw SecurityComplaints.noPassword(parts[0], protocol);
        }
        return new UserSpec(parts[0], parts.length == 1 ? NO_PASSWORD : parts[1]);
    }
}
