/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.ssl.SslFactory;

/**
 * TLS on both sides: towards clients the proxy is the broker, by the broker's own configuration, and towards the broker it
 * is the client, by a certificate of the same name as the client's. So each of them sees what it would see without the
 * proxy.
 */
public final class TlsThroughout extends TlsTerms {

    private final SslFactory asBroker;
    private final StandIns asClient;

    /**
     * Prepare.
     *
     * @param broker the configuration of the broker behind the door, by Kafka's names
     * @param asClient whoever the broker shall see
     */
    public TlsThroughout(Map<String, String> broker, StandIns asClient) {
        Map<String, String> security = broker.entrySet().stream()
                .filter(entry -> BrokerSecurityConfigs.CONFIG_DEF.names().contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.asBroker = new SslFactory(ConnectionMode.SERVER);
        asBroker.configure(new AbstractConfig(BrokerSecurityConfigs.CONFIG_DEF, security, false).values());
        this.asClient = asClient;
    }

    @Override
    Optional<SslHandler> towardsClient() {
        return Optional.of(patient(asBroker.createSslEngine("client", 0)));
    }

    /** The client of this connection, as far as it can tell. */
    @Override
    SslHandler towardsBroker(Optional<SslHandler> client, InetSocketAddress broker) throws GeneralSecurityException {
        return patient(asClient.engine(client.flatMap(TlsThroughout::name)));
    }

    private static Optional<String> name(SslHandler client) {
        try {
            return Optional.of(client.engine().getSession().getPeerPrincipal().getName());
        } catch (SSLPeerUnverifiedException nobody) {
            return Optional.empty();
        }
    }
}
