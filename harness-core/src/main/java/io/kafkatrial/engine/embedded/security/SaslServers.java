/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import io.kafkatrial.engine.SaslMechanism;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.apache.kafka.common.security.oauthbearer.internals.OAuthBearerSaslServer;
import org.apache.kafka.common.security.plain.internals.PlainSaslServer;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JDK where the SASL servers of our brokers come from. Kafka registers its own servers with the JDK under
 * fixed names, once in a JVM, and the user's class path may have a Kafka of its own: whichever came second would get
 * the other's classes. So Kafka's registration is never run here. This provider stands first and makes servers for
 * {@link Handler}s, which only our brokers have; everybody else is passed on to the next provider.
 */
final class SaslServers extends Provider {

    private static final long serialVersionUID = 1L;
    private static final String NAME = "Kafka Trial SASL servers";

    private SaslServers() {
        super(NAME, "1.0", "SASL servers of the brokers of a test");
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            putService(new Making(this, mechanism));
        }
    }

    /** Register, once in the JVM. */
    static void register() {
        synchronized (SaslServers.class) {
            if (Security.getProvider(NAME) == null) {
                Security.insertProviderAt(new SaslServers(), 1);
            }
        }
    }

    /** A callback handler of one of our brokers. */
    interface Handler extends CallbackHandler {}

    private static final class Making extends Provider.Service {
        private final SaslMechanism mechanism;

        Making(Provider provider, SaslMechanism mechanism) {
            super(provider, "SaslServerFactory", mechanism.toString(), Factory.class.getName(), List.of(), Map.of());
            this.mechanism = mechanism;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new Factory(mechanism);
        }
    }

    private record Factory(SaslMechanism mechanism) implements SaslServerFactory {
        @Override
        public @Nullable SaslServer createSaslServer(
                String name,
                String protocol,
                @Nullable String server,
                @Nullable Map<String, ?> properties,
                CallbackHandler handler) {
            if (!(handler instanceof Handler) || !name.equals(mechanism.toString())) {
                return null;
            }
            return switch (mechanism) {
                case PLAIN -> new PlainSaslServer(handler);
                case OAUTHBEARER -> new OAuthBearerSaslServer(handler);
                case SCRAM_SHA_256 -> scram(ScramMechanism.SCRAM_SHA_256, handler);
                case SCRAM_SHA_512 -> scram(ScramMechanism.SCRAM_SHA_512, handler);
            };
        }

        private static SaslServer scram(ScramMechanism mechanism, CallbackHandler handler) {
            try {
                return new ScramSaslServer(mechanism, Map.of(), handler);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has " + mechanism.hashAlgorithm(), impossible);
            }
        }

        @Override
        public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
            return new String[] {mechanism.toString()};
        }
    }
}
