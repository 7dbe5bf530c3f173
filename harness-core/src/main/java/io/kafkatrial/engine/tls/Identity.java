/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A private key with its certificate, and those above it.
 *
 * @param key the private key
 * @param chain the key's own certificate first
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public Identity {
        chain = List.copyOf(chain);
    }

    /** The key's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Write key and chain as a PKCS12 key store with one entry. */
    public void writeKeyStore(Path file, String password) throws IOException, GeneralSecurityException {
        save(keyStore(password), file, password);
    }

    /** Key and chain as a key store with one entry, in memory. */
    public KeyStore keyStore(String password) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("key", key, password.toCharArray(), chain.toArray(Certificate[]::new));
        return store;
    }

    /** Write a certificate as a PKCS12 trust store. */
    static void writeTrustStore(X509Certificate trusted, Path file, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry("ca", trusted);
        save(store, file, password);
    }

    /** The private key as PEM (PKCS8, not encrypted). */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The chain as PEM, the key's own certificate first. */
    public String chainPem() throws GeneralSecurityException {
        StringBuilder all = new StringBuilder();
        for (X509Certificate each : chain) {
            all.append(pem(each));
        }
        return all.toString();
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(content) + "\n-----END " + what + "-----\n";
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void save(KeyStore store, Path file, String password) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }
}
