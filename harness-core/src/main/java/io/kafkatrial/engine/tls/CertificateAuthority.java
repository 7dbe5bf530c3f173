/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/**
 * Signs certificates (X.509 v3, RFC 5280) with a key of its own; P-256 and SHA-256 all over, which every TLS 1.2
 * and 1.3 client takes and which cost a millisecond. For tests: the keys live in memory and in the files the
 * test asks for.
 *
 * <p>Safe for use by several threads.
 */
public final class CertificateAuthority {

    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final int SIGN_CERTIFICATES = 0x06;
    private static final int SIGN = 0x80;

    private final Identity self;
    private final AtomicLong serial;

    private CertificateAuthority(Identity self, long firstSerial) {
        this.self = self;
        this.serial = new AtomicLong(firstSerial);
    }

    /**
     * What a certificate is to say.
     *
     * @param subject whom it is for, as in {@code CN=alice}
     * @param hosts DNS names and IPv4 addresses it is for; empty for a client
     * @param notBefore valid from
     * @param notAfter valid until
     */
    public record Order(String subject, List<String> hosts, Instant notBefore, Instant notAfter) {
        public Order {
            hosts = List.copyOf(hosts);
        }
    }

    /** Make an authority that is valid from a day before {@code now} for ten years. */
    public static CertificateAuthority create(String name, Instant now) throws GeneralSecurityException {
        KeyPair keys = newKeys();
        Order order = new Order(name, List.of(), now.minus(1, ChronoUnit.DAYS), now.plus(3650, ChronoUnit.DAYS));
        Issuer itself = new Issuer(new X500Principal(name), keys);
        X509Certificate certificate = sign(order, keys.getPublic(), itself, now.toEpochMilli(), true);
        return new CertificateAuthority(new Identity(keys.getPrivate(), List.of(certificate)), now.toEpochMilli() + 1);
    }

    /** A new key with the certificate of {@code order}. */
    public Identity issue(Order order) throws GeneralSecurityException {
        KeyPair keys = newKeys();
        Issuer issuer = new Issuer(
                certificate().getSubjectX500Principal(),
                new KeyPair(certificate().getPublicKey(), self.key()));
        X509Certificate signed = sign(order, keys.getPublic(), issuer, serial.getAndIncrement(), false);
        return new Identity(keys.getPrivate(), List.of(signed, certificate()));
    }

    /** The certificate to trust. */
    public X509Certificate certificate() {
        return self.certificate();
    }

    /** The certificate to trust, as PEM. */
    public String pem() throws GeneralSecurityException {
        return Identity.pem(certificate());
    }

    /** Write the certificate to trust as a PKCS12 trust store. */
    public void writeTrustStore(Path file, String password) throws IOException, GeneralSecurityException {
        Identity.writeTrustStore(certificate(), file, password);
    }

    private record Issuer(X500Principal name, KeyPair keys) {
        PrivateKey key() {
            return keys.getPrivate();
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(Order order, PublicKey key, Issuer issuer, long serial, boolean authority)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(BigInteger.valueOf(serial)),
                algorithm,
                issuer.name().getEncoded(),
                Der.sequence(Der.time(order.notBefore()), Der.time(order.notAfter())),
                new X500Principal(order.subject()).getEncoded(),
                key.getEncoded(),
                Der.explicit(3, extensions(order, key, issuer.keys().getPublic(), authority)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer.key());
        signature.update(content);
        byte[] whole = Der.sequence(content, algorithm, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] extensions(Order order, PublicKey key, PublicKey issuer, boolean authority)
            throws GeneralSecurityException {
        List<byte[]> all = new ArrayList<>();
        all.add(critical("2.5.29.19", authority ? Der.sequence(Der.yes()) : Der.sequence()));
        all.add(critical("2.5.29.15", Der.flags(authority ? SIGN_CERTIFICATES : SIGN)));
        all.add(plain("2.5.29.14", Der.octets(keyId(key))));
        all.add(plain("2.5.29.35", Der.sequence(Der.implicit(0, keyId(issuer)))));
        if (!authority) {
            // one kind of certificate for brokers and clients: brokers are clients of each other
            all.add(plain("2.5.29.37", Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"), Der.oid("1.3.6.1.5.5.7.3.2"))));
        }
        if (!order.hosts().isEmpty()) {
            all.add(plain("2.5.29.17", hosts(order.hosts())));
        }
        return Der.sequence(all.toArray(byte[][]::new));
    }

    private static byte[] hosts(List<String> hosts) {
        return Der.sequence(hosts.stream().map(CertificateAuthority::host).toArray(byte[][]::new));
    }

    private static byte[] host(String host) {
        if (!host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII));
        }
        String[] numbers = host.split("\\.", -1);
        byte[] address = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            address[i] = (byte) Integer.parseInt(numbers[i]);
        }
        return Der.implicit(7, address);
    }

    private static byte[] plain(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }

    /** A name for a key, RFC 5280's method 1 on the whole key information: only its being unique matters. */
    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
    }
}
