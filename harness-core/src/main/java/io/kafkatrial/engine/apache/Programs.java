/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.apache.artifacts.KnownVersions;
import io.kafkatrial.engine.net.HeldPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs in each seat: a version of Apache Kafka and, if the spec asks for it, the agent for points of the code with
 * a port of its own. Safe for use by several threads.
 */
final class Programs implements AutoCloseable {

    private final Installation first;
    private final List<String> further;
    private final Optional<Path> agent;
    private final Map<Integer, Installation> changed = new ConcurrentHashMap<>();
    private final Map<Integer, HeldPort> agentPorts = new ConcurrentHashMap<>();

    /**
     * The same for every node, for now.
     *
     * @param further options for the JVMs; none to use the archive of classes
     */
    Programs(ClusterSpec spec, Installation first, List<String> further) {
        this.first = first;
        this.further = List.copyOf(further);
        boolean withAgent = Boolean.parseBoolean(
                spec.brokerConfig().getOrDefault(CodeRule.CONFIG, "false").strip());
        this.agent = withAgent ? Optional.of(Installation.codeAgent()) : Optional.empty();
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

    /** The command line of a node's next process. */
    List<String> command(NodeSeat seat) {
        Installation installation = of(seat);
        List<String> options = new ArrayList<>(further.isEmpty() ? installation.sharing() : further);
        options.add("-Djdk.net.hosts.file=" + NodeConfig.hosts(seat.home()));
        agent.ifPresent(jar -> {
            InetSocketAddress port =
                    agentPorts.computeIfAbsent(seat.id(), Programs::takePort).address();
            options.add("-javaagent:" + jar + "=listener:true,address:127.0.0.1,port:" + port.getPort());
        });
        return installation.command(NodeConfig.file(seat.home()), Preparation.heapMb(), options);
    }

    private static HeldPort takePort(int node) {
        try {
            return HeldPort.take(0);
        } catch (IOException none) {
            throw Complaints.portInUse(0, node, none);
        }
    }

    /** Where the agent of a node listens; empty if the cluster runs without. */
    Optional<InetSocketAddress> agentAddress(NodeSeat seat) {
        return Optional.ofNullable(agentPorts.get(seat.id())).map(HeldPort::address);
    }

    @Override
    public void close() {
        agentPorts.values().forEach(HeldPort::close);
        agentPorts.clear();
    }
}
