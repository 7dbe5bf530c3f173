/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who gets in, how, from where, and what for; a value. Without one a cluster has
 * PLAINTEXT on the loopback interface, and everybody may do everything.
 *
 * <pre>
 * SecuritySpec.of(SASL_SSL).mechanism(SCRAM_SHA_512).user("alice", "wonder").acl("alice allow ALL topic:orders")
 * </pre>
 *
 * <p>A broker has one listener for clients. The harness's own clients use it too, as the superuser
 * {@link #HARNESS_USER}, whom every spec has; traffic between the nodes never passes it.
 *
 * @param protocol what the listener speaks
 * @param mechanisms what clients may log in with; empty stands for PLAIN where the protocol has SASL
 * @param users names and passwords; with SSL, whom certificates are made for
 * @param certificates who shows which certificates
 * @param authorization what clients may do
 * @param place where brokers listen
 */
public record SecuritySpec(
        ListenerProtocol protocol,
        Set<SaslMechanism> mechanisms,
        Map<String, String> users,
        Certificates certificates,
        Authorization authorization,
        Place place) {

    /** The superuser the harness's own clients log in as. */
    public static final String HARNESS_USER = "trial-admin";

    /**
     * Who shows which certificates, where there is TLS.
     *
     * @param clientAuth whether clients have to show theirs
     * @param broker what is wrong with the brokers'
     * @param directory where the files go; empty for a temporary directory, removed with the cluster
     */
    public record Certificates(ClientAuth clientAuth, BrokerCertificate broker, Optional<Path> directory) {}

    /**
     * What clients may do.
     *
     * @param enabled whether brokers ask at all
     * @param superUsers users or principals that may do everything
     * @param allowIfNoAcl whether what no rule speaks of is open to all; Kafka's
     *     {@code allow.everyone.if.no.acl.found}
     * @param acls the rules to start with
     */
    public record Authorization(boolean enabled, Set<String> superUsers, boolean allowIfNoAcl, List<AclSpec> acls) {
        public Authorization {
            superUsers = Collections.unmodifiableSet(new LinkedHashSet<>(superUsers));
            acls = List.copyOf(acls);
        }
    }

    /**
     * Where brokers listen. Whoever reaches a broker that listens elsewhere than on the loopback interface can
     * use it, as far as the protocol and the rules let him.
     *
     * @param bindHost the address brokers listen on
     * @param advertisedHost the host clients are told to connect to
     */
    public record Place(String bindHost, String advertisedHost) {
        /** The loopback interface. */
        public static final Place LOOPBACK = new Place("127.0.0.1", "127.0.0.1");

        public Place {
            SecurityRules.checkHost(bindHost);
            SecurityRules.checkHost(advertisedHost);
        }
    }

    public SecuritySpec {
        requireNonNull(protocol, "protocol");
        mechanisms = Collections.unmodifiableSet(new LinkedHashSet<>(
                mechanisms.isEmpty() && protocol.hasSasl() ? List.of(SaslMechanism.PLAIN) : mechanisms));
        users = Collections.unmodifiableMap(new TreeMap<>(users));
        requireNonNull(certificates, "certificates");
        requireNonNull(authorization, "authorization");
        requireNonNull(place, "place");
    }

    /** A listener of this protocol where everybody who gets in may do everything. */
    public static SecuritySpec of(ListenerProtocol protocol) {
        return new SecuritySpec(
                protocol,
                Set.of(),
                Map.of(),
                new Certificates(ClientAuth.NONE, BrokerCertificate.VALID, Optional.empty()),
                new Authorization(false, Set.of(), false, List.of()),
                Place.LOOPBACK);
    }

    /** The same, of another protocol. */
    public SecuritySpec protocol(ListenerProtocol other) {
        return new SecuritySpec(other, mechanisms, users, certificates, authorization, place);
    }

    /** The same, with these mechanisms to log in with, and no others. */
    public SecuritySpec mechanism(SaslMechanism... only) {
        return new SecuritySpec(
                protocol, new LinkedHashSet<>(Arrays.asList(only)), users, certificates, authorization, place);
    }

    /** The same, with one more user. */
    public SecuritySpec user(String name, String password) {
        Map<String, String> more = new LinkedHashMap<>(users);
        more.put(name, password);
        return new SecuritySpec(protocol, mechanisms, more, certificates, authorization, place);
    }

    /** The same, with clients having to show certificates or not. */
    public SecuritySpec clientAuth(ClientAuth clientAuth) {
        return with(new Certificates(clientAuth, certificates.broker(), certificates.directory()));
    }

    /** The same, with brokers that show such a certificate. */
    public SecuritySpec brokerCertificate(BrokerCertificate broker) {
        return with(new Certificates(certificates.clientAuth(), broker, certificates.directory()));
    }

    /** The same, with the files of the certificates in this directory, where they stay. */
    public SecuritySpec directory(Path directory) {
        return with(new Certificates(certificates.clientAuth(), certificates.broker(), Optional.of(directory)));
    }

    private SecuritySpec with(Certificates others) {
        return new SecuritySpec(protocol, mechanisms, users, others, authorization, place);
    }

    /** The same, with brokers that ask what clients may do; whatever no rule allows is refused. */
    public SecuritySpec authorize() {
        return with(new Authorization(
                true, authorization.superUsers(), authorization.allowIfNoAcl(), authorization.acls()));
    }

    /** The same, with brokers that ask, and rules in the form of {@link AclSpec#parse}. */
    public SecuritySpec acl(String... rules) {
        List<AclSpec> all = new ArrayList<>(authorization.acls());
        Arrays.stream(rules).map(AclSpec::parse).forEach(all::addAll);
        return with(new Authorization(true, authorization.superUsers(), authorization.allowIfNoAcl(), all));
    }

    /** The same, with brokers that ask, and one more user or principal that may do everything. */
    public SecuritySpec superUser(String who) {
        Set<String> all = new LinkedHashSet<>(authorization.superUsers());
        all.add(who);
        return with(new Authorization(true, all, authorization.allowIfNoAcl(), authorization.acls()));
    }

    /** The same, with brokers that ask, and what no rule speaks of open to all. */
    public SecuritySpec allowIfNoAcl() {
        return with(new Authorization(true, authorization.superUsers(), true, authorization.acls()));
    }

    private SecuritySpec with(Authorization other) {
        return new SecuritySpec(protocol, mechanisms, users, certificates, other, place);
    }

    /** The same, with brokers that listen on {@code bindHost} and tell clients to connect to {@code advertisedHost}. */
    public SecuritySpec place(String bindHost, String advertisedHost) {
        Place other = new Place(bindHost, advertisedHost);
        return new SecuritySpec(protocol, mechanisms, users, certificates, authorization, other);
    }

    /** Whether there is anything beyond a PLAINTEXT listener that lets everybody do everything. */
    public boolean isOn() {
        return protocol != ListenerProtocol.PLAINTEXT || authorization.enabled();
    }

    /**
     * Find what makes this impossible before anything starts.
     *
     * @throws TrialException if anything does
     */
    void check() {
        SecurityRules.check(this);
    }

    /** The Kafka principal a user of this spec is known by to brokers, as {@code User:alice}; others stay as they are. */
    public String principal(String who) {
        if (who.indexOf(':') >= 0) {
            return who;
        }
        boolean byCertificate = protocol == ListenerProtocol.SSL && !who.equals("*");
        return byCertificate ? "User:CN=" + who : "User:" + who;
    }
}
