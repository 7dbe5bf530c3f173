/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every message of the engine that runs Apache Kafka itself: what happened, to which object, why, what to do next.
 * {@link Complaints} has those that all engines share.
 */
public final class ApacheComplaints {

    private ApacheComplaints() {}

    /** A version that is none. */
    public static TrialException notAVersion(String version, String nearest) {
        return new TrialException("Kafka version '" + version + "' is not possible: a version has three numbers, like "
                + nearest + ". Correct trial.kafka.version or the version of the cluster; the nearest known one is "
                + nearest + ".");
    }

    /** A version from before what this engine can start. */
    public static TrialException tooOld(String version, String oldest) {
        return new TrialException("Kafka version '" + version + "' is not possible: the engine 'apache' starts "
                + oldest + " and newer, with KRaft. Choose " + oldest + " or a newer version.");
    }

    /**
     * The jars of a version are not to be had.
     *
     * @param place the local repository, and the known version that is nearest
     */
    public static TrialException noArtifacts(
            String version, String why, Map.Entry<String, String> place, Throwable cause) {
        boolean unknown = !version.equals(place.getValue());
        return new TrialException(
                "Kafka " + version + " cannot be had: " + why + ". Looked in " + place.getKey()
                        + " and the repositories of your Maven settings. "
                        + (unknown
                                ? "The nearest version known to be complete is " + place.getValue() + "; choose it."
                                : "Check the network, or fetch it once with: mvn dependency:get"
                                        + " -Dartifact=org.apache.kafka:kafka_2.13:" + version),
                cause);
    }

    /** Maven's settings cannot be read. */
    public static TrialException mavenSettings(String file, Throwable cause) {
        return new TrialException(
                "the Maven settings " + file + " cannot be read: " + cause.getMessage()
                        + ". Correct them, or name others with -Dtrial.maven.settings=FILE.",
                cause);
    }

    /** The cache is not to be written. */
    public static TrialException cache(String file, Throwable cause) {
        return new TrialException(
                "the cache file " + file + " cannot be written: " + cause
                        + ". Make room or give the rights, or choose another directory with -Dtrial.cache.dir=DIR.",
                cause);
    }

    /** Kafka needs a newer Java. */
    public static TrialException javaTooOld(String version, int needed, String java, int has) {
        return new TrialException(
                "Kafka " + version + " cannot run on the Java of " + java + ": it needs Java " + needed
                        + " and that is Java " + has + ". Run the tests on a newer Java, name one for the brokers with"
                        + " -Dtrial.kafka.java.home=DIR, or choose an older version of Kafka.");
    }

    /** A node did not come up; {@code log} is the end of its log. */
    public static TrialException nodeFailed(String node, String why, String log, @Nullable Throwable cause) {
        return new TrialException(node + " did not start: " + why + hint(log) + "\nThe end of its log:\n" + log, cause);
    }

    /** A node did not do in time what it was told to do. */
    public static TrialException nodeLate(String node, String what, String log) {
        return new TrialException(node + " did not " + what + " in time. This machine may be overloaded, or a fault"
                + " still holds; heal it, or look at the node's log and thread dump." + "\nThe end of its log:\n"
                + log);
    }

    private static String hint(String log) {
        if (log.contains("No space left on device") || log.contains("not enough space")) {
            return ". The disk is full: make room, or choose another directory with -Djava.io.tmpdir=DIR.";
        }
        if (log.contains("(it is empty)")) {
            return " before it could say a word: the disk may be full, look at the directory of java.io.tmpdir, or the"
                    + " Java may not take one of its options.";
        }
        if (log.contains("Address already in use")) {
            return ". A port is in use: stop the process that listens there, choose another port, or none to get free"
                    + " ones.";
        }
        if (log.contains("UnsupportedClassVersionError")) {
            return ". Its Java is too old: name a newer one with -Dtrial.kafka.java.home=DIR.";
        }
        if (log.contains("ConfigException")) {
            return ". Kafka refuses its configuration: correct the broker configuration named below.";
        }
        return ". If its log does not tell why, please report it with the log.";
    }

    /** The directories of a cluster cannot be made. */
    public static TrialException workplace(String directory, Throwable cause) {
        return new TrialException(
                "the directory " + directory + " for the nodes' data cannot be written: " + cause
                        + ". If the disk is full make room, else give the rights, or choose another place with"
                        + " -Djava.io.tmpdir=DIR.",
                cause);
    }

    /** The features of a new cluster cannot be chosen that way. */
    public static TrialException features(String version, String why) {
        return new TrialException("the feature levels (trial.feature.…) are not possible with Kafka " + version + ": "
                + why + ". Correct them, or leave them out to get those of a new cluster.");
    }

    /** A lever this engine does not have. */
    public static TrialException noLever(Lever lever) {
        return new TrialException("engine 'apache' has no lever for " + lever
                + ". Run the test on engine 'embedded', or leave that fault out.");
    }

    /** Kafka does not do what an administrator wants. */
    public static TrialException refused(AdminAct act, String why, @Nullable Throwable cause) {
        return new TrialException(
                "the cluster does not do " + act + ": " + why
                        + ". Correct the act, or see that the cluster can do it at that moment: what it needs must be up.",
                cause);
    }

    /** The system has no loopback addresses to tell nodes apart by. */
    public static TrialException noLinksOfNodes(Endpoint from, Endpoint to) {
        return new TrialException(
                "engine 'apache' cannot touch the link from " + from + " to " + to + ": it tells nodes"
                        + " apart by loopback addresses such as 127.10.11.1, and this system lets nobody listen there. Run on"
                        + " Linux, add the addresses to the loopback interface, or use engine 'embedded'.");
    }

    /** The system cannot send signals. */
    public static TrialException signal(String signal, long pid, Throwable cause) {
        return new TrialException(
                "process " + pid + " could not be sent " + signal + ": " + cause.getMessage()
                        + ". The engine needs a POSIX shell for it; run on Linux or macOS.",
                cause);
    }
}
