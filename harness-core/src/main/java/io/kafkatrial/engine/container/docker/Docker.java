/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Docker engine, here or on another machine. Everything made is labelled with its owner, this JVM, so that it can be
 * removed whatever happens. Every method throws {@link DockerFailure} when the engine refuses or does not answer. Safe for
 * use by several threads.
 */
public interface Docker {

    /**
     * A container to make.
     *
     * @param name of the container, and what it calls itself in its network
     * @param environment variables
     * @param hosts addresses of other names
     * @param published ports that the machine of the Docker engine shall pass on, by any of its own
     * @param mount the name of a volume, and where the container finds it
     * @param command in place of the image's own; empty takes that
     * @param user in place of the image's own
     * @param group what belongs together; told by {@link #onEnd}
     */
    record Recipe(
            Name name,
            String image,
            Map<String, String> environment,
            Map<String, String> hosts,
            Set<Integer> published,
            Map.Entry<String, String> mount,
            List<String> command,
            Optional<String> user,
            String group) {}

    /** What a container is called: by Docker, and in the network it is in. */
    record Name(String container, String host, String network) {}

    /**
     * A container as it is.
     *
     * @param exitCode how it ended; empty while it runs
     * @param outOfMemory whether it was ended for want of memory
     * @param error what Docker has to say about its last start
     * @param address in its network; empty while it is not connected or does not run
     * @param ports the published ones, and by which port of Docker's machine each is found
     */
    record Condition(
            boolean running,
            OptionalLong exitCode,
            boolean outOfMemory,
            String error,
            Optional<InetAddress> address,
            Map<Integer, Integer> ports) {}

    /** A network, with the address Docker's machine has in it, if there is one. */
    record Network(String id, Optional<InetAddress> gateway) {}

    /** What an image was built for: {@code amd64}, {@code arm64} … */
    record Image(String architecture) {}

    /** Where it is, in words. */
    String place();

    /** Where published ports are found. */
    String host();

    /** What images its machine runs: {@code amd64}, {@code arm64} … */
    String architecture();

    /** Whether its machine is this one, so that this process has an address in the networks of its containers. */
    boolean isHere();

    /** An image that is there; empty if it would have to be fetched. */
    Optional<Image> image(String name);

    /** Fetch an image. */
    void pull(String name);

    /** Make a network of its own. */
    Network makeNetwork(String name, String group);

    /** Make an empty volume. */
    void makeVolume(String name, String group);

    /** Make a container; gives back its id. */
    String make(Recipe recipe);

    /** Put files of this machine into a container, running or not, where everybody there can read them. */
    void copyIn(String container, Map<String, Path> files);

    /** Get a directory or file of a container into a directory of this machine; gives back whether there is such. */
    boolean copyOut(String container, String path, Path into);

    /** Start a container. */
    void start(String container);

    /** SIGKILL. */
    void kill(String container);

    /** SIGTERM, and SIGKILL when it does not end in so many seconds. */
    void stop(String container, int seconds);

    /** Freeze all its processes. */
    void pause(String container);

    /** Let them run on. */
    void unpause(String container);

    /** Pull the plug of its network. */
    void disconnect(String container, String network);

    /** Put it in again, by this name. */
    void connect(String container, Name name);

    /** What a container is at now; empty if there is no such container. */
    Optional<Condition> condition(String container);

    /** The last lines a container wrote; 0 is all. */
    String log(String container, int lines);

    /** Be told the ids of containers of this group that end, however they do, until it is closed. */
    AutoCloseable onEnd(String group, Consumer<String> ended);

    /** Remove a container, running or not, with the volumes it made itself. */
    void remove(String container);

    /** Remove everything of a group, as far as that is possible. */
    void removeGroup(String group);
}
