/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.ssl.SslFactory;

/**
 * TLS on the broker's side alone, for clusters whose keys nobody has here: towards clients, which come from this machine,
 * the door is in the clear, and the proxy is one client to the broker, by the keys that clients have.
 */
public final class TlsBeyond extends TlsTerms {

    private final SslFactory asClient;

    /**
     * Prepare.
     *
     * @param client the configuration of a client, by Kafka's names
     */
    public TlsBeyond(Map<String, Object> client) {
        this.asClient = new SslFactory(ConnectionMode.CLIENT);
        asClient.configure(new AdminClientConfig(client).values());
    }

    @Override
    Optional<SslHandler> towardsClient() {
        return Optional.empty();
    }

    @Override
    SslHandler towardsBroker(Optional<SslHandler> client, InetSocketAddress broker) {
        return patient(asClient.createSslEngine(broker.getHostString(), broker.getPort()));
    }
}
