/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import io.kafkatrial.engine.SaslMechanism;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.authenticator.CredentialCache;
import org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.plain.internals.PlainServerCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramServerCallbackHandler;
import org.apache.kafka.common.security.token.delegation.internals.DelegationTokenCache;

/** Kafka's callback handlers, which know the users, for each mechanism of a broker. */
final class Callbacks {

    private Callbacks() {}

    /** A handler of Kafka's that {@link SaslServers} knows as ours. */
    private record Ours(AuthenticateCallbackHandler kafkas)
            implements AuthenticateCallbackHandler, SaslServers.Handler {
        @Override
        public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
            kafkas.configure(configs, mechanism, entries);
        }

        @Override
        public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
            kafkas.handle(callbacks);
        }

        @Override
        public void close() {
            kafkas.close();
        }
    }

    /**
     * The handler of one mechanism.
     *
     * @param users names and passwords, for PLAIN
     * @param scram the credentials of the metadata, for SCRAM
     */
    static AuthenticateCallbackHandler of(SaslMechanism mechanism, Map<String, String> users, CredentialCache scram) {
        String name = mechanism.toString();
        AuthenticateCallbackHandler handler =
                switch (mechanism) {
                    case PLAIN -> new PlainServerCallbackHandler();
                    case OAUTHBEARER -> new OAuthBearerUnsecuredValidatorCallbackHandler();
                    case SCRAM_SHA_256, SCRAM_SHA_512 ->
                        new ScramServerCallbackHandler(
                                scram.cache(name, ScramCredential.class), new DelegationTokenCache(List.of(name)));
                };
        handler.configure(Map.of(), name, List.of(entry(mechanism, users)));
        return new Ours(handler);
    }

    /** What stands in a broker's JAAS configuration; the login module named there is never run. */
    private static AppConfigurationEntry entry(SaslMechanism mechanism, Map<String, String> users) {
        Map<String, String> options = new LinkedHashMap<>();
        if (mechanism == SaslMechanism.PLAIN) {
            users.forEach((user, password) -> options.put("user_" + user, password));
        }
        return new AppConfigurationEntry(PlainLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options);
    }
}
