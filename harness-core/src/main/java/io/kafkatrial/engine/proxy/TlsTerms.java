/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** How the proxy takes part in TLS, so that it sees the frames that pass. Safe for use by several threads. */
public abstract sealed class TlsTerms permits TlsThroughout, TlsBeyond {

    TlsTerms() {}

    /** What a client of a new connection meets; empty is in the clear. */
    abstract Optional<SslHandler> towardsClient();

    /**
     * What the broker meets.
     *
     * @param client what the client has met, now that both have shaken hands
     * @param broker where the broker is, by the name it is called by
     */
    abstract SslHandler towardsBroker(Optional<SslHandler> client, InetSocketAddress broker)
            throws GeneralSecurityException;

    /** A broker that is frozen shakes hands when it runs on. */
    static SslHandler patient(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
