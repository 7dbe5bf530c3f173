/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.outside.ServerProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code server.properties} of one node: the harness's defaults, over them what the user set for all brokers and
 * for this one, over them what holds the cluster together. The defaults are those of the embedded engine where Kafka
 * has them, and times that make fail-over quick.
 */
final class NodeConfig {

    private static final String LOOPBACK = "127.0.0.1";

    /** What other brokers connect to, each by a door of its own. */
    private static final String PEERS = "PEERS";

    /** What the harness connects to, past all doors. */
    private static final String HARNESS = "HARNESS";

    private static final String CONTROLLER = "CONTROLLER";

    private NodeConfig() {}

    /**
     * How the nodes find each other.
     *
     * @param version of Apache Kafka
     * @param voters the quorum in the form Kafka wants
     * @param client the port that clients of this node are told; empty if it is no broker
     * @param security who gets in there; empty lets everybody in
     */
    record Wiring(
            String version,
            String voters,
            Neighbourhood names,
            OptionalInt client,
            Optional<ClusterSecurity> security) {}

    /** Put it together. */
    static Map<String, String> of(ClusterSpec spec, NodeSeat seat, Wiring wiring) {
        Map<String, String> config = ServerProperties.of(spec, seat.id(), wiring.version(), wiring.security());
        addPlace(config, seat, wiring);
        config.put("controller.quorum.voters", wiring.voters());
        return config;
    }

    private static void addPlace(Map<String, String> config, NodeSeat seat, Wiring wiring) {
        String door = ServerProperties.clientsListener(wiring.security());
        String host = wiring.security()
                .map(security -> security.spec().place().advertisedHost())
                .orElse(LOOPBACK);
        String name = wiring.names().name(seat.id());
        List<String> listeners = new ArrayList<>();
        seat.brokerPorts().ifPresent(ports -> {
            String others = listener(PEERS, name, ports.peers().address().getPort()) + ","
                    + listener(HARNESS, LOOPBACK, ports.harness().address().getPort());
            listeners.add(listener(door, LOOPBACK, ports.clients().address().getPort()));
            listeners.add(others);
            config.put(
                    "advertised.listeners", listener(door, host, wiring.client().orElseThrow()) + "," + others);
            config.put("inter.broker.listener.name", PEERS);
            config.put("listener.name.harness.num.network.threads", "1");
        });
        seat.controllerPort()
                .ifPresent(port ->
                        listeners.add(listener(CONTROLLER, name, port.address().getPort())));
        config.put("node.id", Integer.toString(seat.id()));
        config.put("process.roles", seat.roles());
        config.put("listeners", String.join(",", listeners));
        config.put(
                "listener.security.protocol.map",
                Stream.of(PEERS, HARNESS, CONTROLLER)
                        .map(listener -> listener + ":PLAINTEXT")
                        .collect(Collectors.joining(
                                ",", door + ":" + ServerProperties.protocol(wiring.security()) + ",", "")));
        config.put("controller.listener.names", CONTROLLER);
        config.put("log.dirs", seat.data().toString());
    }

    private static String listener(String name, String host, int port) {
        return name + "://" + host + ":" + port;
    }

    /** The feature levels the user wants for a new cluster, by Kafka's names. */
    static Map<String, String> features(ClusterSpec spec) {
        Map<String, String> features = new TreeMap<>();
        spec.brokerConfig().forEach((key, value) -> {
            if (key.startsWith(ServerProperties.FEATURE)) {
                features.put(key.substring(ServerProperties.FEATURE.length()), value.strip());
            }
        });
        return features;
    }

    /** The text of a properties file; paths of other systems keep their backslashes. */
    static String text(Map<String, String> config) {
        return config.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
    }

    /** Where a node's hosts are. */
    static Path hosts(Path home) {
        return home.resolve("hosts");
    }

    /** Where a node's properties are. */
    static Path file(Path home) {
        return home.resolve("server.properties");
    }
}
