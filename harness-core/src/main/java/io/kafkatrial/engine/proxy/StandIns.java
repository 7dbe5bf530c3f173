/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Clients of a broker that stand in for others: each shows a certificate with the name of the one it stands for, and
 * takes whatever the broker shows, because the one it stands for has judged that already. Safe for use by several
 * threads.
 */
public final class StandIns {

    private final Function<String, KeyStore> keys;
    private final char[] password;
    private final Map<Optional<String>, SSLContext> contexts = new ConcurrentHashMap<>();

    /**
     * Nobody yet.
     *
     * @param keys a key with a certificate of a name
     * @param password of those key stores
     */
    public StandIns(Function<String, KeyStore> keys, String password) {
        this.keys = keys;
        this.password = password.toCharArray();
    }

    /** For one more connection in the name of a client, or of nobody. */
    SSLEngine engine(Optional<String> client) throws GeneralSecurityException {
        SSLContext known = contexts.get(client);
        SSLContext context = known != null ? known : make(client);
        contexts.put(client, context);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLContext make(Optional<String> client) throws GeneralSecurityException {
        KeyManager[] own = new KeyManager[0];
        if (client.isPresent()) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys.apply(client.get()), password);
            own = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, new TrustManager[] {new Credulous()}, null);
        return context;
    }

    /** Takes every certificate. */
    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
