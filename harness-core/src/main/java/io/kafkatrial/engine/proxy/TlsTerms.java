/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.ssl.SslFactory;

/**
 * How the proxy takes part in TLS: towards clients it is the broker, by the broker's own configuration, and towards
 * the broker it is the client, by a certificate of the same name as the client's. So each of them sees what it would
 * see without the proxy, and the proxy sees the frames. Safe for use by several threads.
 */
public final class TlsTerms {

    private final SslFactory asBroker;
    private final Function<Optional<X500Principal>, SSLContext> asClient;

    /**
     * Prepare.
     *
     * @param broker the configuration of the broker behind the door, by Kafka's names
     * @param asClient what a client has that shows a certificate of this name, or none
     */
    public TlsTerms(Map<String, String> broker, Function<Optional<X500Principal>, SSLContext> asClient) {
        Map<String, String> security = broker.entrySet().stream()
                .filter(entry -> BrokerSecurityConfigs.CONFIG_DEF.names().contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.asBroker = new SslFactory(ConnectionMode.SERVER);
        asBroker.configure(new AbstractConfig(BrokerSecurityConfigs.CONFIG_DEF, security, false).values());
        this.asClient = asClient;
    }

    /** What a client of a new connection meets. */
    SslHandler towardsClient() {
        return patient(asBroker.createSslEngine("client", 0));
    }

    /** What the broker meets: the client of this connection, as far as it can tell. */
    SslHandler towardsBroker(SslHandler client) {
        SSLEngine engine = asClient.apply(name(client)).createSSLEngine();
        engine.setUseClientMode(true);
        return patient(engine);
    }

    private static Optional<X500Principal> name(SslHandler client) {
        try {
            return Optional.of(
                    (X500Principal) client.engine().getSession().getPeerPrincipal());
        } catch (SSLPeerUnverifiedException nobody) {
            return Optional.empty();
        }
    }

    /** A broker that is frozen shakes hands when it runs on. */
    private static SslHandler patient(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
