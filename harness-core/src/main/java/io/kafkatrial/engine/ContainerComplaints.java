/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import org.jspecify.annotations.Nullable;

/**
 * Every message of the engine that runs containers: what happened, to which object, why, what to do next.
 * {@link Complaints} has those that all engines share.
 */
public final class ContainerComplaints {

    private static final String DEPENDENCY = "org.testcontainers:testcontainers:2.0.5";

    private ContainerComplaints() {}

    /** The library that finds Docker is not on the class path. */
    public static TrialException noTestcontainers(Throwable cause) {
        return new TrialException(
                "engine 'container' needs Testcontainers, and it is not on the class path (" + cause.getMessage()
                        + "). Add the dependency " + DEPENDENCY + " in scope test, or a newer 2.x, or run on engine"
                        + " 'apache', which needs no Docker.",
                cause);
    }

    /** There is no Docker engine to be found, or it does not answer. */
    public static TrialException noDocker(String why, Throwable cause) {
        return new TrialException(
                "engine 'container' finds no Docker engine that answers: " + why + ". Start one, or say where it is"
                        + " with DOCKER_HOST, for example unix:///var/run/docker.sock; or run on engine 'apache', which"
                        + " needs none.",
                cause);
    }

    /** An image is neither there nor to be fetched. */
    public static TrialException noImage(String image, String docker, String why, Throwable cause) {
        return new TrialException(
                "the image " + image + " is not at " + docker + " and cannot be fetched: " + why
                        + ". Correct its name or the version, fetch it with: docker pull " + image
                        + ", or build it under that name.",
                cause);
    }

    /** Docker does not do what the engine wants of it. */
    public static TrialException refused(String what, String why, Throwable cause) {
        return new TrialException("Docker does not " + what + ": " + why + hint(why), cause);
    }

    private static String hint(String why) {
        if (why.contains("address pool") || why.contains("non-overlapping")) {
            return ". It has no network addresses left: remove networks that nobody uses with: docker network prune.";
        }
        if (why.contains("port is already allocated") || why.contains("address already in use")) {
            return ". A port is in use: stop who listens there, or choose another one.";
        }
        if (why.contains("No space left") || why.contains("no space left")) {
            return ". Its disk is full: make room, for example with: docker system prune.";
        }
        if (why.contains("exec format error")) {
            return ". The image was built for another processor.";
        }
        if (why.contains("executable file not found") || why.contains("no such file or directory")) {
            return ". The image lacks what the engine starts: see in docs/container-engine.md which images it runs, and"
                    + " how -Dtrial.container.entry=… says which kind this one is.";
        }
        return ". Its own log tells more.";
    }

    /**
     * A node did not come up.
     *
     * @param why in a few words
     * @param log the end of what the container wrote
     */
    public static TrialException nodeFailed(String node, String why, String log) {
        return new TrialException(node + " did not start: " + why + nextStep(why + log) + "\nThe end of its log:\n"
                + (log.isBlank()
                        ? "  (it is empty)"
                        : log.stripTrailing().indent(2).stripTrailing()));
    }

    private static String nextStep(String words) {
        if (words.contains("exec format error")) {
            return ". Its image was built for another processor: take one for this one, or install an emulator.";
        }
        if (words.contains("ConfigException")) {
            return ". Kafka refuses its configuration: correct the broker configuration named below.";
        }
        if (words.contains("No space left")) {
            return ". The disk of Docker is full: make room, for example with: docker system prune.";
        }
        if (words.contains("out of memory") || words.contains("OutOfMemory")) {
            return ". Give Docker more memory, or start fewer nodes.";
        }
        if (words.contains("Permission denied") || words.contains("not writable")) {
            return ". The user of the image may not write its volume: take an image that prepares /var/lib/kafka/data.";
        }
        return ". If its image is not one of apache/kafka, see in docs/container-engine.md what the engine expects of it.";
    }

    /** A node did not do in time what it was told to do. */
    public static TrialException nodeLate(String node, String what, String log) {
        return new TrialException(node + " did not " + what + " in time. The machine may be overloaded, or a fault"
                + " still holds; heal it, or look at the node's log.\nThe end of its log:\n"
                + log.stripTrailing().indent(2).stripTrailing());
    }

    /** What the nodes say to each other does not come by the harness. */
    public static TrialException noLinksOfNodes(Endpoint from, Endpoint to, String docker) {
        return new TrialException("engine 'container' cannot touch the link from " + from + " to " + to
                + ": the containers at " + docker + " do not reach this process by an address of their network, so they"
                + " talk past it. Run beside the Docker engine, on Linux, or use engine 'apache'.");
    }

    /** A lever this engine does not have. */
    public static TrialException noLever(Lever lever) {
        return new TrialException("engine 'container' has no lever for " + lever
                + ". Run the test on engine 'apache' or 'embedded', or leave that fault out.");
    }

    /** Feature levels are chosen when the storage is formatted, which the image does. */
    public static TrialException features(String key) {
        return new TrialException(key + " is not possible with engine 'container': the image formats the storage and"
                + " takes the levels of its version. Leave it out, or run on engine 'apache'.");
    }

    /** A setting of the engine is none of those it takes. */
    public static TrialException setting(String key, String value, String possible) {
        return new TrialException(
                key + " = '" + value + "' is not possible. Correct it: it is one of " + possible + ".");
    }

    /** Files of a container cannot be kept for a while. */
    public static TrialException files(String what, @Nullable Throwable cause) {
        return new TrialException(
                "the directory for " + what + " cannot be written: " + cause
                        + ". Make room or give the rights, or choose another place with -Djava.io.tmpdir=DIR.",
                cause);
    }
}
