/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.outside.KnownVersions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs in each seat: a version of Apache Kafka, and what is in its code from the start. Safe for use by several threads.
 */
final class Programs implements AutoCloseable {

    private final Installation first;
    private final List<String> further;
    private final CodeAgents agents;
    private final Map<Integer, Installation> changed = new ConcurrentHashMap<>();

    /**
     * The same for every node, for now.
     *
     * @param further options for the JVMs; none to use the archive of classes
     */
    Programs(ClusterSpec spec, Installation first, List<String> further) {
        this.first = first;
        this.further = List.copyOf(further);
        this.agents = new CodeAgents(Boolean.parseBoolean(
                spec.brokerConfig().getOrDefault(CodeRule.CONFIG, "false").strip()));
    }

    Installation of(NodeSeat seat) {
        return changed.getOrDefault(seat.id(), first);
    }

    String version(NodeSeat seat) {
        return of(seat).version();
    }

    /** Let the next process in the seat run this. */
    void change(NodeSeat seat, Installation next) {
        changed.put(seat.id(), next);
    }

    /** In words, what is no longer as it was at the start; empty if nothing is. */
    Optional<String> changes() {
        return changed.isEmpty() ? Optional.empty() : Optional.of("nodes were upgraded to another version");
    }

    /** Whether a version is as new as another. */
    static boolean isAtLeast(String version, String other) {
        return KnownVersions.isAtLeast(version, other);
    }

    /** The command line of a node's next process, with these rules in its code from the start. */
    List<String> command(NodeSeat seat, List<Path> rules) {
        Installation installation = of(seat);
        List<String> options = new ArrayList<>(further.isEmpty() ? installation.sharing() : further);
        options.add("-Djdk.net.hosts.file=" + NodeConfig.hosts(seat.home()));
        options.add("-XX:+EnableDynamicAgentLoading"); // an agent that comes later is expected
        agents.option(seat, rules).ifPresent(options::add);
        return installation.command(NodeConfig.file(seat.home()), Preparation.heapMb(), options);
    }

    /** The agents for points of the code. */
    CodeAgents agents() {
        return agents;
    }

    @Override
    public void close() {
        agents.close();
    }
}
