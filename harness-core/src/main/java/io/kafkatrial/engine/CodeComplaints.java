/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Every message about points of a node's code, and about versions of running clusters. */
public final class CodeComplaints {

    private CodeComplaints() {}

    /** Counts of a rule that make no sense. */
    public static TrialException counts(int skip, int times) {
        return new TrialException("a rule for a point of the code cannot skip " + skip + " and act " + times
                + " times: neither may be negative. Leave them out to act every time.");
    }

    /** A lever that needs processes of Apache Kafka itself. */
    public static TrialException onlyApache(Lever lever) {
        return new TrialException("engine 'embedded' has no lever for " + lever
                + ": it needs processes of Apache Kafka itself. Run the test with -Dtrial.engine=apache.");
    }

    /** The agent cannot come into a process that runs. */
    public static TrialException notLetIn(Endpoint node, Throwable cause) {
        return new TrialException(
                "the agent for points of the code cannot be let into the process of " + node + ": " + cause
                        + ". This Java may have no module jdk.attach, or the system forbids it. Start the cluster with config "
                        + CodeRule.CONFIG
                        + " = true (Cluster.builder().codePoints()), so that it is there from the start.",
                cause);
    }

    /** The agent's jar is not to be had. */
    public static TrialException noAgentJar(String why, String where, Throwable cause) {
        return new TrialException(
                "the agent for points of the code cannot be had: " + why + ". Looked in " + where
                        + " and the repositories of your Maven settings. Check the network, or fetch it once with:"
                        + " mvn dependency:get -Dartifact=org.jboss.byteman:byteman:4.0.27",
                cause);
    }

    /** A named point that the version does not have. */
    public static TrialException unknownPoint(String point, String version, Collection<String> nearest) {
        return new TrialException(
                "point '" + point + "' does not exist in Kafka " + version + ": the nearest known are "
                        + String.join(", ", nearest) + ". Take one of them, or write CLASS#METHOD, CLASS#METHOD@exit or"
                        + " CLASS#METHOD:LINE.");
    }

    /** A class or method that the version does not have; {@code what} names it. */
    public static TrialException unknownCode(String point, String what, String version, Collection<String> nearest) {
        return new TrialException("point '" + point + "' does not exist in Kafka " + version + ": there is no " + what
                + (nearest.isEmpty() ? "" : "; the nearest known are " + String.join(", ", nearest))
                + ". Correct the point, or take a named one (docs/apache-engine.md).");
    }

    /** The agent refuses a rule. */
    public static TrialException refused(String point, String answer, @Nullable Throwable cause) {
        return new TrialException(
                "the agent refuses the rule for point '" + point + "': " + answer.strip()
                        + ". An exception must be a class that the node knows, with a constructor that takes a text, and"
                        + " one that the method may throw.",
                cause);
    }

    /** The agent does not answer. */
    public static TrialException silent(Endpoint node, Throwable cause) {
        return new TrialException(
                "the agent in " + node + " does not answer: " + cause + ". The node may be paused, halted or"
                        + " overloaded; look at its state first.",
                cause);
    }

    /** A version older than what the cluster's metadata needs; {@code features} says what it has not. */
    public static TrialException downgrade(String node, String version, String features) {
        return new TrialException(node + " cannot go back to Kafka " + version + ": the cluster has finalized what that"
                + " version does not know: " + features + ". There is no way back: go back before finalizeUpgrade(), or"
                + " start a new cluster of that version.");
    }

    /** The features of a version cannot be finalized. */
    public static TrialException notFinalized(String version, String why, @Nullable Throwable cause) {
        return new TrialException(
                "the features of Kafka " + version + " cannot be finalized: " + why
                        + ". Upgrade every node to that version first, and let the cluster become healthy.",
                cause);
    }

    /** A cluster of an engine that has one version only. */
    public static TrialException noUpgrade(String engine, String version) {
        return new TrialException("the cluster cannot be upgraded to Kafka " + version + ": engine '" + engine
                + "' has one version only. Run the test with -Dtrial.engine=apache.");
    }
}
