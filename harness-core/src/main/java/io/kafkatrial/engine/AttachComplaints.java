/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Collection;

/**
 * Every message of the engine that works on a cluster it did not start: what happened, to which object, why, what to do
 * next. {@link Complaints} has those that all engines share.
 */
public final class AttachComplaints {

    private AttachComplaints() {}

    /** Nobody says which cluster. */
    public static TrialException noBootstrap() {
        return new TrialException("engine 'attach' does not know which cluster: name it with"
                + " -Dtrial.bootstrap.servers=HOST:PORT,…, and what a client needs to get in with"
                + " -Dtrial.client.properties=FILE.");
    }

    /** A file with client properties cannot be read. */
    public static TrialException properties(String file, Throwable cause) {
        return new TrialException(
                "the client properties " + file + " cannot be read: " + cause
                        + ". Correct trial.client.properties, or give the rights.",
                cause);
    }

    /** The cluster does not answer, or not to us. */
    public static TrialException unreachable(String bootstrap, Throwable cause) {
        return new TrialException(
                "the cluster at " + bootstrap + " does not tell of itself: " + cause
                        + ". See that it runs and can be reached from here by the addresses it advertises, and that"
                        + " trial.client.properties has what a client needs to get in.",
                cause);
    }

    /** A way to the brokers that there is not. */
    public static TrialException links(String key, String value) {
        return new TrialException(key + " = '" + value + "' is not possible. Correct it: it is one of proxy, direct.");
    }

    /** Clients that let Kerberos prove who they are cannot come by doors. */
    public static TrialException kerberos(String key) {
        return new TrialException(
                key + " = proxy is not possible with sasl.mechanism GSSAPI: Kerberos gives tickets for"
                        + " the host of a broker, and the proxy has another. Leave it out: then clients talk to the brokers"
                        + " directly, and faults on links and requests are missing; or take a listener with SCRAM or"
                        + " OAUTHBEARER.");
    }

    /** What the nodes say to each other does not come by the harness. */
    public static TrialException noLinksOfNodes(Endpoint from, Endpoint to) {
        return new TrialException("engine 'attach' cannot touch the link from " + from + " to " + to
                + ": the nodes of a cluster that somebody else runs talk to each other past this process. Take links of"
                + " clients, or run the test on engine 'apache' or 'container', or leave that fault out.");
    }

    /** What clients say does not come by the harness. */
    public static TrialException noDoors(Lever lever) {
        return new TrialException(
                "engine 'attach' has no lever for " + lever + ": clients talk to the brokers directly,"
                        + " as trial.attach.links = direct or Kerberos wants it. Let them come by the proxy, or leave that fault"
                        + " out.");
    }

    /** It has its version. */
    public static TrialException version(String version) {
        return new TrialException("engine 'attach' cannot take Kafka " + version
                + ": the cluster has the version it has. Leave trial.kafka.version out.");
    }

    /** A lever this engine has not, or that needs a command nobody has given. */
    public static TrialException noLever(Lever lever, String needs) {
        return new TrialException("engine 'attach' has no lever for " + lever
                + (needs.isEmpty() ? "" : ": it needs the command " + needs)
                + ". Give it, or run the test on engine 'apache' or 'container', or leave that fault out.");
    }

    /** A command of the user's failed. */
    public static TrialException command(String property, String command, String how, String output) {
        return new TrialException("the command of " + property + " " + how + ": " + command
                + "\nCorrect it, or what it works on. What it said:\n"
                + (output.isBlank()
                        ? "  (nothing)"
                        : output.stripTrailing().indent(2).stripTrailing()));
    }

    /** A broker that is not one of the cluster's. */
    public static TrialException unknownBroker(int broker, Collection<Integer> brokers) {
        return new TrialException("the lever names broker " + broker + ", and the cluster has " + brokers
                + ". Name one of those, or a role such as leader:orders-0.");
    }

    /** A broker did not do in time what the command should bring about. */
    public static TrialException late(int broker, String what) {
        return new TrialException("broker " + broker + " did not " + what + " within two minutes after its command."
                + " See what the command did, and whether something starts brokers again by itself.");
    }
}
