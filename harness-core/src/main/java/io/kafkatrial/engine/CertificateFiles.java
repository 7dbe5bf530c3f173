/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import io.kafkatrial.engine.tls.CertificateAuthority;
import io.kafkatrial.engine.tls.CertificateAuthority.Order;
import io.kafkatrial.engine.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The certificates of one cluster, made when they are first asked for, as PKCS12 files for Java and as PEM for
 * everybody else. The keys are worth nothing outside this cluster: its authority is made with it and trusted by
 * nobody else.
 *
 * <p>Safe for use by several threads.
 */
public final class CertificateFiles implements AutoCloseable {

    /** The password of every store. */
    public static final String PASSWORD = "kafka-trial";

    private static final Duration DAY = Duration.ofDays(1);
    private static final String ORGANISATION = ", O=Kafka Trial";

    private final Path directory;
    private final boolean temporary;
    private final Instant now;
    private final Optional<CertificateAuthority> authority;
    private final Map<String, KeyFiles> made = new HashMap<>();

    /**
     * One key with its certificate.
     *
     * @param keyStore both, as PKCS12 with {@link #PASSWORD}
     * @param certificatePem the certificate and the authority's, as PEM
     * @param keyPem the key, as PEM (PKCS8), not encrypted
     */
    public record KeyFiles(Path keyStore, Path certificatePem, Path keyPem) {}

    private CertificateFiles(Path directory, boolean temporary, Instant now, Optional<CertificateAuthority> authority) {
        this.directory = directory;
        this.temporary = temporary;
        this.now = now;
        this.authority = authority;
    }

    /** The files of a cluster that another process runs: those that are there, as the authority is with that one. */
    static CertificateFiles ofAnotherProcess(Path directory) {
        return new CertificateFiles(directory, /* temporary= */ false, Instant.EPOCH, Optional.empty());
    }

    /** Make an authority, its files in {@code wanted} or else in a temporary directory. */
    static CertificateFiles create(Optional<Path> wanted, Instant now) {
        Path directory = wanted.orElse(Path.of(System.getProperty("java.io.tmpdir")));
        try {
            directory = wanted.isPresent()
                    ? Files.createDirectories(wanted.get())
                    : Files.createTempDirectory("kafka-trial-certificates-");
            CertificateAuthority authority = CertificateAuthority.create("CN=Kafka Trial CA" + ORGANISATION, now);
            CertificateFiles files = new CertificateFiles(directory, wanted.isEmpty(), now, Optional.of(authority));
            authority.writeTrustStore(files.trustStore(), PASSWORD);
            Files.writeString(files.authorityPem(), authority.pem());
            return files;
        } catch (IOException | GeneralSecurityException failed) {
            throw SecurityComplaints.files(directory, failed);
        }
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** The certificate to trust, as PKCS12 with {@link #PASSWORD}: {@code ssl.truststore.location}. */
    public Path trustStore() {
        return directory.resolve("ca.p12");
    }

    /** The certificate to trust, as PEM: {@code ssl.ca.location} of librdkafka, {@code ca} of Node.js. */
    public Path authorityPem() {
        return directory.resolve("ca.pem");
    }

    /** The certificate of this client, as {@code CN=NAME}: good for a year. */
    public KeyFiles of(String client) {
        return made(client, this::authority, order("CN=" + client, List.of(), Duration.ofDays(365)));
    }

    /** One that ran out yesterday. */
    public KeyFiles expired(String client) {
        return made(client + "-expired", this::authority, order("CN=" + client, List.of(), DAY.negated()));
    }

    /** One that is good from tomorrow on. */
    public KeyFiles notYetValid(String client) {
        Order order = new Order("CN=" + client, List.of(), now.plus(DAY), now.plus(Duration.ofDays(365)));
        return made(client + "-not-yet", this::authority, order);
    }

    /** One that another authority has signed, whom no broker trusts. */
    public KeyFiles untrusted(String client) {
        return made(client + "-untrusted", this::stranger, order("CN=" + client, List.of(), Duration.ofDays(365)));
    }

    /** A trust store with the certificate of another authority only: clients with it trust no broker. */
    public Path foreignTrustStore() {
        Path file = directory.resolve("foreign-ca.p12");
        try {
            if (!Files.exists(file)) {
                stranger().writeTrustStore(file, PASSWORD);
            }
            return file;
        } catch (IOException | GeneralSecurityException failed) {
            throw SecurityComplaints.files(directory, failed);
        }
    }

    /**
     * A key with a certificate of this name, for somebody who talks to a broker in the name of a client; only in memory.
     *
     * @param name as the client's certificate has it, by RFC 2253
     */
    public KeyStore standIn(String name) {
        try {
            return authority()
                    .issue(order(name, List.of(), Duration.ofDays(365)))
                    .keyStore(PASSWORD);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failed) {
            throw SecurityComplaints.standIn(name, failed);
        }
    }

    /** The certificate brokers show. */
    KeyFiles broker(BrokerCertificate kind, String host) {
        List<String> hosts =
                Stream.of(host, "127.0.0.1", "localhost").distinct().toList();
        return switch (kind) {
            case VALID -> made("broker", this::authority, order("CN=broker", hosts, Duration.ofDays(365)));
            case EXPIRED -> made("broker", this::authority, order("CN=broker", hosts, DAY.negated()));
            case WRONG_HOST ->
                made("broker", this::authority, order("CN=broker", List.of("elsewhere.invalid"), Duration.ofDays(365)));
            case UNTRUSTED -> made("broker", this::stranger, order("CN=broker", hosts, Duration.ofDays(365)));
        };
    }

    private CertificateAuthority stranger() {
        try {
            return CertificateAuthority.create("CN=Somebody Else", now);
        } catch (GeneralSecurityException failed) {
            throw SecurityComplaints.files(directory, failed);
        }
    }

    private Order order(String subject, List<String> hosts, Duration lifetime) {
        return new Order(subject, hosts, now.minus(DAY.multipliedBy(2)), now.plus(lifetime));
    }

    private CertificateAuthority authority() {
        return authority.orElseThrow(() -> SecurityComplaints.noAuthority(directory));
    }

    private synchronized KeyFiles made(String name, Supplier<CertificateAuthority> by, Order order) {
        return made.computeIfAbsent(name, it -> found(it).orElseGet(() -> write(it, by.get(), order)));
    }

    /** What the process that has the authority has made. */
    private Optional<KeyFiles> found(String name) {
        return Optional.of(files(name)).filter(files -> authority.isEmpty() && Files.exists(files.keyStore()));
    }

    private KeyFiles files(String name) {
        return new KeyFiles(
                directory.resolve(name + ".p12"),
                directory.resolve(name + ".crt.pem"),
                directory.resolve(name + ".key.pem"));
    }

    private KeyFiles write(String name, CertificateAuthority by, Order order) {
        KeyFiles files = files(name);
        try {
            Identity identity = by.issue(order);
            identity.writeKeyStore(files.keyStore(), PASSWORD);
            Files.writeString(files.certificatePem(), identity.chainPem());
            Files.writeString(files.keyPem(), identity.keyPem());
            return files;
        } catch (IOException | GeneralSecurityException failed) {
            throw SecurityComplaints.files(directory, failed);
        }
    }

    /** Remove the files, unless they are in a directory of the user's. */
    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(CertificateFiles::remove);
        } catch (IOException | UncheckedIOException gone) {
            // a temporary directory may stay
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
