/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ClientFiles;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecurityComplaints;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.UserSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code run} that say who gets in. Set once, by picocli; used by one thread. */
final class SecurityOptions {

    private static final String HERE = "127.0.0.1";

    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            description = "What brokers speak with clients: PLAINTEXT, SASL_PLAINTEXT, SSL or SASL_SSL."
                    + " Default: PLAINTEXT, and everybody on this machine may do everything.")
    private @Nullable String protocol;

    @Option(
            names = "--mechanism",
            paramLabel = "NAME",
            split = ",",
            description = "A SASL mechanism: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER; may be repeated."
                    + " Default: PLAIN, where the protocol has SASL.")
    private List<String> mechanisms = List.of();

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = "Somebody who may log in; may be repeated. The name alone where the protocol has no SASL.")
    private List<String> users = List.of();

    @Option(
            names = "--acl",
            paramLabel = "RULE",
            description = "An access rule such as \"alice allow READ,WRITE topic:orders\"; may be repeated."
                    + " What no rule allows is refused then.")
    private List<String> acls = List.of();

    @Option(
            names = "--super-user",
            paramLabel = "NAME",
            description = "A user who may do everything; may be repeated. What no rule allows others is refused then.")
    private List<String> superUsers = List.of();

    @Option(names = "--authorize", description = "Refuse what no rule allows, also if there are no rules yet.")
    private boolean authorize;

    @Option(
            names = "--client-auth",
            paramLabel = "WHETHER",
            description = "Whether brokers with TLS ask clients for certificates: none, requested or required."
                    + " Without it: none.")
    private @Nullable String clientAuth;

    @Option(
            names = "--client-files",
            paramLabel = "DIR",
            description = "Where NAME.properties of every user and the certificates go."
                    + " Without it: a temporary directory, removed at the end.")
    private @Nullable Path directory;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description = "The address brokers listen on; 0.0.0.0 is every one, for anybody to reach."
                    + " Without it: 127.0.0.1.")
    private @Nullable String bind;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "The host clients are told to connect to. Without it: 127.0.0.1.")
    private @Nullable String advertise;

    private @Nullable Path temporary;

    /** What is asked for; empty if nothing is. Makes no file yet. */
    Optional<SecuritySpec> spec() {
        if (!isGiven()) {
            return Optional.empty();
        }
        ListenerProtocol chosen = protocol == null ? ListenerProtocol.PLAINTEXT : ListenerProtocol.parse(protocol);
        SecuritySpec spec = SecuritySpec.of(chosen)
                .mechanism(mechanisms.stream().map(SaslMechanism::parse).toArray(SaslMechanism[]::new))
                .place(bind == null ? HERE : bind, advertise == null ? HERE : advertise);
        for (String user : users) {
            UserSpec read = UserSpec.parse(user, chosen);
            spec = spec.user(read.name(), read.password());
        }
        for (String superUser : superUsers) {
            spec = spec.superUser(superUser);
        }
        spec = acls.isEmpty() ? spec : spec.acl(acls.toArray(String[]::new));
        spec = authorize ? spec.authorize() : spec;
        spec = directory == null ? spec : spec.directory(directory.toAbsolutePath());
        return Optional.of(clientAuth == null ? spec : spec.clientAuth(ClientAuth.parse(clientAuth)));
    }

    private boolean isGiven() {
        boolean anything = protocol != null || clientAuth != null || bind != null || advertise != null || authorize;
        return anything
                || directory != null
                || Stream.of(mechanisms, users, acls, superUsers).anyMatch(it -> !it.isEmpty());
    }

    /** Write what clients need to get in; gives back where, and nothing if they need nothing. */
    Optional<Path> write(Cluster cluster) {
        Optional<SecuritySpec> asked = cluster.spec().security();
        if (asked.isEmpty() || (!asked.get().isOn() && directory == null)) {
            return Optional.empty();
        }
        Path where = directory != null ? directory.toAbsolutePath() : temporary(cluster, asked.get());
        ClientFiles.write(where, cluster.bootstrapServers(), cluster.security());
        return Optional.of(where);
    }

    private Path temporary(Cluster cluster, SecuritySpec asked) {
        if (asked.protocol().hasTls()) {
            return cluster.security().certificates().directory();
        }
        try {
            Path made = Files.createTempDirectory("kafka-trial-");
            temporary = made;
            return made;
        } catch (IOException failed) {
            throw SecurityComplaints.clientFiles(Path.of(System.getProperty("java.io.tmpdir")), failed);
        }
    }

    /** Remove what only this process needed. */
    void clear() {
        Path made = temporary;
        if (made == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(made)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException gone) {
            // a temporary directory may stay
        }
    }
}
