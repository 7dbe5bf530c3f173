/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the {@link SecuritySpec} of a cluster can get wrong; the other messages are in {@link Complaints}. */
public final class SecurityComplaints {

    private SecurityComplaints() {}

    /** A name that stands for nothing. */
    static TrialException unknown(String what, String name, Enum<?>[] known) {
        return new TrialException(what + " '" + name + "' is not known: there are "
                + Arrays.stream(known).map(Enum::toString).collect(Collectors.joining(", ")) + ". Choose one of them.");
    }

    /** An access rule that cannot be read. */
    static TrialException acl(String text, String why, String form) {
        return new TrialException("access rule '" + text + "' cannot be understood: " + why + ". Write " + form
                + ", for example: alice allow READ,DESCRIBE topic:orders.");
    }

    /** A SASL listener nobody can log in at. */
    static TrialException noUsers(ListenerProtocol protocol) {
        return new TrialException("listener " + protocol
                + " is not possible without users: nobody could log in. Declare a user with its password,"
                + " or choose PLAINTEXT or SSL.");
    }

    /** A user without a password where everybody needs one. */
    static TrialException noPassword(String user, ListenerProtocol protocol) {
        return new TrialException("user '" + user + "' has no password, and nobody gets in by " + protocol
                + " without. Write NAME:PASSWORD, for example alice:wonder.");
    }

    /** Users at a door everybody passes. */
    static TrialException noLogin(Collection<String> users) {
        return new TrialException("users " + users + " are not possible with protocol PLAINTEXT: nobody logs in there,"
                + " and every client is User:ANONYMOUS. Choose SASL_PLAINTEXT, SSL or SASL_SSL, or leave the users"
                + " out.");
    }

    /** Mechanisms where there is no SASL. */
    static TrialException noSasl(ListenerProtocol protocol, Collection<SaslMechanism> mechanisms) {
        return new TrialException("SASL mechanism " + mechanisms + " is not possible with protocol " + protocol
                + ": it has no SASL. Choose SASL_PLAINTEXT or SASL_SSL, or leave the mechanism out.");
    }

    /** Certificates where there is no TLS. */
    static TrialException noTls(String what, ListenerProtocol protocol) {
        return new TrialException(what + " is not possible with protocol " + protocol
                + ": it has no certificates. Choose SSL or SASL_SSL, or leave it out.");
    }

    /** Access rules that cannot tell anybody from anybody else. */
    static TrialException allAnonymous(ListenerProtocol protocol) {
        return new TrialException("access rules are not possible with protocol " + protocol
                + " as it is: every client would be User:ANONYMOUS, the harness's own included, and nothing could be"
                + " set up. Choose a SASL protocol, or SSL with client authentication required.");
    }

    /** A user name or a password nobody could log in with. */
    static TrialException user(String name, String why) {
        return new TrialException("user '" + name + "' is not possible: " + why
                + ". Declare each user as NAME and PASSWORD, both at least one character, without quotes, backslashes"
                + " or commas.");
    }

    /** A user nobody declared. */
    static TrialException unknownUser(String name, Collection<String> known) {
        return new TrialException("there is no user '" + name + "' in this cluster: there are "
                + (known.isEmpty() ? "none" : String.join(", ", known))
                + ". Declare it, or choose one of these.");
    }

    /** A mechanism this cluster does not offer. */
    static TrialException unknownMechanism(SaslMechanism mechanism, Collection<SaslMechanism> known) {
        return new TrialException("clients cannot log in with " + mechanism + ": the brokers offer " + known
                + ". Add it to the mechanisms of the cluster, or choose one of these.");
    }

    /** A host nobody can bind or name. */
    static TrialException host(String host) {
        return new TrialException("host '" + host + "' is not possible: it is no host name and no IPv4 address."
                + " Write one, for example 0.0.0.0 or build-agent.example.org.");
    }

    /** Files that cannot be written. */
    static TrialException files(Path where, Throwable cause) {
        return new TrialException(
                "the certificates could not be written to " + where + ": "
                        + String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT)
                        + ". Make the directory writable, or choose another one.",
                cause);
    }

    /** Files for clients that cannot be written. */
    public static TrialException clientFiles(Path where, Throwable cause) {
        return new TrialException(
                "the properties of clients could not be written to " + where + ": " + cause
                        + ". Make the directory writable, or choose another one.",
                cause);
    }

    /** A cluster without certificates. */
    static TrialException noCertificates(@Nullable ListenerProtocol protocol) {
        return new TrialException(
                "this cluster has no certificates: its protocol is " + protocol + ". Start it with SSL or SASL_SSL.");
    }

    /** An authorizer we have not. */
    public static TrialException authorizer(String name) {
        return new TrialException("authorizer.class.name = " + name
                + " is not possible: this engine has Kafka's StandardAuthorizer and no other. Choose that one, or"
                + " engine apache.");
    }

    /** A cluster that was started without security. */
    public static TrialException noSecurity() {
        return new TrialException("this cluster has no users and no certificates: it was started without security."
                + " Start it with security(..), @Secured or --protocol.");
    }

    /** Security settings the brokers refuse. */
    public static TrialException refused(Throwable cause) {
        return new TrialException(
                "the brokers refuse the security settings: " + cause.getMessage()
                        + ". Correct the broker configuration named, or leave it to the harness.",
                cause);
    }

    /** A certificate in the name of a client cannot be made. */
    static TrialException standIn(String client, Throwable cause) {
        return new TrialException(
                "a certificate for " + client + " cannot be made for the connection between proxy and broker: " + cause
                        + ". Its name may be one that Java cannot read back; give the client a simpler one, or use"
                        + " engine 'embedded'.",
                cause);
    }

    /** A certificate that was not made by the process that can make some. */
    static TrialException noAuthority(Path directory) {
        return new TrialException("no such certificate in " + directory
                + ", and none can be made: the cluster runs in another process, which has the authority."
                + " Use a user of the cluster, or let the test start a cluster of its own.");
    }
}
