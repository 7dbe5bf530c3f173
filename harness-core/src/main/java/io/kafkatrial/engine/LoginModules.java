/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JAAS configuration for Kafka's login modules. They are named for other class paths than ours, the user's
 * clients and real brokers, so the names are put together: relocation would change whole ones.
 */
final class LoginModules {

    private static final String KAFKA = String.join(".", "org", "apache", "kafka");

    /** Kafka's authorizer with rules in the metadata. */
    static final String AUTHORIZER = KAFKA + ".metadata.authorizer.StandardAuthorizer";

    private LoginModules() {}

    static String forClient(SaslMechanism mechanism, String user, String password) {
        return mechanism == SaslMechanism.OAUTHBEARER
                ? required(mechanism, "unsecuredLoginStringClaim_sub=\"" + user + "\"")
                : required(mechanism, "username=\"" + user + "\" password=\"" + password + "\"");
    }

    /** The key of a broker's JAAS configuration for one mechanism of one listener. */
    static String jaasKey(String listener, SaslMechanism mechanism) {
        return "listener.name." + listener.toLowerCase(Locale.ROOT) + "."
                + mechanism.toString().toLowerCase(Locale.ROOT) + ".sasl.jaas.config";
    }

    static String forBroker(SaslMechanism mechanism, Map<String, String> users) {
        return switch (mechanism) {
            case PLAIN ->
                required(
                        mechanism,
                        users.entrySet().stream()
                                .map(user -> "user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                                .collect(Collectors.joining(" ")));
            case OAUTHBEARER ->
                required(mechanism, "unsecuredLoginStringClaim_sub=\"" + SecuritySpec.HARNESS_USER + "\"");
            case SCRAM_SHA_256, SCRAM_SHA_512 -> required(mechanism, "");
        };
    }

    private static String required(SaslMechanism mechanism, String options) {
        String module = KAFKA + ".common.security." + module(mechanism);
        return options.isEmpty() ? module + " required;" : module + " required " + options + ";";
    }

    private static String module(SaslMechanism mechanism) {
        return switch (mechanism) {
            case PLAIN -> "plain.PlainLoginModule";
            case SCRAM_SHA_256, SCRAM_SHA_512 -> "scram.ScramLoginModule";
            case OAUTHBEARER -> "oauthbearer.OAuthBearerLoginModule";
        };
    }
}
