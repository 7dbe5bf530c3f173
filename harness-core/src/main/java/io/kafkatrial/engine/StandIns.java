/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import io.kafkatrial.engine.tls.CertificateAuthority;
import io.kafkatrial.engine.tls.CertificateAuthority.Order;
import io.kafkatrial.engine.tls.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * Clients of a broker that stand in for others: each shows a certificate with the name of the one it stands for, and
 * takes whatever the broker shows, because the one it stands for has judged that already. Safe for use by several
 * threads.
 */
final class StandIns {

    private static final char[] PASSWORD = CertificateFiles.PASSWORD.toCharArray();

    private final CertificateAuthority authority;
    private final Instant now;
    private final Map<Optional<X500Principal>, SSLContext> contexts = new ConcurrentHashMap<>();

    StandIns(CertificateAuthority authority, Instant now) {
        this.authority = authority;
        this.now = now;
    }

    SSLContext of(Optional<X500Principal> name) {
        return contexts.computeIfAbsent(name, this::make);
    }

    private SSLContext make(Optional<X500Principal> name) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    name.isPresent() ? keys(name.get()) : new KeyManager[0], new TrustManager[] {new Credulous()}, null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw SecurityComplaints.standIn(name.map(X500Principal::getName).orElse("nobody"), failed);
        }
    }

    private KeyManager[] keys(X500Principal name) throws IOException, GeneralSecurityException {
        Duration year = Duration.ofDays(365);
        Identity identity =
                authority.issue(new Order(name.getName(), List.of(), now.minus(year), now.plus(year)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", identity.key(), PASSWORD, identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
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
