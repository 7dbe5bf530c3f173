/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The security of one running cluster, made from its {@link SecuritySpec}: the certificates, and the
 * configuration of brokers and of clients by Kafka's names. The same for every engine.
 *
 * <p>Safe for use by several threads.
 */
public final class ClusterSecurity implements AutoCloseable {

    private final SecuritySpec spec;
    private final String harnessPassword;
    private final @Nullable CertificateFiles certificates;

    private ClusterSecurity(SecuritySpec spec, long seed, @Nullable CertificateFiles certificates) {
        this.spec = spec;
        this.harnessPassword = "trial-" + Long.toHexString(seed);
        this.certificates = certificates;
    }

    /** Make the security of a cluster, with the certificates if the protocol has any; empty if its spec has none. */
    public static Optional<ClusterSecurity> of(ClusterSpec cluster, Instant now) {
        return cluster.security().map(spec -> of(spec, cluster.seed(), now));
    }

    private static ClusterSecurity of(SecuritySpec spec, long seed, Instant now) {
        CertificateFiles files = spec.protocol().hasTls()
                ? CertificateFiles.create(spec.certificates().directory(), now)
                : null;
        return new ClusterSecurity(spec, seed, files);
    }

    /**
     * The security of a cluster that another process runs.
     *
     * @param certificates where that process keeps the certificates, if there are any
     */
    public static Optional<ClusterSecurity> ofAnotherProcess(ClusterSpec cluster, Optional<Path> certificates) {
        return cluster.security()
                .map(spec -> new ClusterSecurity(
                        spec,
                        cluster.seed(),
                        certificates.map(CertificateFiles::ofAnotherProcess).orElse(null)));
    }

    /** The spec it was made from. */
    public SecuritySpec spec() {
        return spec;
    }

    /**
     * The certificates.
     *
     * @throws TrialException if the protocol has none
     */
    public CertificateFiles certificates() {
        if (certificates == null) {
            throw SecurityComplaints.noCertificates(spec.protocol());
        }
        return certificates;
    }

    /** Every user with the password, the harness's own included. */
    public Map<String, String> users() {
        Map<String, String> users = new TreeMap<>(spec.users());
        users.put(SecuritySpec.HARNESS_USER, harnessPassword);
        return users;
    }

    /** What a client of the harness's own superuser needs beside {@code bootstrap.servers}. */
    public Map<String, Object> clientProperties() {
        return clientProperties(SecuritySpec.HARNESS_USER);
    }

    /**
     * What a client of {@code user} needs beside {@code bootstrap.servers}, with the first mechanism of the
     * cluster.
     *
     * @throws TrialException if there is no such user
     */
    public Map<String, Object> clientProperties(String user) {
        Optional<SaslMechanism> first = spec.mechanisms().stream().findFirst();
        return clientProperties(user, first);
    }

    /**
     * The same with the mechanism of choice.
     *
     * @throws TrialException if there is no such user, or the brokers do not offer the mechanism
     */
    public Map<String, Object> clientProperties(String user, SaslMechanism mechanism) {
        if (!spec.mechanisms().contains(mechanism)) {
            throw SecurityComplaints.unknownMechanism(mechanism, spec.mechanisms());
        }
        return clientProperties(user, Optional.of(mechanism));
    }

    private Map<String, Object> clientProperties(String user, Optional<SaslMechanism> mechanism) {
        String password = users().get(user);
        if (password == null) {
            throw SecurityComplaints.unknownUser(user, spec.users().keySet());
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        if (spec.protocol() != ListenerProtocol.PLAINTEXT) {
            properties.put("security.protocol", spec.protocol().name());
        }
        mechanism.ifPresent(how -> {
            properties.put("sasl.mechanism", how.toString());
            properties.put("sasl.jaas.config", LoginModules.forClient(how, user, password));
        });
        if (certificates != null) {
            properties.put("ssl.truststore.type", "PKCS12");
            properties.put("ssl.truststore.location", certificates.trustStore().toString());
            properties.put("ssl.truststore.password", CertificateFiles.PASSWORD);
            if (spec.certificates().clientAuth() != ClientAuth.NONE) {
                properties.put("ssl.keystore.type", "PKCS12");
                properties.put(
                        "ssl.keystore.location",
                        certificates.of(user).keyStore().toString());
                properties.put("ssl.keystore.password", CertificateFiles.PASSWORD);
            }
        }
        return properties;
    }

    /**
     * The configuration of a broker for the listener clients use. SCRAM users are not in it: they are put into the
     * cluster's metadata.
     *
     * @param listener the listener's name
     */
    public Map<String, String> brokerProperties(String listener) {
        Map<String, String> config = new TreeMap<>();
        if (spec.protocol().hasSasl()) {
            config.put(
                    "sasl.enabled.mechanisms",
                    spec.mechanisms().stream().map(SaslMechanism::toString).collect(Collectors.joining(",")));
            spec.mechanisms()
                    .forEach(how ->
                            config.put(LoginModules.jaasKey(listener, how), LoginModules.forBroker(how, users())));
        }
        if (certificates != null) {
            var own = certificates.broker(
                    spec.certificates().broker(), spec.place().advertisedHost());
            config.put("ssl.keystore.type", "PKCS12");
            config.put("ssl.keystore.location", own.keyStore().toString());
            config.put("ssl.keystore.password", CertificateFiles.PASSWORD);
            config.put("ssl.truststore.type", "PKCS12");
            config.put("ssl.truststore.location", certificates.trustStore().toString());
            config.put("ssl.truststore.password", CertificateFiles.PASSWORD);
            config.put("ssl.client.auth", spec.certificates().clientAuth().toString());
        }
        if (spec.authorization().enabled()) {
            config.put("authorizer.class.name", LoginModules.AUTHORIZER);
            config.put("super.users", String.join(";", superUsers()));
            config.put(
                    "allow.everyone.if.no.acl.found",
                    Boolean.toString(spec.authorization().allowIfNoAcl()));
        }
        return config;
    }

    /** The principals that may do everything; the harness's own in every form brokers may know it by. */
    private Set<String> superUsers() {
        return Stream.concat(
                        Stream.of("User:" + SecuritySpec.HARNESS_USER, "User:CN=" + SecuritySpec.HARNESS_USER),
                        spec.authorization().superUsers().stream().map(spec::principal))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Remove temporary files. */
    @Override
    public void close() {
        if (certificates != null) {
            certificates.close();
        }
    }
}
